import { describe, expect, it } from 'vitest';
import { decimate, extentOf, firstAtOrAfter, nearest } from './decimate.ts';

const many = 100_000;
const x = Float64Array.from({ length: many }, (_, index) => index);
const flat = (peaks: Readonly<Record<number, number>>): Float64Array => {
  const y = new Float64Array(many);
  for (const [index, value] of Object.entries(peaks)) y[Number(index)] = value;
  return y;
};

describe('fewer points for a picture', () => {
  it('keeps everything when there is room', () => {
    expect(decimate({ x: [1, 2, 3], y: [5, 6, 7] }, { from: 0, to: 4 }, 100)).toEqual([0, 1, 2]);
  });

  it('keeps a single peak and a single dip among a hundred thousand points', () => {
    const kept = decimate({ x, y: flat({ 41_234: 9, 77_777: -3 }) }, { from: 0, to: many }, 800);
    expect(kept.length).toBeLessThanOrEqual(800 * 4 + 2);
    expect(kept).toContain(41_234);
    expect(kept).toContain(77_777);
  });

  it('keeps the order of the points and names none twice', () => {
    const wave = Float64Array.from({ length: many }, (_, index) => Math.sin(index / 50));
    const kept = decimate({ x, y: wave }, { from: 0, to: many }, 500);
    expect(kept.every((index, place) => place === 0 || index > (kept[place - 1] ?? many))).toBe(true);
  });

  it('takes one neighbour beyond each end of the span', () => {
    expect(decimate({ x, y: flat({}) }, { from: 100, to: 110 }, 100)).toEqual(
      Array.from({ length: 12 }, (_, index) => 99 + index),
    );
  });

  it('has nothing to draw without points', () => {
    expect(decimate({ x: [], y: [] }, { from: 0, to: 1 }, 10)).toEqual([]);
  });
});

describe('looking up points', () => {
  it('finds the first at or after a value', () => {
    expect([0, 1, 2.5, 9].map((value) => firstAtOrAfter([1, 2, 3], value))).toEqual([0, 0, 2, 3]);
  });

  it('finds the nearest', () => {
    expect([0, 1.4, 1.6, 7].map((value) => nearest([1, 2, 3], value))).toEqual([0, 0, 1, 2]);
    expect(nearest([], 1)).toBe(-1);
  });

  it('knows lowest and highest', () => {
    expect(extentOf([4, -2, 9])).toEqual({ from: -2, to: 9 });
    expect(extentOf([Number.NaN, 4])).toEqual({ from: 4, to: 4 });
    expect(extentOf([])).toBeUndefined();
  });
});
