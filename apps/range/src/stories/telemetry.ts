import { realtimeFrame, resentFrame, unsignedFrame2025 } from '../fleet/frames.ts';
import type { Vehicle } from '../fleet/vehicle.ts';
import { asStep, spread } from '../story.ts';
import type { Action, StoryTeller } from '../story.ts';

const HOUR_MS = 3_600_000;
/** More than a link failure explains within a minute. */
const RESENT = 130;

type Make = (vehicle: Vehicle, now: number) => Uint8Array;

const act = (at: number, vehicle: Vehicle, make: Make): Action => ({
  kind: 'frame',
  at,
  route: 'own',
  vehicle,
  bytes: (now) => make(vehicle, now),
});

/** A report, then one that lies, each time within the same tick or soon after: the honest one is what it is held against. */
const pair = (at: number, vehicle: Vehicle, lie: Make): Action[] => [
  act(at, vehicle, realtimeFrame),
  act(at + 0.0001, vehicle, (of, now) => lie(of, now + 1000)),
];

/** The same bytes twice. */
const twice = (at: number, vehicle: Vehicle): Action[] => {
  let recorded = new Uint8Array(0);
  return [
    act(at, vehicle, (of, now) => {
      recorded = Uint8Array.from(realtimeFrame(of, now));
      return recorded;
    }),
    act(at + 0.0001, vehicle, () => recorded),
  ];
};

/** Two reports twelve seconds apart by their own clock, the second two kilometres on, at the speed of the first. */
const drifting = (at: number, vehicle: Vehicle): Action[] => [
  act(at, vehicle, realtimeFrame),
  act(at + 0.0001, vehicle, (of, now) => realtimeFrame({ ...of, lat: of.lat + 0.02 }, now + 12_000)),
];

const LIES: Readonly<Record<string, Make>> = {
  'time-back': (vehicle, now) => realtimeFrame(vehicle, now - HOUR_MS / 6),
  'clock-ahead': (vehicle, now) => realtimeFrame(vehicle, now + 48 * HOUR_MS),
  'out-of-range': (vehicle, now) => realtimeFrame({ ...vehicle, socPct: 130 }, now),
  'odometer-back': (vehicle, now) => realtimeFrame({ ...vehicle, odometerKm: vehicle.odometerKm / 2 }, now),
  'impossible-travel': (vehicle, now) => realtimeFrame({ ...vehicle, lon: vehicle.lon + 3 }, now),
  'soc-jump': (vehicle, now) => realtimeFrame({ ...vehicle, socPct: vehicle.socPct > 50 ? 5 : 95 }, now),
  'insulation-low': (vehicle, now) => realtimeFrame(vehicle, now, { insulationKohm: 20 }),
  'cell-spread': (vehicle, now) => realtimeFrame(vehicle, now, { cellGapV: 1.4 }),
  unsigned: (vehicle, now) => unsignedFrame2025(vehicle, now, 2),
};

/** Coordinates of one system, then of the other. */
const otherCoordinates = (at: number, vehicle: Vehicle): Action[] => [
  act(at, vehicle, (of, now) => unsignedFrame2025(of, now, 1)),
  act(at + 0.0001, vehicle, (of, now) => unsignedFrame2025(of, now + 1000, 2)),
];

const flood = (from: number, vehicle: Vehicle): Action[] =>
  spread(from, from + 0.08, RESENT).map((at, index) =>
    act(at, vehicle, (of, now) => resentFrame(of, now - HOUR_MS + index * 1000)),
  );

/** Forged reports of GB/T 32960: a vehicle for each thing that can be wrong with them. */
export const telemetry: StoryTeller = (fleet) => {
  const steps: readonly (readonly [string, (at: number, vehicle: Vehicle) => Action[]])[] = [
    ...Object.entries(LIES).map(
      ([step, lie]) => [step, (at: number, vehicle: Vehicle) => pair(at, vehicle, lie)] as const,
    ),
    ['replay', twice],
    ['position-drifts', drifting],
    ['coordinates-change', otherCoordinates],
    ['resend-flood', flood],
  ];
  // the vehicles of the story about the T-Box stand at the quarters of the fleet: these begin at a fifth
  const first = Math.floor(fleet.length / 5);
  const told = steps.flatMap(([step, make], index) => {
    const vehicle = fleet[(first + index) % fleet.length];
    return vehicle === undefined ? [] : [{ step, vehicle, actions: make(0.3 + index * 0.04, vehicle) }];
  });
  return {
    name: 'telemetry',
    actions: told.flatMap(({ step, actions }) => asStep(step, actions)),
    truth: Object.fromEntries(told.map(({ step, vehicle }) => [step, [vehicle.vin]])),
  };
};
