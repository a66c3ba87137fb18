import { describe, expect, it } from 'vitest';
import { durationOf, hoursOf, joinedVehicles, joiningCurve, spanOf } from './campaigns.ts';

const alert = (vin: string, firstSeen: string, count = 1) => ({
  assets: [
    { kind: 'account' as const, id: 'a' },
    { kind: 'vehicle' as const, id: vin },
  ],
  firstSeen,
  count,
});

describe('vehicles of a campaign', () => {
  const vehicles = joinedVehicles(
    ['V3', 'V1'],
    [
      alert('V1', '2026-11-27T03:00:00Z', 2),
      alert('V2', '2026-11-27T02:00:00Z'),
      alert('V1', '2026-11-27T01:00:00Z', 3),
    ],
  );

  it('stand in the order of their first alert, the unknown ones last', () => {
    expect(vehicles.map(({ vin, alerts }) => [vin, alerts])).toEqual([
      ['V1', 5],
      ['V2', 1],
      ['V3', 0],
    ]);
    expect(vehicles[0]?.at).toBe(Date.parse('2026-11-27T01:00:00Z'));
    expect(vehicles[2]?.at).toBeUndefined();
  });

  it('make a curve over even moments that ends with all of them', () => {
    const { stepMs, points } = joiningCurve(vehicles);
    expect(stepMs).toBe(2 * 60_000);
    expect(points).toHaveLength(32);
    expect([0, 1, 30, 31].map((at) => points[at]?.vehicles)).toEqual([0, 1, 1, 2]);
    expect(joiningCurve([]).points).toEqual([]);
    const [only] = vehicles;
    expect(joiningCurve(only === undefined ? [] : [only]).points.map((point) => point.vehicles)).toEqual([0, 1]);
  });

  it('never make more than 50 points', () => {
    const far = [0, 86_400_000 * 365].map((at) => ({ vin: String(at), at, alerts: 1 }));
    const { points } = joiningCurve(far);
    expect(points.length).toBeLessThanOrEqual(50);
    expect(points.at(-1)?.vehicles).toBe(2);
  });
});

describe('a length of time', () => {
  it('is said in the largest unit of which there are at least two', () => {
    const HOUR = 3_600_000;
    expect([spanOf(0), spanOf(1.9 * HOUR), spanOf(2 * HOUR), spanOf(47 * HOUR), spanOf(60 * HOUR)]).toEqual([
      { unit: 'minute', count: 0 },
      { unit: 'minute', count: 114 },
      { unit: 'hour', count: 2 },
      { unit: 'hour', count: 47 },
      { unit: 'day', count: 3 },
    ]);
  });
});

describe('the spread', () => {
  it('shows quiet hours as zero, and at least half a day', () => {
    const hours = hoursOf([
      { at: '2026-11-27T01:00:00Z', vehicles: 3 },
      { at: '2026-11-27T04:00:00Z', vehicles: 2 },
    ]);
    expect(hours.map(({ vehicles }) => vehicles)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 2]);
    expect(hoursOf([])).toEqual([]);
  });

  it('never draws more than a month of hours', () => {
    const far = [
      { at: '2020-01-01T00:00:00Z', vehicles: 1 },
      { at: '2026-01-01T00:00:00Z', vehicles: 1 },
    ];
    expect(hoursOf(far)).toHaveLength(744);
  });

  it('lasts from the first to the last sighting', () => {
    expect(durationOf({ firstSeen: '2026-11-27T01:00:00Z', lastSeen: '2026-11-27T01:30:00Z' })).toBe(1_800_000);
  });
});
