import { describe, expect, it } from 'vitest';
import { cleanTraffic, ENGINE, inject, modelOf, verdictsOn } from '../../../testing/bus.ts';
import { frameOf } from '../../../testing/frames.ts';

const RULE = 'can.ids.bus_load';
const model = modelOf(cleanTraffic(20));
const traffic = cleanTraffic(10, 3);
const flood = (channel: string): ReturnType<typeof frameOf>[] =>
  Array.from({ length: 400 }, (_, at) => frameOf({ id: ENGINE, channel, time: 5 + at * 0.0005 }));

describe(RULE, () => {
  it('hints once for each window of a flood', () => {
    const verdicts = verdictsOn(model, inject(traffic, flood('1')), RULE);
    expect(verdicts.length).toBeGreaterThanOrEqual(1);
    expect(verdicts.length).toBeLessThanOrEqual(3);
    expect(verdicts[0]).toMatchObject({ weight: 'hint', seen: 'more than that' });
  });

  it('counts each channel by itself', () => {
    const spread = flood('').map((frame, at) => ({ ...frame, channel: `c${at % 50}` }));
    expect(verdictsOn(model, spread, RULE)).toEqual([]);
  });

  it('is silent on clean traffic', () => {
    expect(verdictsOn(model, traffic, RULE)).toEqual([]);
  });
});
