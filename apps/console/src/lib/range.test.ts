import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLLING_WINDOWS, minutesOf, parseRange, rangeEnds, rangeText, windowMs, windowOfMinutes } from './range.ts';

const NOW = 1_795_000_000_000;

describe('time ranges', () => {
  it('survive the address bar', () => {
    const fixed = fc
      .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e9 }))
      .map(([from, length]) => ({ kind: 'fixed' as const, from, to: from + length }));
    const rolling = fc.constantFrom(...ROLLING_WINDOWS).map((last) => ({ kind: 'rolling' as const, last }));
    fc.assert(
      fc.property(fc.oneof(fixed, rolling), (range) => {
        expect(parseRange(rangeText(range), '24h')).toEqual(range);
      }),
    );
  });

  it('fall back when the address bar holds something else', () => {
    for (const text of [
      '',
      '25h',
      '1-',
      '5-4',
      '5-5',
      '-1-5',
      '1-2-3',
      'NaN-NaN',
      '99999999999999999-999999999999999999',
    ]) {
      expect(parseRange(text, '6h')).toEqual({ kind: 'rolling', last: '6h' });
    }
    expect(parseRange(undefined, '7d')).toEqual({ kind: 'rolling', last: '7d' });
  });

  it('never throw on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => ['rolling', 'fixed'].includes(parseRange(text, '1h').kind)));
  });

  it('end at the given moment when they roll', () => {
    expect(rangeEnds({ kind: 'rolling', last: '15m' }, NOW)).toEqual({ from: NOW - 900_000, to: NOW });
    expect(rangeEnds({ kind: 'fixed', from: 1, to: 2 }, NOW)).toEqual({ from: 1, to: 2 });
    expect(windowMs('184d')).toBe(184 * 86_400_000);
  });

  it('are saved in minutes and come back as a window that holds them', () => {
    expect(minutesOf({ kind: 'fixed', from: 0, to: 100 })).toBe(1);
    expect(minutesOf({ kind: 'fixed', from: 0, to: 1e15 })).toBe(525_600);
    for (const last of ROLLING_WINDOWS) expect(windowOfMinutes(minutesOf({ kind: 'rolling', last }))).toBe(last);
    expect(windowOfMinutes(61)).toBe('6h');
    expect(windowOfMinutes(525_600)).toBe('184d');
  });
});
