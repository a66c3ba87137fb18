import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapHours, gapsOf, hourOf, leastGapHours } from './gaps.ts';

const H = 3_600_000;

describe('gaps of a source', () => {
  it('names one missing hour', () => {
    expect(gapsOf([0, H, 3 * H], { from: 0, to: 4 * H })).toEqual([{ from: 2 * H, to: 3 * H }]);
  });

  it('joins hours, and sees what is missing at both ends', () => {
    expect(gapsOf([2 * H, 2 * H], { from: 0, to: 5 * H })).toEqual([
      { from: 0, to: 2 * H },
      { from: 3 * H, to: 5 * H },
    ]);
    expect(gapsOf([], { from: 0, to: 2 * H })).toEqual([{ from: 0, to: 2 * H }]);
    expect(gapsOf([], { from: 2 * H, to: 2 * H })).toEqual([]);
  });

  it('leaves out what the source is allowed', () => {
    expect(gapsOf([0, 6 * H], { from: 0, to: 7 * H }, 24)).toEqual([]);
    expect(leastGapHours(15)).toBe(1);
    expect(leastGapHours(61)).toBe(2);
  });

  it('together with the hours that have records make up the range', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 99 })), (present) => {
        const hours = present.map((hour) => hour * H);
        expect(gapHours(gapsOf(hours, { from: 0, to: 100 * H }))).toBe(100 - present.length);
      }),
    );
    expect(hourOf(H + 1)).toBe(H);
  });
});
