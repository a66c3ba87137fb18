import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

it('reads back what it wrote', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
  fc.assert(
    fc.property(text, text, (value, key) => {
      expect(decodeCursor(encodeCursor(value, key), 'text')).toEqual([value, key]);
    }),
  );
  expect(decodeCursor(encodeCursor('2026-11-23 01:00:00.123+00', 'k'), 'timestamptz')[1]).toBe('k');
  expect(decodeCursor(encodeCursor('-infinity', 'k'), 'timestamptz')[1]).toBe('k');
});

it('refuses everything else with its own error', () => {
  const refused = (cursor: string, type: 'text' | 'timestamptz'): boolean => {
    try {
      decodeCursor(cursor, type);
      return false;
    } catch (error) {
      return isDomainError(error, 'assets.bad-cursor');
    }
  };
  for (const text of ['', 'e30', encodeCursor('a\0', 'b')]) expect(refused(text, 'text')).toBe(true);
  for (const time of ['1', 'now', '2026-99-99 01:00:00+00', "2026-11-23 01:00:00+00'"]) {
    expect(refused(encodeCursor(time, 'k'), 'timestamptz'), time).toBe(true);
  }
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => refused(text, 'timestamptz')));
});
