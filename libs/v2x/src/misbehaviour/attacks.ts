import { fromCompass } from './plane.ts';
import { lengthOf, moved } from './vector.ts';
import type { Beacon } from './message.ts';
import type { Vector } from './vector.ts';

/** Attacks that can be made out of honest traffic, for ranges and for tests of the detectors. */
export type AttackKind = 'constant-position' | 'random-speed-offset' | 'grid-sybil' | 'denial-of-service';

/** Turns one honest message of the attacker's own vehicle into what the attacker sends instead. */
export type Attack = (honest: Beacon) => readonly Beacon[];

/** What the attacks need to know. `random` answers numbers in [0, 1). */
export interface AttackOptions {
  readonly random: () => number;
  /** Time between two honest messages, seconds. */
  readonly beaconInterval: number;
}

const FALSE_PLACE = 400;
const SPEED_OFFSET = 7;
const FLOOD = 4;
const GHOSTS = 5;
const SPACING = { along: 10, across: 4 };

const between = (random: () => number, low: number, high: number): number => low + (high - low) * random();

/** The message as it would be `seconds` later, straight on. */
const later = (beacon: Beacon, seconds: number): Beacon => ({
  ...beacon,
  sentAt: beacon.sentAt + seconds,
  receivedAt: beacon.receivedAt + seconds,
  position: moved(beacon.position, beacon.speed, seconds),
});

const constantPosition = ({ random }: AttackOptions): Attack => {
  let place: Vector | undefined;
  return (honest) => {
    const { x, y } = honest.position;
    place ??= {
      x: x + between(random, -FALSE_PLACE, FALSE_PLACE),
      y: y + between(random, -FALSE_PLACE, FALSE_PLACE),
    };
    return [{ ...honest, position: place }];
  };
};

const randomSpeedOffset =
  ({ random }: AttackOptions): Attack =>
  (honest) => {
    const x = honest.speed.x + between(random, -SPEED_OFFSET, SPEED_OFFSET);
    const y = honest.speed.y + between(random, -SPEED_OFFSET, SPEED_OFFSET);
    return [{ ...honest, speed: { x, y } }];
  };

const denialOfService =
  ({ beaconInterval }: AttackOptions): Attack =>
  (honest) =>
    Array.from({ length: FLOOD }, (_, at) => later(honest, (at * beaconInterval) / FLOOD));

/** Where the ghost drives: in two rows behind its maker. */
const placeOf = (ghost: number, honest: Beacon, random: () => number): Vector => {
  const scale = lengthOf(honest.heading) || 1;
  const ahead = { x: honest.heading.x / scale, y: honest.heading.y / scale };
  const back = Math.ceil(ghost / 2) * SPACING.along + between(random, -0.5, 0.5);
  const side = (ghost % 2) * SPACING.across + between(random, -0.2, 0.2);
  return {
    x: honest.position.x - ahead.x * back + ahead.y * side,
    y: honest.position.y - ahead.y * back - ahead.x * side,
  };
};

const gridSybil =
  ({ random, beaconInterval }: AttackOptions): Attack =>
  (honest) =>
    Array.from({ length: GHOSTS + 1 }, (_, ghost) => {
      const message = later(honest, (ghost * beaconInterval) / (GHOSTS + 1));
      if (ghost === 0) return message;
      const shake = fromCompass(between(random, 0, 0.2), between(random, 0, 360));
      return {
        ...message,
        pseudonym: `${honest.pseudonym}#${ghost}`,
        position: placeOf(ghost, message, random),
        speed: { x: message.speed.x + shake.x, y: message.speed.y + shake.y },
      };
    });

/**
 * An attacker of one vehicle. Constant position: one place within 400 m, for ever, with true speeds. Random speed
 * offset: up to 7 m/s on each axis, new in each message. Denial of service: four times the messages. Grid Sybil: five
 * ghosts in two rows that drive coherently behind the attacker. Messages come in the order of their time.
 */
export const createAttack = (kind: AttackKind, options: AttackOptions): Attack => {
  switch (kind) {
    case 'constant-position':
      return constantPosition(options);
    case 'random-speed-offset':
      return randomSpeedOffset(options);
    case 'grid-sybil':
      return gridSybil(options);
    case 'denial-of-service':
      return denialOfService(options);
  }
};
