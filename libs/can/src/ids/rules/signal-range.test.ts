import { describe, expect, it } from 'vitest';
import { BODY, cleanTraffic, modelOf, SPEED, verdictsOn } from '../../../testing/bus.ts';
import { CAR_MESSAGES } from '../../../testing/car-dbc.ts';
import { frameOf, fromHex } from '../../../testing/frames.ts';

const RULE = 'can.ids.signal_range';
const options = { messages: CAR_MESSAGES };
const model = modelOf(cleanTraffic(20), options);
const speed = (hex: string): ReturnType<typeof frameOf> => frameOf({ id: SPEED, data: fromHex(`${hex}000080000000`) });

describe(RULE, () => {
  it('tells a value beyond the range of the file', () => {
    expect(verdictsOn(model, [speed('ffff')], RULE, options)).toMatchObject([
      { weight: 'likely', expected: 'Speed from 0 to 250 km/h', seen: '655.35' },
    ]);
  });

  it('is silent within the range, its ends included', () => {
    expect(verdictsOn(model, [speed('0000'), speed('61a8'), speed('1000')], RULE, options)).toEqual([]);
  });

  it('is silent about signals that left the range in training, or have none', () => {
    expect(verdictsOn(model, [frameOf({ id: BODY, data: fromHex('01020304') })], RULE, options)).toEqual([]);
    expect(verdictsOn(model, [frameOf({ id: SPEED, data: fromHex('0000ff0080000000') })], RULE, options)).toEqual([]);
  });

  it('is silent without a DBC and on clean traffic', () => {
    expect(verdictsOn(model, [speed('ffff')], RULE)).toEqual([]);
    expect(verdictsOn(model, cleanTraffic(20, 6), RULE, options)).toEqual([]);
  });
});
