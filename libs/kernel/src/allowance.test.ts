import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowance } from './allowance.ts';

const taken = (may: (now: number) => boolean, times: readonly number[]): number =>
  times.filter((time) => may(time)).length;

describe('an allowance', () => {
  it('gives a second at once and then as many as time brings', () => {
    const may = allowance(10);
    expect(
      taken(
        may,
        Array.from({ length: 50 }, () => 1000),
      ),
    ).toBe(10);
    expect(
      taken(
        may,
        Array.from({ length: 50 }, () => 1300),
      ),
    ).toBe(3);
    expect(
      taken(
        may,
        Array.from({ length: 50 }, () => 60_000),
      ),
    ).toBe(10);
  });

  it('gives nothing when it is 0, and nothing more when the clock goes back', () => {
    expect(allowance(0)(5)).toBe(false);
    const may = allowance(1);
    expect([may(5000), may(1000), may(1000)]).toEqual([true, false, false]);
  });

  it('never gives more than the time that passed and one second of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(400), { maxLength: 300 }), (perSecond, steps) => {
        const times = steps.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 0) + step], []);
        const most = perSecond * (1 + (times.at(-1) ?? 0) / 1000);
        expect(taken(allowance(perSecond), times)).toBeLessThanOrEqual(most + 1e-6);
      }),
    );
  });
});
