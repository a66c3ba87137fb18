import { describe, expect, it } from 'vitest';
import { BODY, cleanTraffic, DOOR, inject, modelOf, RARE, verdictsOn } from '../../../testing/bus.ts';
import { frameOf } from '../../../testing/frames.ts';

const RULE = 'can.ids.order';
const model = modelOf(cleanTraffic(20));
const traffic = cleanTraffic(10, 3);

describe(RULE, () => {
  it('hints at a run of pairs that never came', () => {
    const pairs = Array.from({ length: 60 }, (_, at) =>
      frameOf({ id: [RARE, DOOR, BODY][at % 3] ?? 0, time: 5 + at * 1e-4 }),
    );
    const verdicts = verdictsOn(model, inject(traffic, pairs), RULE);
    expect(verdicts.length).toBeGreaterThan(10);
    expect(verdicts[0]).toMatchObject({ weight: 'hint', expected: 'at most 21 new pairs in 64 frames' });
  });

  it('is silent about a single new pair and on clean traffic', () => {
    expect(verdictsOn(model, inject(traffic, [frameOf({ id: RARE, time: 5 })]), RULE)).toEqual([]);
    expect(verdictsOn(model, traffic, RULE)).toEqual([]);
  });
});
