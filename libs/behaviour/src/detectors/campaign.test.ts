import { describe, expect, it } from 'vitest';
import { limitsOf } from '../engine.ts';
import { signal, times, UNKNOWN_WORLD, verdictsOf, vin } from '../testing/facts.ts';
import { campaign } from './campaign.ts';

const HOUR = 3600;
const limits = limitsOf(campaign, {});

describe('campaign', () => {
  it('opens at the fifth vehicle and is told again when the number doubles', () => {
    const found = verdictsOf(
      campaign,
      times(25, (n) => signal(n * 60, vin(n))),
    );
    expect(found.map(({ seen }) => seen)).toEqual([
      'gbt32960.clone on 5 vehicles',
      'gbt32960.clone on 10 vehicles',
      'gbt32960.clone on 20 vehicles',
    ]);
    expect(found[0]?.subject).toMatchObject({ step: 'opened', vehicles: 5, sample_vins: times(5, vin).join(',') });
  });

  it('counts late events where they belong, newest first across any hour of the day', () => {
    const late = times(24, (hour) =>
      verdictsOf(
        campaign,
        times(5, (n) => signal(hour * HOUR - n * 600, vin(n))),
      ),
    );
    expect(late.map((found) => found.map(({ seen }) => seen))).toEqual(
      times(24, () => ['gbt32960.clone on 5 vehicles']),
    );
    const old = times(5, (n) => signal(n === 0 ? 0 : -40 * HOUR - n, vin(n)));
    expect(verdictsOf(campaign, old)).toEqual([]);
  });

  it('is silent about few vehicles, one vehicle often, different signatures, and vehicles spread over days', () => {
    expect(
      verdictsOf(
        campaign,
        times(4, (n) => signal(n, vin(n))),
      ),
    ).toEqual([]);
    expect(
      verdictsOf(
        campaign,
        times(500, (n) => signal(n, vin(1))),
      ),
    ).toEqual([]);
    expect(
      verdictsOf(
        campaign,
        times(50, (n) => signal(n, vin(n), `rule-${n}`)),
      ),
    ).toEqual([]);
    expect(
      verdictsOf(
        campaign,
        times(50, (n) => signal(n * 7 * HOUR, vin(n))),
      ),
    ).toEqual([]);
  });

  it('counts thousands of vehicles by sketch, and by model', () => {
    const memory = campaign.open({ ...UNKNOWN_WORLD, groupOf: (vehicle) => (vehicle.endsWith('1') ? 'Q1' : 'Q7') });
    for (let n = 0; n < 10_000; n += 1) memory.look(signal(n, vin(n)), limits, () => undefined);
    const [state, ...others] = memory.campaigns?.() ?? [];
    expect(others).toEqual([]);
    expect(state?.estimated).toBe(true);
    expect(state?.vehicles).toBeGreaterThan(9500);
    expect(state?.vehicles).toBeLessThan(10_500);
    expect(state?.groups.map(({ group }) => group)).toEqual(['Q7', 'Q1']);
    expect(state?.groups[1]?.vehicles).toBeGreaterThan(900);
    expect(memory.campaigns?.()).toEqual([]);
  });

  it('ends when no vehicle showed the signature for a window, and can open again', () => {
    const first = times(5, (n) => signal(n, vin(n)));
    const second = times(5, (n) => signal(26 * HOUR + n, vin(n)));
    expect(verdictsOf(campaign, [...first, ...second]).map(({ subject }) => subject['step'])).toEqual([
      'opened',
      'opened',
    ]);
  });

  it('goes on after a restart', () => {
    const before = campaign.open(UNKNOWN_WORLD);
    for (let n = 0; n < 200; n += 1) before.look(signal(n, vin(n)), limits, () => undefined);
    const after = campaign.open(UNKNOWN_WORLD);
    after.load?.(JSON.parse(JSON.stringify(before.save?.())));
    after.load?.(undefined);
    after.look(signal(300, vin(7)), limits, () => undefined);
    const [state] = after.campaigns?.() ?? [];
    expect(state?.vehicles).toBeGreaterThan(190);
    expect(state?.vehicles).toBeLessThan(210);
    expect(state?.openedAt).toBe(signal(4, '').at);
  });
});
