import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conclusionOf,
  conformityScore,
  layerScore,
  objectScore,
  passes,
  totalScore,
  unitScore,
  UNIT_WEIGHT,
} from './miping-score.ts';

/** Cases of the 2023 rule; those of two missing marks and of passing are from memory, unverified. */
const OBJECTS = [
  [false, true, true, 1, 1, 0],
  [true, true, true, 1, 1, 1],
  [true, false, true, 1, 1, 0.5],
  [true, false, true, 0.5, 1, 0.25],
  [true, false, true, 0.2, 1, 0.1],
  [true, true, false, 1, 1, 0.5],
  [true, true, false, 1, 1.2, 0.6],
  [true, true, false, 1, 1.5, 0.75],
  [true, false, false, 1, 1, 0.25],
  [true, false, false, 0.5, 1.2, 0.15],
] as const;

describe('an object', () => {
  it.each(OBJECTS)('with D %s, A %s, K %s, Ra %d, Rk %d scores %d', (D, A, K, Ra, Rk, score) => {
    expect(objectScore({ D, A, K, Ra, Rk })).toBe(score);
  });
});

describe('units and layers', () => {
  it('are means with four decimals', () => {
    expect(unitScore([1, 0.5])).toBe(0.75);
    expect(unitScore([1, 1, 0.5])).toBe(0.8333);
    expect(unitScore([])).toBeNull();
  });

  it('weigh 应, 宜 and 可', () => {
    const units = [
      { weight: UNIT_WEIGHT.must, score: unitScore([1, 0.5]) },
      { weight: UNIT_WEIGHT.should, score: unitScore([0]) },
    ];
    expect(layerScore(units)).toBe(0.4412);
    expect(layerScore([...units, { weight: UNIT_WEIGHT.may, score: null }])).toBe(0.4412);
    expect(layerScore([])).toBeNull();
  });
});

describe('the total', () => {
  const technical = (...parts: readonly (readonly [number, number | null])[]) =>
    parts.map(([weight, score]) => ({ weight, score }));

  it('is 70 for the technical part and 30 for management', () => {
    const management = technical([8, conformityScore('partial')], [6, conformityScore('conform')]);
    expect(totalScore(technical([30, 0.4412]), management)).toBe(52.31);
    expect(totalScore(technical([10, 1], [20, 1], [10, 1], [30, 1]), technical([8, 1], [8, 1], [8, 1], [6, 1]))).toBe(
      100,
    );
    expect(totalScore(technical([30, 0]), technical([8, conformityScore('fail')]))).toBe(0);
  });

  it('leaves out what does not apply, and is none without a whole group', () => {
    expect(totalScore(technical([20, 0.8], [30, 0.6], [10, null]), technical([8, 1]))).toBe(77.6);
    expect(totalScore(technical([30, 1]), [])).toBeNull();
    expect(totalScore(technical([30, null]), technical([8, 1]))).toBeNull();
  });

  it('passes from 60 on without a high risk', () => {
    expect([passes(59.99, 0), passes(60, 0), passes(60, 1)]).toEqual([false, true, false]);
    expect([conclusionOf(100, 0), conclusionOf(60, 0), conclusionOf(59.99, 0), conclusionOf(100, 1)]).toEqual([
      'conform',
      'basic',
      'fail',
      'fail',
    ]);
  });

  it('never leaves 0 to 100, and a better object never lowers it', () => {
    const mark = fc.record({
      D: fc.boolean(),
      A: fc.boolean(),
      K: fc.boolean(),
      Ra: fc.constantFrom(1, 0.5, 0.2),
      Rk: fc.constantFrom(1, 1.2, 1.5),
    });
    fc.assert(
      fc.property(fc.array(mark, { minLength: 1, maxLength: 8 }), fc.constantFrom(0, 0.5, 1), (objects, second) => {
        const of = (all: typeof objects) =>
          totalScore([{ weight: 30, score: unitScore(all.map(objectScore)) }], [{ weight: 8, score: second }]) ?? -1;
        const total = of(objects);
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(100);
        expect(of(objects.map((each) => ({ ...each, D: true, A: true, K: true })))).toBeGreaterThanOrEqual(total);
      }),
    );
  });
});
