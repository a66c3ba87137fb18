import { describe, expect, it } from 'vitest';
import { cleanTraffic, ENGINE, modelOf, verdictsOn } from '../../../testing/bus.ts';
import { frameOf } from '../../../testing/frames.ts';

const RULE = 'can.ids.unknown_id';
const model = modelOf(cleanTraffic(10));

describe(RULE, () => {
  it('tells an identifier that training never saw', () => {
    expect(verdictsOn(model, [frameOf({ id: 0x188 })], RULE)).toEqual([
      {
        rule: RULE,
        weight: 'certain',
        frame: 0,
        time: 0,
        channel: '1',
        id: 0x188,
        extended: false,
        expected: 'one of the 5 identifiers of training',
        seen: '188',
      },
    ]);
  });

  it('tells a known identifier of the other form, and on another channel', () => {
    expect(verdictsOn(model, [frameOf({ id: ENGINE, extended: true })], RULE)).toHaveLength(1);
    expect(verdictsOn(model, [frameOf({ id: ENGINE, channel: '2' })], RULE)).toHaveLength(1);
  });

  it('is silent about known identifiers, remote and error frames', () => {
    const silent = [
      frameOf({ id: ENGINE }),
      frameOf({ id: 0x188, kind: 'remote' }),
      frameOf({ id: 0x188, kind: 'error' }),
    ];
    expect(verdictsOn(model, silent, RULE)).toEqual([]);
  });
});
