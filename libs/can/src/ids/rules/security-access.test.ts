import { describe, expect, it } from 'vitest';
import { cleanTraffic, modelOf, verdictsOn } from '../../../testing/bus.ts';
import { frameOf, fromHex } from '../../../testing/frames.ts';
import type { CanFrame } from '../../frame.ts';

const RULE = 'can.ids.security_access';
const model = modelOf(cleanTraffic(5));

const repeat = (hex: string, count: number, gap: number, parts: Partial<CanFrame> = {}): CanFrame[] =>
  Array.from({ length: count }, (_, at) => frameOf({ id: 0x7e0, time: at * gap, ...parts, data: fromHex(hex) }));

describe(RULE, () => {
  it('tells every key after the fifth within a minute', () => {
    const verdicts = verdictsOn(model, repeat('062702a1b2c3d4', 12, 1), RULE);
    expect(verdicts.map((verdict) => verdict.frame)).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(verdicts[0]).toMatchObject({ weight: 'certain', expected: 'at most 5 keys in 60 s' });
  });

  it('tells refusals, keys of several frames and extended identifiers', () => {
    for (const code of ['35', '36', '37'])
      expect(verdictsOn(model, repeat(`037f27${code}`, 8, 1, { id: 0x7e8 }), RULE)).toHaveLength(3);
    expect(verdictsOn(model, repeat('1012270211223344', 8, 1), RULE)).toHaveLength(3);
    expect(verdictsOn(model, repeat('062702a1b2c3d4', 8, 1, { id: 0x18da10f1, extended: true }), RULE)).toHaveLength(3);
    expect(verdictsOn(model, repeat('000627020a0b0c0d', 8, 1, { fd: true }), RULE)).toHaveLength(3);
  });

  it('is silent about a tester that needs a few keys, and about slow ones', () => {
    expect(verdictsOn(model, repeat('062702a1b2c3d4', 5, 1), RULE)).toEqual([]);
    expect(verdictsOn(model, repeat('062702a1b2c3d4', 30, 15), RULE)).toEqual([]);
  });

  it('is silent about seeds, other services, other refusals and other identifiers', () => {
    for (const hex of ['022701', '0322f190', '037f2733', '037f2235', '2162270201', '02277f', '022700'])
      expect(verdictsOn(model, repeat(hex, 20, 0.1), RULE), hex).toEqual([]);
    expect(verdictsOn(model, repeat('062702a1b2c3d4', 20, 0.1, { id: 0x110 }), RULE)).toEqual([]);
  });

  it('counts each channel by itself', () => {
    const frames = repeat('062702a1b2c3d4', 10, 1).map((frame, at) => ({ ...frame, channel: `c${at % 2}` }));
    expect(verdictsOn(model, frames, RULE)).toEqual([]);
  });
});
