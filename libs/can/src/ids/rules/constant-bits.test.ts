import { describe, expect, it } from 'vitest';
import { cleanTraffic, ENGINE, modelOf, verdictsOn } from '../../../testing/bus.ts';
import { frameOf, fromHex } from '../../../testing/frames.ts';

const RULE = 'can.ids.constant_bits';
const model = modelOf(cleanTraffic(20));
/** Engine frames 10 ms apart; the constant bytes are 12 at 1 and aa 55 00 ff at 4 to 7. */
const engine = (...payloads: readonly string[]): ReturnType<typeof frameOf>[] =>
  payloads.map((hex, at) => frameOf({ id: ENGINE, time: at * 0.01, data: fromHex(hex) }));
const GOOD = '401207d0aa5500ff';

describe(RULE, () => {
  it('tells noise between rightful frames, on the frame itself', () => {
    expect(verdictsOn(model, engine(GOOD, '40ed07d0550f3c00', GOOD), RULE)).toMatchObject([
      { frame: 1, weight: 'likely', expected: 'bits that did not change in 2000 frames' },
    ]);
  });

  it('tells noise after noise', () => {
    const verdicts = verdictsOn(model, engine(GOOD, '40ed07d0550000ff', '401207d0aaaaff00', GOOD), RULE);
    expect(verdicts.map((verdict) => verdict.frame)).toEqual([1, 2]);
  });

  it('takes bits that stay as a new state of the car, and learns them', () => {
    const other = '40ed07d055aa00ff';
    expect(verdictsOn(model, engine(GOOD, other, other, other, GOOD, other, GOOD), RULE)).toEqual([]);
  });

  it('is silent about a flag or a field', () => {
    expect(verdictsOn(model, engine(GOOD, '401207d0aa5501ff', GOOD, '401207d0aa55ff00', GOOD), RULE)).toEqual([]);
  });

  it('is silent about bits that moved in training, and on clean traffic', () => {
    expect(verdictsOn(model, engine(GOOD, '4f120abcaa5500ff', GOOD), RULE)).toEqual([]);
    expect(verdictsOn(model, cleanTraffic(30, 5), RULE)).toEqual([]);
  });
});
