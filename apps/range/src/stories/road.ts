import { bsmDatagram, temporaryId } from '../protocols/junction.ts';
import type { Motion } from '../protocols/junction.ts';
import { asStep, spread } from '../story.ts';
import type { Action, StoryTeller } from '../story.ts';

const GHOSTS = 8;
const GHOST_GROUP = 0xe1;
const FIXED_GROUP = 0xe2;
const ROUNDS = 30;
const SWING = 3;
const PULSE = 0.5;
const CRUISE = 9;

const send = (at: number, id: string, motion: (now: number) => Motion): Action => ({
  kind: 'datagram',
  at,
  target: 'v2x',
  bytes: (now) => bsmDatagram(id, motion(now), now),
});

/** One station moves a column of vehicles that do not exist: the same motion, some metres apart. */
const sybil = (): Action[] => {
  let started: number | undefined;
  const ghost = (index: number, now: number): Motion => {
    started ??= now;
    const seconds = (now - started) / 1000;
    return {
      east: 2 + 2 * (index % 2),
      north: -150 + CRUISE * seconds + (SWING / PULSE) * (1 - Math.cos(PULSE * seconds)) - 6 * Math.floor(index / 2),
      speed: CRUISE + SWING * Math.sin(PULSE * seconds),
      acceleration: SWING * PULSE * Math.cos(PULSE * seconds),
      heading: 0,
    };
  };
  return spread(0.3, 0.5, ROUNDS).flatMap((at, round) =>
    Array.from({ length: GHOSTS }, (_, place) => {
      // in turn each of them speaks first
      const index = (place + round) % GHOSTS;
      return send(at, temporaryId(GHOST_GROUP, index), (now) => ghost(index, now));
    }),
  );
};

/** A sender that says it drives at 50 km/h and never moves. */
const fixed = (): Action[] =>
  spread(0.6, 0.75, ROUNDS).map((at) =>
    send(at, temporaryId(FIXED_GROUP, 1), () => ({ east: -3, north: -40, speed: 13.9, acceleration: 0, heading: 0 })),
  );

/** V2X at a junction: a column of ghosts (Sybil), then a constant position. */
export const road: StoryTeller = () => ({
  name: 'road',
  actions: [...asStep('sybil', sybil()), ...asStep('constant-position', fixed())],
  truth: {
    sybil: Array.from({ length: GHOSTS }, (_, index) => temporaryId(GHOST_GROUP, index)),
    'constant-position': [temporaryId(FIXED_GROUP, 1)],
  },
});
