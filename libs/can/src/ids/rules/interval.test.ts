import { describe, expect, it } from 'vitest';
import { cleanTraffic, createRandom, ENGINE, inject, modelOf, SPEED, verdictsOn } from '../../../testing/bus.ts';
import type { CanFrame } from '../../frame.ts';

const RULE = 'can.ids.interval';
const model = modelOf(cleanTraffic(20));
const traffic = cleanTraffic(30, 7);

const marked = (frames: readonly CanFrame[]): CanFrame[] =>
  verdictsOn(model, frames, RULE).flatMap((verdict) => frames.slice(verdict.frame, verdict.frame + 1));

/** One frame in each second at a random time, made from the frame of the identifier before it. */
const oncePerSecond = (id: number, seed: number, change: (frame: CanFrame) => CanFrame): CanFrame[] => {
  const random = createRandom(seed);
  return Array.from({ length: 28 }, (_, second) => {
    const time = 1 + second + random();
    const before = traffic.findLast((frame) => frame.id === id && frame.time < time);
    if (before === undefined) throw new Error('no frame before');
    return change({ ...before, time });
  });
};

const share = (found: readonly CanFrame[], added: readonly CanFrame[]): number =>
  found.filter((frame) => added.includes(frame)).length / added.length;

describe(RULE, () => {
  it('marks injected payloads and nothing else', () => {
    const random = createRandom(3);
    const added = oncePerSecond(ENGINE, 5, (frame) => ({
      ...frame,
      data: frame.data.map(() => Math.floor(random() * 256)),
    }));
    const found = marked(inject(traffic, added));
    expect(share(found, added)).toBeGreaterThanOrEqual(0.99);
    expect(found.filter((frame) => !added.includes(frame))).toEqual([]);
  });

  it('marks a replay of old payloads, the earlier frame where that is the odd one', () => {
    const old = traffic.find((frame) => frame.id === SPEED);
    const added = oncePerSecond(SPEED, 6, (frame) => ({ ...frame, data: old?.data ?? frame.data }));
    const frames = inject(traffic, added);
    const found = marked(frames);
    expect(share(found, added)).toBeGreaterThanOrEqual(0.9);
    expect(found.length - found.filter((frame) => added.includes(frame)).length).toBeLessThanOrEqual(3);
    const ahead = verdictsOn(model, frames, RULE).filter((verdict) => verdict.seen.includes('-'));
    expect(ahead.length).toBeGreaterThan(0);
  });

  it('marks all frames of a burst in one slot but the rightful one', () => {
    const before = traffic.find((frame) => frame.id === SPEED && frame.time > 2);
    if (before === undefined) return;
    const added = Array.from({ length: 10 }, (_, at) => ({
      ...before,
      time: before.time + 0.002 + at * 0.0005,
      data: new Uint8Array(8).fill(at),
    }));
    const found = marked(inject(traffic, added));
    expect(found.toSorted((left, right) => left.time - right.time)).toEqual(added);
  });

  it('explains the verdict', () => {
    const [added] = oncePerSecond(ENGINE, 5, (frame) => ({ ...frame, data: new Uint8Array(8) }));
    if (added === undefined) return;
    const [verdict] = verdictsOn(model, inject(traffic, [added]), RULE);
    expect(verdict).toMatchObject({ rule: RULE, weight: 'likely', id: ENGINE, time: added.time, channel: '1' });
    expect(verdict?.expected).toMatch(
      /^one frame every 10\.00 ms; frame \d+ fits its slot \(-?\d\.\d\d ms off, cost \d+\.\d\)$/,
    );
    expect(verdict?.seen).toMatch(/^a second one in the slot, -?\d\.\d\d ms off, cost \d+\.\d$/);
  });

  it('is silent on clean traffic, with other jitter', () => {
    for (const seed of [1, 2, 3]) expect(marked(cleanTraffic(30, seed))).toEqual([]);
  });

  it('is silent about lost frames, late frames and a pause', () => {
    const random = createRandom(9);
    expect(marked(traffic.filter(() => random() > 0.05))).toEqual([]);
    const late = traffic.map((frame, at) =>
      at % 211 === 0 && frame.id === ENGINE ? { ...frame, time: frame.time + 0.0062 } : frame,
    );
    expect(marked(late.toSorted((left, right) => left.time - right.time))).toEqual([]);
    const pause = traffic.map((frame) => (frame.time > 15 ? { ...frame, time: frame.time + 3.3337 } : frame));
    expect(marked(pause)).toEqual([]);
  });

  it('follows a sender that starts anew in another phase', () => {
    const moved = traffic.map((frame) =>
      frame.time > 15 && frame.id === SPEED ? { ...frame, time: frame.time + 0.0068 } : frame,
    );
    const found = marked(moved.toSorted((left, right) => left.time - right.time));
    expect(found.length).toBeLessThanOrEqual(1);
  });
});
