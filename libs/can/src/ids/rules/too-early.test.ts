import { describe, expect, it } from 'vitest';
import { cleanTraffic, DOOR, modelOf, verdictsOn } from '../../../testing/bus.ts';
import { frameOf } from '../../../testing/frames.ts';

const RULE = 'can.ids.too_early';
const model = modelOf(cleanTraffic(60));
const doorAt = (...times: readonly number[]): ReturnType<typeof frameOf>[] =>
  times.map((time) => frameOf({ id: DOOR, time, data: Uint8Array.of(0, 0) }));

describe(RULE, () => {
  it('learned an identifier that is sent on occasion', () => {
    expect(model.ids.find((each) => each.id === DOOR)?.timing).toMatchObject({ kind: 'event' });
  });

  it('tells a frame in less than half the shortest distance', () => {
    const verdicts = verdictsOn(model, doorAt(1, 1.01), RULE);
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]).toMatchObject({ frame: 1, weight: 'likely', seen: '10.00 ms' });
    expect(verdicts[0]?.expected).toMatch(/^at least \d+\.\d\d ms after the one before$/);
  });

  it('is silent at the distances of training', () => {
    expect(verdictsOn(model, doorAt(1, 1.7, 3, 9), RULE)).toEqual([]);
    expect(verdictsOn(model, cleanTraffic(60, 4), RULE)).toEqual([]);
  });

  it('is silent when time goes back', () => {
    expect(verdictsOn(model, doorAt(5, 1), RULE)).toEqual([]);
  });
});
