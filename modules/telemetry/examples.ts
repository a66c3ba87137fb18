import { Quantity } from './contract.ts';
import type { Fleet, FleetRow, Positions, Report, Series, Spread, Track } from './contract.ts';

const AT = '2026-11-23T01:00:00.000Z';
const VIN = 'LSVAA49J132047371';
const told = (value: number) => ({ value, mark: null });
const absent = { value: null, mark: 'absent' } as const;

const quantities: Report['quantities'] = {
  ...(Object.fromEntries(Quantity.options.map((name) => [name, absent])) as Report['quantities']),
  speed: told(62.5),
  soc: told(71),
  insulation: { value: null, mark: 'invalid' },
};

/** Example answers for the API description. */
export const exampleReport: Report = {
  vin: VIN,
  time: AT,
  received: '2026-11-23T01:00:00.400Z',
  source: 'gbt32960',
  edition: '2016',
  command: 'realtime',
  journal: 'telemetry',
  seq: 17,
  index: 3,
  state: { value: 'on', mark: null },
  charge: { value: 'none', mark: null },
  mode: { value: 'electric', mark: null },
  dcdc: { value: 'working', mark: null },
  gear: { lever: 'D', driving: true, braking: false },
  quantities,
  position: { lon: 114.3, lat: 30.6, valid: true, coordinates: null },
  alarms: [],
  faults: [],
  motors: [{ number: 1, state: 'consuming', rpm: 4200, torqueNm: 85.5, temperatureC: 62, controllerC: 48 }],
  packs: [{ voltageV: 385.2, currentA: 42.1 }],
  cells: 96,
  probes: 8,
  signature: null,
};

export const exampleSeries: Series = {
  bucketMs: 60_000,
  at: [AT],
  reports: [6],
  series: [{ quantity: 'speed', unit: 'km/h', min: [58], avg: [61.2], max: [64.5] }],
};

export const exampleTrack: Track = { reports: 360, points: [{ at: AT, lon: 114.3, lat: 30.6, speed: 62.5, soc: 71 }] };

export const exampleSpread: Spread = {
  bucketMs: 60_000,
  points: [{ at: AT, minCellV: 3.652, maxCellV: 3.668, spreadMv: 16, minProbeC: 24, maxProbeC: 27, spreadC: 3 }],
};

export const exampleFleet: Fleet = {
  at: AT,
  minutes: 15,
  vehicles: 1200,
  reports: 36_000,
  reportsPerSecond: 40,
  sampledOneIn: 1,
  soc: [{ from: 90, to: 100, vehicles: 1200 }],
  speed: [{ from: 0, to: 10, vehicles: 1200 }],
  state: [{ name: 'on', vehicles: 1200 }],
  charge: [{ name: 'none', vehicles: 1200 }],
  alarmLevel: [{ name: '0', vehicles: 1200 }],
  alarms: [{ name: 'soc_low', vehicles: 3 }],
  sources: [{ source: 'gbt32960', vehicles: 1200, reports: 36_000 }],
  perMinute: [{ at: AT, reports: 2400 }],
};

export const exampleRow: FleetRow = {
  vin: VIN,
  received: AT,
  time: AT,
  source: 'gbt32960',
  state: 'on',
  charge: 'none',
  speed: 62.5,
  soc: 71,
  odometer: 10_234.5,
  alarmLevel: 0,
  alarms: [],
  reports: 90,
};

export const examplePositions: Positions = {
  extent: { west: 114.2, south: 30.5, east: 114.4, north: 30.7 },
  vehicles: 1,
  sampledOneIn: 1,
  bin: 0.0021,
  bins: [{ lon: 114.3, lat: 30.6, vehicles: 1 }],
  points: [{ vin: VIN, lon: 114.3, lat: 30.6, alarmLevel: 0 }],
};
