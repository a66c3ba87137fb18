import { isDomainError } from '@chedun/kernel';
import { expect, test } from 'vitest';
import { GM_ERRORS, GmError, requireLength } from './errors.ts';

test('an error carries code, reason and offset', () => {
  const error = new GmError('gm.encoding', 'bytes behind the end', 7);
  expect(isDomainError(error, 'gm.encoding')).toBe(true);
  expect(error.detail).toEqual({ reason: 'bytes behind the end', offset: 7 });
  expect(new GmError('gm.tag', 'no').detail).toEqual({ reason: 'no' });
});

test('every error has its texts in both languages', () => {
  for (const [code, text] of Object.entries(GM_ERRORS)) {
    expect(code).toMatch(/^gm\.[a-z-]+$/);
    for (const part of [text.zh, text.doZh]) expect(part).toMatch(/\p{Script=Han}/u);
    for (const part of [text.en, text.doEn]) expect(part).toMatch(/^[\x20-\x7e]+$/);
  }
});

test('a length is right or refused', () => {
  expect(() => requireLength(new Uint8Array(16), 16, 'the key')).not.toThrow();
  expect(() => requireLength(new Uint8Array(15), 16, 'the key')).toThrow(
    'gm.length: the key has 15 bytes instead of 16',
  );
});
