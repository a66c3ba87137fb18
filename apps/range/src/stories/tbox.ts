import { loginFrame, rawReport, realtimeFrame } from '../fleet/frames.ts';
import type { Vehicle } from '../fleet/vehicle.ts';
import type { Prng } from '../prng.ts';
import { asStep, spread } from '../story.ts';
import type { Action, Route, StoryTeller } from '../story.ts';

const DAY_MS = 86_400_000;
const BATTERY_ITEM = 0x08;

const act = (at: number, vehicle: Vehicle, bytes: (now: number) => Uint8Array, route: Route = 'own'): Action => ({
  kind: 'frame',
  at,
  route,
  vehicle,
  bytes,
});

const flipBcc = (bytes: Uint8Array): Uint8Array => {
  const wrong = Uint8Array.from(bytes);
  wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 0x5a;
  return wrong;
};

/** Time of the report, then a body that breaks the layout in one of three ways. */
const malformed = (vehicle: Vehicle, now: number, kind: number): Uint8Array => {
  const time = realtimeFrame(vehicle, now).subarray(24, 30);
  const bodies = [
    Uint8Array.of(BATTERY_ITEM, 0x01, 0x01, 0xff, 0xff),
    Uint8Array.of(0x4c, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41),
    Uint8Array.of(0x80, 0xff, 0xff, 0x90, 0x90, 0x90, 0x90),
  ];
  return rawReport(vehicle.vin, Buffer.concat([time, bodies[kind % bodies.length] ?? time]));
};

/** Wrong checksums, broken bodies and bytes that are no frame at all: someone tries out the parser through the T-Box. */
const probe = (vehicle: Vehicle, random: Prng): Action[] => [
  ...spread(0.25, 0.4, 24).map((at) => act(at, vehicle, (now) => flipBcc(realtimeFrame(vehicle, now)))),
  ...spread(0.4, 0.5, 18).map((at, index) => act(at, vehicle, (now) => malformed(vehicle, now, index))),
  ...spread(0.5, 0.54, 5).map((at) => {
    const noise = Uint8Array.from({ length: 64 }, () => random.int(0x80, 0xff));
    return act(at, vehicle, () => noise);
  }),
];

/** The same VIN logs in from a second address, a thousand kilometres away and with a smaller serial number. */
const clone = (vehicle: Vehicle): Action[] => {
  const copy = (): Vehicle => ({
    ...vehicle,
    serial: 0,
    lon: vehicle.lon - 9,
    lat: vehicle.lat - 4,
    socPct: 50,
    odometerKm: 12,
  });
  return [
    act(0.45, vehicle, (now) => loginFrame(copy(), now), 'second'),
    ...spread(0.46, 0.8, 20).map((at) => act(at, vehicle, (now) => realtimeFrame(copy(), now), 'second')),
  ];
};

/** The clock of the reports goes back a day, and the odometer with it: replayed recordings. */
const replay = (vehicle: Vehicle): Action[] =>
  spread(0.6, 0.85, 15).map((at) =>
    act(at, vehicle, (now) =>
      realtimeFrame({ ...vehicle, odometerKm: Math.max(0, vehicle.odometerKm - 180) }, now - DAY_MS),
    ),
  );

/** T-Box compromise: parser probing, a cloned identity and replayed reports. */
export const tbox: StoryTeller = (fleet, random) => {
  const [probed, cloned, replayed] = [1, 2, 3].map(
    (place) => fleet[Math.floor((fleet.length * place) / 4) % fleet.length],
  );
  return {
    name: 'tbox',
    actions: [
      ...(probed ? asStep('probe', probe(probed, random)) : []),
      ...(cloned ? asStep('clone', clone(cloned)) : []),
      ...(replayed ? asStep('old-recordings', replay(replayed)) : []),
    ],
    truth: {
      probed: probed ? [probed.vin] : [],
      cloned: cloned ? [cloned.vin] : [],
      replayed: replayed ? [replayed.vin] : [],
    },
  };
};
