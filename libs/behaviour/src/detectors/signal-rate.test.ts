import { describe, expect, it } from 'vitest';
import { limitsOf } from '../engine.ts';
import { signal, T0, times, UNKNOWN_WORLD, verdictsOf, vin } from '../testing/facts.ts';
import { regionRate } from './region-rate.ts';
import { signalRate } from './signal-rate.ts';
import { softwareRate } from './software-rate.ts';

/** So many signals in an hour. */
const hour = (at: number, count: number) => times(count, (n) => signal(at * 3600 + n, vin(n)));
const usual = times(30, (at) => hour(at, 4 + (at % 3))).flat();

describe('signal-rate', () => {
  it('speaks when an hour brings far more than the hours before', () => {
    const [first] = verdictsOf(signalRate, [...usual, ...hour(30, 60)]);
    expect(first).toMatchObject({ expected: 'about 5 an hour' });
    expect(first?.seen).toMatch(/^20 in this hour, 1\d\.\d deviations above$/);
  });

  it('is not blinded by one outbreak in the past', () => {
    const past = times(30, (at) => hour(at, at === 10 ? 2000 : 5)).flat();
    expect(verdictsOf(signalRate, [...past, ...hour(30, 60)]).length).toBeGreaterThan(0);
  });

  it('is silent about the usual, a noisy signature, and while it learns', () => {
    expect(verdictsOf(signalRate, [...usual, ...hour(30, 8)])).toEqual([]);
    const noisy = times(30, (at) => hour(at, 100 + 40 * (at % 3))).flat();
    expect(verdictsOf(signalRate, [...noisy, ...hour(30, 190)])).toEqual([]);
    expect(verdictsOf(signalRate, [...hour(0, 5), ...hour(1, 500)])).toEqual([]);
  });

  it('counts a signal as often as the events for which it stands', () => {
    const [first] = verdictsOf(signalRate, [...usual, { ...signal(30 * 3600, vin(1)), times: 500 }]);
    expect(first?.subject).toMatchObject({ count: 500 });
  });

  it('keeps one baseline per model and survives a restart', () => {
    const world = { ...UNKNOWN_WORLD, groupOf: (vehicle: string) => (vehicle === vin(0) ? 'A' : 'B') };
    const limits = limitsOf(signalRate, {});
    const before = signalRate.open(world);
    for (const fact of usual) before.look(fact, limits, () => undefined);
    const after = signalRate.open(world);
    expect(after.unready?.(T0, limits)?.state).toBe('learning');
    after.load?.(JSON.parse(JSON.stringify(before.save?.())));
    after.load?.('nonsense');
    expect(after.unready?.(T0, limits)).toBeUndefined();
    const groups: unknown[] = [];
    for (const fact of hour(30, 60)) after.look(fact, limits, ({ subject }) => groups.push(subject['peer_group']));
    expect(new Set(groups)).toEqual(new Set(['B']));
  });
});

describe('region-rate and software-rate', () => {
  const places: Readonly<Record<string, string>> = Object.fromEntries(
    times(60, (n) => [vin(n), n < 30 ? '东区' : '西区']),
  );
  const groupOf = (vehicle: string, by?: string): string => (by === 'region' ? (places[vehicle] ?? '') : '');
  const usualHours = times(30, (at) => times(10, (n) => signal(at * 3600 + n, vin(n * 6)))).flat();
  const outbreak = times(30, (n) => signal(30 * 3600 + n, vin(n)));

  it('names the region in which a signature breaks out, and no other one', () => {
    const found = verdictsOf(regionRate, [...usualHours, ...outbreak], { world: { groupOf } });
    expect(new Set(found.map(({ subject }) => subject['peer_group']))).toEqual(new Set(['东区']));
    expect(found[0]).toMatchObject({ subject: { peer_kind: 'region' }, expected: 'about 5 an hour' });
  });

  it('leaves vehicles alone of which region or software is not known', () => {
    expect(verdictsOf(regionRate, [...usualHours, ...outbreak])).toEqual([]);
    expect(verdictsOf(softwareRate, [...usualHours, ...outbreak], { world: { groupOf } })).toEqual([]);
  });

  it('finds one version of software among others of the same model', () => {
    const versions = (vehicle: string, by?: string): string =>
      by === 'software' ? `TBOX ${vehicle < vin(30) ? 2 : 1}` : 'Q7';
    const [first] = verdictsOf(softwareRate, [...usualHours, ...outbreak], { world: { groupOf: versions } });
    expect(first?.subject).toMatchObject({ peer_kind: 'software', peer_group: 'TBOX 2' });
  });
});
