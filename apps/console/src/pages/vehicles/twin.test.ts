import type { VehicleState } from '@chedun/ingest/contract';
import { describe, expect, it } from 'vitest';
import { ageTone, liveOf } from './live.ts';
import { countIn } from './timelineBars.ts';
import { speedRuns, speedStep } from './track.ts';
import { withGaps } from './twinCharts.ts';
import { stepOf } from './twinRange.ts';

const state: VehicleState = {
  vin: 'LSVAA49J132047371',
  at: '2026-11-23T01:00:00.000Z',
  online: true,
  speedKmh: 12,
  socPct: null,
  odometerKm: 1,
  lon: 114,
  lat: null,
  voltageV: 380,
  currentA: -3,
  insulationKohm: null,
  alarmLevel: 0,
  alarms: ['soc_low'],
  charging: null,
  gear: null,
  source: 'gbt32960',
};

describe('what is known now', () => {
  it('comes from the last state while no report is stored', () => {
    const live = liveOf(null, state);
    expect(live?.readings.speed).toEqual({ value: 12, mark: null });
    expect(live?.readings.soc).toEqual({ value: null, mark: 'absent' });
    expect(live).toMatchObject({ place: null, alarms: ['soc_low'], report: undefined });
    expect(liveOf(null, null)).toBeUndefined();
  });

  it('ages', () => {
    const at = '2026-11-23T01:00:00.000Z';
    const after = (minutes: number) => ageTone(at, Date.parse(at) + minutes * 60_000);
    expect([after(0), after(2), after(3), after(11)]).toEqual(['good', 'good', 'medium', 'info']);
  });
});

describe('curves', () => {
  it('have gaps where nothing was reported', () => {
    const band = withGaps({ at: [0, 10, 40], stepMs: 10, min: [1, 2, 3], avg: [1, null, 3], max: [1, 2, 4] });
    expect(band.at).toEqual([0, 10, 20, 30, 40]);
    expect(band.max).toEqual([1, 2, null, null, 4]);
    expect(band.avg[1]).toBeNull();
  });

  it('without points stay empty', () => {
    expect(withGaps({ at: [], stepMs: 10, min: [], avg: [], max: [] }).at).toEqual([]);
  });
});

describe('the track', () => {
  const point = (speed: number | null, lon: number) => ({ at: '', lon, lat: 0, speed, soc: null });

  it('is cut by classes of speed, without gaps between them', () => {
    const runs = speedRuns([point(0, 0), point(3, 1), point(50, 2), point(55, 3), point(120, 4)]);
    expect(runs.map(({ step, points }) => [step, points.map(({ lon }) => lon)])).toEqual([
      [0, [0, 1, 2]],
      [2, [2, 3, 4]],
    ]);
  });

  it('has a class for every speed', () => {
    expect([null, 0, 5, 5.1, 60, 101, 500].map(speedStep)).toEqual([0, 0, 0, 1, 2, 4, 4]);
    expect(speedRuns([])).toEqual([]);
  });
});

it('alerts are counted in the bars of the timeline', () => {
  expect(countIn([0, 10, 20], 10, [0, 9, 10, 25, 99, -1])).toEqual([2, 1, 1]);
});

it('long windows move on once a minute, short ones every five seconds', () => {
  expect(stepOf({ kind: 'rolling', last: '15m' })).toBe(5_000);
  expect(stepOf({ kind: 'rolling', last: '1h' })).toBe(15_000);
  expect(stepOf({ kind: 'rolling', last: '7d' })).toBe(60_000);
  expect(stepOf({ kind: 'fixed', from: 0, to: 1 })).toBe(60_000);
});
