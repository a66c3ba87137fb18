import { describe, expect, it } from 'vitest';
import { watchChecks, type Fed } from './checks.ts';
import type { Detector } from './contract.ts';
import { CATALOGUE } from './domain/catalogue.ts';

const NOW = Date.UTC(2026, 10, 23, 1);
const detectors = (change: (detector: Detector) => Partial<Detector> = () => ({})): Detector[] =>
  CATALOGUE.map(({ feeds: _feeds, limits, ...entry }) => {
    const detector: Detector = {
      ...entry,
      limits: limits.map((limit) => ({ ...limit, value: limit.standard })),
      enabled: true,
      state: 'watching',
      reason: null,
      looked: 1,
      spoken24h: 2,
      spokenTotal: 2,
      lastSpoken: new Date(NOW - 5000).toISOString(),
      alerts: { truePositive: 0, falsePositive: 0, open: 0 },
      falseAlarmRate: null,
    };
    return { ...detector, ...change(detector) };
  });
const fed = (ageH: number): Fed =>
  new Map(
    ['flow', 'dns', 'v2x', 'gbt32960', 'command'].map((kind) => [kind, { at: NOW - ageH * 3_600_000, count: 7 }]),
  );
const UNITS = { registered: 3, heard: 2, strangers: 0 };
const run = async (id: string, given: readonly Detector[], arrived: Fed, units = UNITS) => {
  const needs = { detectors: async () => given, fed: async () => arrived, roadUnits: () => units, now: () => NOW };
  const check = watchChecks(needs).find((each) => each.id === id);
  if (!check) throw new Error(`no check ${id}`);
  return check.run();
};
const ALL = ['watch.flow-facts', 'watch.unsafe-states', 'watch.malware-spread', 'watch.unusual-traffic'];

describe('checks', () => {
  it.each(ALL)('%s passes when detectors are on, find the replayed attack and are fed', async (id) => {
    const result = await run(id, detectors(), fed(1));
    expect(result.outcome).toBe('pass');
    expect(result.facts).toMatchObject({ off: '', missed: '', unready: '', lastArrived: '2026-11-23T00:00:00.000Z' });
    expect(result.summary.zh).toContain('正在接收');
  });

  it.each(ALL)('%s is unknown before anything came, and fails when nothing came for a day', async (id) => {
    expect((await run(id, detectors(), new Map())).outcome).toBe('unknown');
    expect((await run(id, detectors(), fed(25))).outcome).toBe('fail');
  });

  it('of messages between vehicles passes when every detector is on', async () => {
    expect((await run('watch.vehicle-to-vehicle', detectors(), fed(1))).outcome).toBe('pass');
    const off = detectors(({ family }) => (family === 'v2x' ? { enabled: false } : {}));
    expect((await run('watch.vehicle-to-vehicle', off, fed(1))).outcome).toBe('fail');
  });

  it('of messages of the road fails without a register or with strangers', async () => {
    const of = (units = UNITS) => run('watch.road-plausibility', detectors(), fed(1), units);
    const sound = await of();
    expect(sound.outcome).toBe('pass');
    expect(sound.summary.zh).toContain('登记路侧单元 3 个');
    expect(sound.facts).toMatchObject(UNITS);
    expect((await of({ registered: 0, heard: 0, strangers: 0 })).outcome).toBe('fail');
    expect((await of({ ...UNITS, strangers: 1 })).outcome).toBe('fail');
  });

  it('fails when a detector is off, not ready, or blind', async () => {
    const only = (id: string, change: Partial<Detector>) => detectors((each) => (each.id === id ? change : {}));
    const off = await run('watch.malware-spread', only('flow.beacon', { enabled: false }), fed(1));
    expect([off.outcome, off.facts['off']]).toEqual(['fail', 'flow.beacon']);
    const unready = await run(
      'watch.unusual-traffic',
      only('flow.foreign-destination', { state: 'not-ready' }),
      fed(1),
    );
    expect([unready.outcome, unready.facts['unready']]).toEqual(['fail', 'flow.foreign-destination']);
    const blind = detectors((each) =>
      each.id === 'dns.generated-names'
        ? { limits: each.limits.map((limit) => ({ ...limit, value: limit.name === 'namesCount' ? 100 : limit.max })) }
        : {},
    );
    const missed = await run('watch.malware-spread', blind, fed(1));
    expect([missed.outcome, missed.facts['missed']]).toEqual(['fail', 'dns.generated-names']);
  });

  it('serves the six obligations', () => {
    const needs = { detectors: async () => [], fed: async () => new Map(), roadUnits: () => UNITS, now: () => NOW };
    const checks = watchChecks(needs);
    expect(checks.flatMap(({ obligations }) => obligations)).toEqual([
      '1.1-h',
      '1.2-c',
      '1.2-b',
      '1.3-e',
      '1.3-f',
      '1.3-g',
    ]);
  });
});
