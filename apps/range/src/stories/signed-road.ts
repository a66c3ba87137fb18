import type { Motion } from '../protocols/junction.ts';
import type { SignedSaying } from '../road/signed-sender.ts';
import { asStep, spread } from '../story.ts';
import type { Action, StoryTeller } from '../story.ts';

/** Honest vehicles come first; these two were taken over: their keys are real, what they say is not. */
export const HONEST_SIGNERS = 6;
const FROZEN = HONEST_SIGNERS;
const SYBIL = HONEST_SIGNERS + 1;
/** Vehicles of the fleet that can sign on the road. */
export const ROAD_SIGNERS = HONEST_SIGNERS + 2;

const ROUNDS = 24;
const GHOSTS = 6;
const CRUISE = 9;
const SWING = 3;
const PULSE = 0.5;
const BAD_MESSAGES = 4;

const say = (at: number, saying: SignedSaying): Action => ({ kind: 'signed', at, saying });

/** Says at 50 km/h where it is, and never moves. */
const frozen = (): Action[] => {
  const motion = (): Motion => ({ east: -3, north: -40, speed: 13.9, acceleration: 0, heading: 0 });
  return spread(0.62, 0.72, ROUNDS).map((at) => say(at, { vehicle: FROZEN, pseudonym: 3, motion, how: 'valid' }));
};

/** One vehicle uses several of its pseudonyms at once: a column of vehicles that do not exist, each with a valid signature. */
const sybil = (): Action[] => {
  let started: number | undefined;
  const ghost =
    (index: number) =>
    (now: number): Motion => {
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
  return spread(0.76, 0.86, ROUNDS).flatMap((at, round) =>
    Array.from({ length: GHOSTS }, (_, place) => {
      // in turn each of them speaks first
      const pseudonym = (place + round) % GHOSTS;
      return say(at, { vehicle: SYBIL, pseudonym, motion: ghost(pseudonym), how: 'valid' });
    }),
  );
};

/** Messages whose signature was changed, and messages that are sent again. */
const attacks = (how: 'forged' | 'replayed', from: number): Action[] =>
  spread(from, from + 0.02, BAD_MESSAGES).map((at) => {
    const motion = (): Motion => ({ east: 2, north: 30, speed: 10, acceleration: 0, heading: 0 });
    return say(at, { vehicle: 0, pseudonym: 1, motion, how });
  });

/** Signed V2X at a junction: forged and replayed messages, then two vehicles that lie with valid signatures. */
export const signedRoad: StoryTeller = (fleet) => {
  const vinOf = (index: number): string[] => fleet.slice(index, index + 1).map(({ vin }) => vin);
  return {
    name: 'signed-road',
    actions: [
      ...asStep('signed-forged', attacks('forged', 0.55)),
      ...asStep('signed-replayed', attacks('replayed', 0.58)),
      ...asStep('signed-constant-position', frozen()),
      ...asStep('signed-sybil', sybil()),
    ],
    truth: { 'signed-constant-position': vinOf(FROZEN), 'signed-sybil': vinOf(SYBIL) },
  };
};
