import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { cleanTraffic, createRandom, ENGINE, inject, modelOf, RARE, SPEED } from '../../testing/bus.ts';
import { frameOf } from '../../testing/frames.ts';
import type { CanFrame } from '../frame.ts';
import { createIdsAlerts } from './alerts.ts';
import { createIds } from './detect.ts';
import { IDS_RULES } from './rules.ts';
import { createIdsTrainer } from './train.ts';

const model = modelOf(cleanTraffic(30));
const traffic = cleanTraffic(40, 11);

/** F1 per frame of one model, and alerts that opened. */
const judge = (added: readonly CanFrame[]): { f1: number; alerts: number; wrong: number } => {
  const frames = inject(traffic, added);
  const ids = createIds(model);
  const alerts = createIdsAlerts();
  const marked = new Set<number>();
  let opened = 0;
  for (const frame of frames)
    for (const verdict of ids.push(frame)) {
      if (verdict.weight !== 'hint') marked.add(verdict.frame);
      if (alerts.push(verdict) !== undefined) opened += 1;
    }
  const hits = frames.filter((frame, at) => marked.has(at) && added.includes(frame)).length;
  const wrong = marked.size - hits;
  return { f1: added.length === 0 ? 1 : (2 * hits) / (marked.size + added.length), alerts: opened, wrong };
};

const attack = (seed: number, make: (time: number, random: () => number) => CanFrame[]): CanFrame[] => {
  const random = createRandom(seed);
  return Array.from({ length: 38 }, (_, second) => make(1 + second + random(), random)).flat();
};
const before = (id: number, time: number): Uint8Array =>
  traffic.findLast((frame) => frame.id === id && frame.time < time)?.data ?? new Uint8Array(8);
const noise = (random: () => number): Uint8Array => Uint8Array.from({ length: 8 }, () => Math.floor(random() * 256));

describe('detection with one configuration', () => {
  it('is silent on clean driving', () => {
    expect(judge([])).toEqual({ f1: 1, alerts: 0, wrong: 0 });
  });

  it('finds floods, unknown identifiers and fuzzed payloads', () => {
    const flood = attack(1, (time) =>
      Array.from({ length: 90 }, (_, at) => frameOf({ id: RARE, time: time + at * 0.0002 })),
    );
    expect(judge(flood).f1).toBeGreaterThan(0.95);
    const unknown = attack(2, (time, random) => [frameOf({ id: 0x188, time, data: noise(random) })]);
    expect(judge(unknown).f1).toBe(1);
    const fuzz = attack(3, (time, random) => [frameOf({ id: ENGINE, time, data: noise(random) })]);
    expect(judge(fuzz).f1).toBeGreaterThan(0.95);
  });

  it('finds replays of one identifier and of a sequence', () => {
    const old = before(SPEED, 0.5);
    const single = attack(4, (time) => [frameOf({ id: SPEED, time, data: old })]);
    expect(judge(single).f1).toBeGreaterThan(0.9);
    const recorded = traffic.slice(100, 105);
    const sequence = attack(5, (time) => recorded.map((frame, at) => ({ ...frame, time: time + at * 0.0007 })));
    expect(judge(sequence).f1).toBeGreaterThan(0.85);
  });

  it('opens few alerts for one attack', () => {
    const fuzz = attack(3, (time, random) => [frameOf({ id: ENGINE, time, data: noise(random) })]);
    const { alerts } = judge(fuzz);
    expect(alerts).toBeGreaterThanOrEqual(1);
    expect(alerts).toBeLessThanOrEqual(3);
  });
});

describe('stream', () => {
  it('numbers all frames, the ones that are not judged too', () => {
    const ids = createIds(model);
    ids.push(frameOf({ kind: 'error' }));
    ids.push(frameOf({ kind: 'remote', id: 0x999 }));
    expect(ids.push(frameOf({ id: 0x188 }))[0]?.frame).toBe(2);
    expect(ids.frames()).toBe(3);
  });

  it('gives the same verdicts in each run', () => {
    const run = (): unknown => {
      const ids = createIds(model);
      return inject(
        traffic,
        attack(6, (time) => [frameOf({ id: ENGINE, time })]),
      ).flatMap((frame) => [...ids.push(frame)]);
    };
    expect(run()).toEqual(run());
  });

  it('survives channels without end', () => {
    const ids = createIds(model);
    for (let at = 0; at < 1000; at += 1) expect(ids.push(frameOf({ channel: `c${at}` }))).toHaveLength(1);
  });

  it('has rules with ids of their own', () => {
    const names = IDS_RULES.map((rule) => rule.id);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^can\.ids\.[a-z_]+$/);
  });
});

describe('training', () => {
  it('needs enough frames', () => {
    const trainer = createIdsTrainer();
    for (const frame of cleanTraffic(20).slice(0, 199)) trainer.push(frame);
    expect(() => trainer.finish()).toThrow(
      expect.toSatisfy((error: unknown) => isDomainError(error, 'can.too_little_traffic')) as Error,
    );
  });

  it('learns data frames only, each channel by itself', () => {
    const frames = cleanTraffic(10);
    const other = frames.map((frame) => ({ ...frame, channel: '2' }));
    const errors = frames.map((frame) => ({ ...frame, kind: 'error' as const, id: 0 }));
    const both = modelOf([...frames, ...other, ...errors]);
    expect(both.ids).toHaveLength(10);
    expect(both.frames).toBe(frames.length * 2);
    expect(both.seconds).toBeCloseTo(10, 1);
  });

  it('holds at most 4,096 identifiers', () => {
    const trainer = createIdsTrainer();
    for (let id = 0; id < 5000; id += 1) trainer.push(frameOf({ id, extended: true, time: id }));
    expect(trainer.finish().ids).toHaveLength(4096);
  });
});
