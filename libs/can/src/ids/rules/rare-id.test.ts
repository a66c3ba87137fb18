import { describe, expect, it } from 'vitest';
import { cleanTraffic, ENGINE, modelOf, RARE, verdictsOn } from '../../../testing/bus.ts';
import { frameOf } from '../../../testing/frames.ts';

const RULE = 'can.ids.rare_id';
const model = modelOf(cleanTraffic(20));
const rareAt = (...times: readonly number[]): ReturnType<typeof frameOf>[] =>
  times.map((time) => frameOf({ id: RARE, time, data: Uint8Array.of(1) }));

describe(RULE, () => {
  it('tells every frame of a flood but the one that training allows', () => {
    const flood = rareAt(...Array.from({ length: 100 }, (_, at) => 1 + at * 0.0002));
    const verdicts = verdictsOn(model, flood, RULE);
    expect(verdicts.map((verdict) => verdict.frame)).toEqual(Array.from({ length: 99 }, (_, at) => at + 1));
    expect(verdicts[0]).toMatchObject({ weight: 'certain', expected: '1 in 20 s' });
  });

  it('is silent at the rate of training', () => {
    expect(verdictsOn(model, rareAt(1, 22, 43), RULE)).toEqual([]);
  });

  it('does not save up more than training had', () => {
    expect(verdictsOn(model, rareAt(1, 1000, 1000.1), RULE)).toHaveLength(1);
  });

  it('does not judge identifiers whose timing is known', () => {
    expect(verdictsOn(model, [frameOf({ id: ENGINE }), frameOf({ id: ENGINE })], RULE)).toEqual([]);
  });
});
