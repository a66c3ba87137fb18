import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

describe('Retry-After', () => {
  it.each([
    ['2', 2000],
    ['0', 50],
    ['9999', 30_000],
    [null, 1000],
    ['', 1000],
    ['soon', 1000],
    ['Thu, 01 Jan 1970 00:00:05 GMT', 4000],
    ['Wed, 31 Dec 1969 23:59:59 GMT', 50],
  ])('%s is %i ms', (header, ms) => {
    expect(retryAfterMs(header, 1000)).toBe(ms);
  });
});
