import { describe, expect, it } from 'vitest';
import { createRandom, modelOf, verdictsOn } from '../../../testing/bus.ts';
import { frameOf } from '../../../testing/frames.ts';
import type { CanFrame } from '../../frame.ts';

const RULE = 'can.ids.replay';

/** Noise in the payload, as of a checksum, at a steady pace or not. */
const noise = (count: number, seed: number, steady: boolean): CanFrame[] => {
  const random = createRandom(seed);
  let time = 0;
  return Array.from({ length: count }, () => {
    time += steady ? 0.01 : 0.01 + random();
    return frameOf({ id: 0x222, time, data: Uint8Array.from({ length: 4 }, () => Math.floor(random() * 256)) });
  });
};
const again = (frames: readonly CanFrame[], from: number, to: number): CanFrame[] => {
  const end = frames.at(-1)?.time ?? 0;
  return [...frames, ...frames.slice(from, to).map((frame, at) => ({ ...frame, time: end + (at + 1) * 0.5 }))];
};

const occasional = modelOf(noise(3500, 1, false));
const periodic = modelOf(noise(3500, 1, true));
const live = noise(500, 2, false);

describe(RULE, () => {
  it('tells a run of payloads that comes again', () => {
    const verdicts = verdictsOn(occasional, again(live, 100, 120), RULE);
    // the first seven are no run yet; the table of runs may have lost one or two
    expect(verdicts.every((verdict) => verdict.frame >= 507)).toBe(true);
    expect(verdicts.length).toBeGreaterThanOrEqual(10);
    expect(verdicts.length).toBeLessThanOrEqual(13);
    expect(verdicts[0]).toMatchObject({ weight: 'likely', seen: 'the same 8 as once before' });
  });

  it('only hints where the interval decides', () => {
    expect(new Set(verdictsOn(periodic, again(live, 100, 120), RULE).map((verdict) => verdict.weight))).toEqual(
      new Set(['hint']),
    );
  });

  it('is silent about fewer payloads and about new ones', () => {
    expect(verdictsOn(occasional, again(live, 100, 107), RULE)).toEqual([]);
    expect(verdictsOn(occasional, live, RULE)).toEqual([]);
  });

  it('is silent about identifiers that repeat in clean traffic', () => {
    const still = noise(3500, 1, true).map((frame) => ({ ...frame, data: Uint8Array.of(1) }));
    const model = modelOf(still);
    expect(model.ids[0]?.neverRepeats).toBe(false);
    expect(verdictsOn(model, still, RULE)).toEqual([]);
  });
});
