import { describe, expect, it } from 'vitest';
import { cleanTraffic, modelOf, SPEED, verdictsOn } from '../../../testing/bus.ts';
import { CAR_MESSAGES } from '../../../testing/car-dbc.ts';
import { frameOf, fromHex } from '../../../testing/frames.ts';

const RULE = 'can.ids.signal_jump';
const options = { messages: CAR_MESSAGES };
const model = modelOf(cleanTraffic(20), options);
const speeds = (...values: readonly string[]): ReturnType<typeof frameOf>[] =>
  values.map((hex, at) => frameOf({ id: SPEED, time: at * 0.02, data: fromHex(`${hex}000080000000`) }));

describe(RULE, () => {
  it('tells a jump and the way back', () => {
    const verdicts = verdictsOn(model, speeds('0bb8', '1f40', '0bb8'), RULE, options);
    expect(verdicts.map((verdict) => verdict.frame)).toEqual([1, 2]);
    expect(verdicts[0]).toMatchObject({ weight: 'likely', seen: 'from 30 to 80' });
    expect(verdicts[0]?.expected).toMatch(/^Speed changes by at most 0\.\d+ km\/h$/);
  });

  it('is silent about the first value, and about changes as in training', () => {
    expect(verdictsOn(model, speeds('1f40', '1f45', '1f4a'), RULE, options)).toEqual([]);
    expect(verdictsOn(model, cleanTraffic(20, 6), RULE, options)).toEqual([]);
  });

  it('is silent without a DBC, and about a model that learned without one', () => {
    expect(verdictsOn(model, speeds('0bb8', '1f40'), RULE)).toEqual([]);
    expect(verdictsOn(modelOf(cleanTraffic(20)), speeds('0bb8', '1f40'), RULE, options)).toEqual([]);
  });
});
