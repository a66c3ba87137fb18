import type { Beacon, OwnState } from '../message.ts';

/** A generator of numbers in [0, 1) that gives the same row for the same seed. */
export const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** A drive through a town: honest messages of some vehicles in the order of time, and where the receiver was. */
export interface Traffic {
  readonly own: readonly OwnState[];
  readonly messages: readonly Beacon[];
}

export interface TrafficOptions {
  readonly seed: number;
  readonly vehicles: number;
  readonly seconds: number;
  readonly beaconInterval: number;
}

interface Vehicle {
  readonly name: string;
  readonly phase: number;
  readonly bias: { readonly x: number; readonly y: number };
  x: number;
  y: number;
  angle: number;
  speed: number;
  goal: number;
  turning: number;
  force: number;
}

const TICK = 0.1;
const TOP_SPEED = 15;

const between = (random: () => number, low: number, high: number): number => low + (high - low) * random();

const createVehicle = (at: number, random: () => number, interval: number): Vehicle => ({
  name: `v${at}`,
  phase: Math.floor(between(random, 0, interval / TICK)) * TICK,
  bias: { x: between(random, -4, 4), y: between(random, -4, 4) },
  x: between(random, -180, 180),
  y: between(random, -180, 180),
  angle: between(random, 0, 2 * Math.PI),
  speed: between(random, 0, TOP_SPEED),
  goal: between(random, 5, TOP_SPEED),
  turning: 0,
  force: 0,
});

/** Speeds, stops and bends change by chance; a vehicle that leaves the town turns back in a wide bend. */
const drive = (vehicle: Vehicle, random: () => number): void => {
  if (random() < 0.01) vehicle.goal = random() < 0.25 ? 0 : between(random, 3, TOP_SPEED);
  if (random() < 0.01) vehicle.turning = random() < 0.5 ? 0 : between(random, -0.5, 0.5);
  const away = vehicle.x * Math.cos(vehicle.angle) + vehicle.y * Math.sin(vehicle.angle) > 0;
  if (Math.hypot(vehicle.x, vehicle.y) > 200 && away) vehicle.turning = 0.4;
  vehicle.force = Math.min(2.5, Math.max(-4, vehicle.goal - vehicle.speed));
  vehicle.speed = Math.max(0, vehicle.speed + vehicle.force * TICK);
  if (vehicle.speed > 1) vehicle.angle += vehicle.turning * TICK;
  vehicle.x += vehicle.speed * Math.cos(vehicle.angle) * TICK;
  vehicle.y += vehicle.speed * Math.sin(vehicle.angle) * TICK;
};

const messageOf = (vehicle: Vehicle, time: number, random: () => number): Beacon => {
  const heading = { x: Math.cos(vehicle.angle), y: Math.sin(vehicle.angle) };
  const shake = (size: number): number => between(random, -size, size);
  return {
    pseudonym: vehicle.name,
    sentAt: time,
    receivedAt: time,
    position: { x: vehicle.x + vehicle.bias.x + shake(0.05), y: vehicle.y + vehicle.bias.y + shake(0.05) },
    speed: { x: heading.x * vehicle.speed + shake(0.02), y: heading.y * vehicle.speed + shake(0.02) },
    acceleration: { x: heading.x * vehicle.force, y: heading.y * vehicle.force },
    heading,
    accuracy: { position: 5, speed: 0.02 },
  };
};

/** Makes a drive. The first vehicle is the receiver; positions are off by up to 4 m, the same way all the time. */
export const createTraffic = ({ seed, vehicles, seconds, beaconInterval }: TrafficOptions): Traffic => {
  const random = createRandom(seed);
  const fleet = Array.from({ length: vehicles }, (_, at) => createVehicle(at, random, beaconInterval));
  const own: OwnState[] = [];
  const messages: Beacon[] = [];
  const ticksPerBeacon = Math.round(beaconInterval / TICK);
  for (let tick = 0; tick < seconds / TICK; tick += 1) {
    const time = 1000 + tick * TICK;
    fleet.forEach((vehicle, at) => {
      drive(vehicle, random);
      if ((tick + Math.round(vehicle.phase / TICK)) % ticksPerBeacon !== 0) return;
      const message = messageOf(vehicle, time, random);
      if (at === 0) own.push({ at: time, position: message.position, speed: message.speed });
      else messages.push(message);
    });
  }
  return { own, messages };
};
