import { encodeMessage } from '@chedun/v2x';
import type { Prng } from '../prng.ts';

/** Where a sender says that it is: metres east and north of the middle of the junction, m/s, m/s², degrees from north. */
export interface Motion {
  readonly east: number;
  readonly north: number;
  readonly speed: number;
  readonly acceleration: number;
  readonly heading: number;
}

/** An honest vehicle that crosses the junction again and again, each time under another temporary id. */
export interface RoadUser {
  /** 0 north, 90 east, 180 south, 270 west. */
  readonly heading: number;
  readonly lane: number;
  readonly cruise: number;
  readonly swing: number;
  readonly pulse: number;
  /** Seconds by which its crossing is ahead. */
  readonly ahead: number;
}

/** The junction: a crossing in Jiading, Shanghai. */
export const MIDDLE = { lat: 31.2745, lon: 121.1772 } as const;
const METRES_PER_DEGREE = 111_320;
/** From where a vehicle is heard, metres before the middle. */
const REACH = 220;
const PASSENGER_CAR = 10;

/** The road users of a junction. */
export const createRoadUsers = (count: number, random: Prng): readonly RoadUser[] =>
  Array.from({ length: count }, (_, index) => ({
    heading: (index % 4) * 90,
    lane: 2 + 3.5 * (index % 2),
    cruise: random.between(8, 13),
    swing: random.between(1, 3),
    pulse: random.between(0.18, 0.4),
    ahead: random.between(0, 40),
  }));

/** Point `along` metres behind the start of a road of this heading, in its lane. */
const onRoad = (heading: number, lane: number, along: number): { readonly east: number; readonly north: number } => {
  const angle = (heading * Math.PI) / 180;
  const ahead = along - REACH;
  return {
    east: Math.sin(angle) * ahead + Math.cos(angle) * lane,
    north: Math.cos(angle) * ahead - Math.sin(angle) * lane,
  };
};

/** Way since the start of a crossing; speed and acceleration are its derivatives. */
const wayAfter = ({ cruise, swing, pulse }: RoadUser, seconds: number): number =>
  cruise * seconds + (swing / pulse) * (1 - Math.cos(pulse * seconds));

const crossingSeconds = (user: RoadUser): number => (2 * REACH) / user.cruise;

/** Where a road user is at a time (seconds), and in which of its crossings. */
export const motionAt = (user: RoadUser, seconds: number): Motion & { readonly crossing: number } => {
  const whole = crossingSeconds(user);
  const since = seconds + user.ahead;
  const crossing = Math.floor(since / whole);
  const t = since - crossing * whole;
  return {
    ...onRoad(user.heading, user.lane, wayAfter(user, t)),
    speed: user.cruise + user.swing * Math.sin(user.pulse * t),
    acceleration: user.swing * user.pulse * Math.cos(user.pulse * t),
    heading: user.heading,
    crossing,
  };
};

/** What receivers and sensors of vehicles err from one message to the next: metres, m/s, m/s². */
const NOISE = { place: 0.15, speed: 0.1, acceleration: 0.15 } as const;

/** The motion as its vehicle measures it: without noise a road that is driven again repeats itself to the centimetre, as a replay does. */
export const measured = <M extends Motion>(motion: M, random: Prng): M => ({
  ...motion,
  east: motion.east + random.between(-NOISE.place, NOISE.place),
  north: motion.north + random.between(-NOISE.place, NOISE.place),
  speed: Math.max(0, motion.speed + random.between(-NOISE.speed, NOISE.speed)),
  acceleration: motion.acceleration + random.between(-NOISE.acceleration, NOISE.acceleration),
});

/** Temporary id of eight bytes as hex. */
export const temporaryId = (group: number, index: number, crossing = 0): string =>
  Buffer.from([group, index & 255, (crossing >> 8) & 255, crossing & 255, 0x5a, index & 255, group, 0x3c]).toString(
    'hex',
  );

/** Where a motion is on the map, tenths of microdegrees. */
export const placeOf = ({ east, north }: Motion): { readonly latitude: number; readonly longitude: number } => {
  const shrink = Math.cos((MIDDLE.lat * Math.PI) / 180);
  return {
    latitude: Math.round((MIDDLE.lat + north / METRES_PER_DEGREE) * 1e7),
    longitude: Math.round((MIDDLE.lon + east / METRES_PER_DEGREE / shrink) * 1e7),
  };
};

/** A basic safety message of T/CSAE 53 at `now` (ms). */
export const bsmDatagram = (id: string, motion: Motion, now: number): Uint8Array => {
  const { latitude, longitude } = placeOf(motion);
  return encodeMessage({
    bsmFrame: {
      msgCnt: Math.floor(now / 1000) % 128,
      id: { octets: id },
      secMark: now % 60_000,
      pos: { lat: latitude, long: longitude, elevation: 40 },
      transmission: 'forwardGears',
      speed: Math.round(motion.speed / 0.02),
      heading: Math.round(motion.heading / 0.0125) % 28_800,
      accelSet: { long: Math.round(motion.acceleration * 100), lat: 0, vert: 0, yaw: 0 },
      brakes: { brakePadel: motion.acceleration < -0.5 ? 'on' : 'off' },
      size: { width: 185, length: 470, height: 30 },
      vehicleClass: { classification: PASSENGER_CAR },
    },
  });
};
