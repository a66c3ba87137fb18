import { describe, expect, it } from 'vitest';
import { BODY, cleanTraffic, modelOf, RARE, verdictsOn } from '../../../testing/bus.ts';
import { frameOf } from '../../../testing/frames.ts';

const RULE = 'can.ids.payload_length';
const model = modelOf(cleanTraffic(20));

describe(RULE, () => {
  it('tells another length than training had', () => {
    expect(verdictsOn(model, [frameOf({ id: BODY, data: new Uint8Array(8) })], RULE)).toMatchObject([
      { weight: 'certain', expected: '4 bytes', seen: '8 bytes' },
    ]);
  });

  it('is silent about the lengths of training', () => {
    expect(verdictsOn(model, [frameOf({ id: BODY, data: new Uint8Array(4) })], RULE)).toEqual([]);
  });

  it('is silent where training was short', () => {
    expect(verdictsOn(model, [frameOf({ id: RARE, data: new Uint8Array(8) })], RULE)).toEqual([]);
  });
});
