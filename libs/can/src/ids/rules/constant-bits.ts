import { say } from '@chedun/kernel';
import type { CanFrame } from '../../frame.ts';
import { verdictOn } from '../detector.ts';
import type { IdsRule, Known } from '../detector.ts';
import { BUS_WORDS } from '../phrases.ts';

const RULE = 'can.ids.constant_bits';
/** Frames of training after which a bit that never changed is called constant. */
const LEAST_FRAMES = 200;
/** A new state of a car changes a flag or a field; noise changes constant bits in several bytes at once. */
const LEAST_BITS = 8;
const LEAST_BYTES = 3;

interface Track {
  /** Bits called constant, and their values. Both follow the car into a new state. */
  readonly constant: Uint8Array;
  readonly base: Uint8Array;
  /** A frame that broke the bits and waits for the next one. */
  odd: { readonly frame: CanFrame; readonly number: number; readonly bits: number; readonly bytes: number } | undefined;
}

const trackOf = ({ model }: Known): Track => {
  const bytes = model.base.length >> 1;
  const base = Uint8Array.from({ length: bytes }, (_, at) => Number.parseInt(model.base.slice(at * 2, at * 2 + 2), 16));
  const constant = Uint8Array.from({ length: bytes }, (_, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].reduce((mask, bit) => mask | (model.flips[at * 8 + bit] === 0 ? 0x80 >> bit : 0), 0),
  );
  return { constant, base, odd: undefined };
};

const ones = (byte: number): number => {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/** Constant bits of a byte that a payload breaks. */
const wrongIn = ({ base, constant }: Track, data: Uint8Array, at: number): number =>
  at < data.length ? ((base[at] ?? 0) ^ (data[at] ?? 0)) & (constant[at] ?? 0) : 0;

const count = (track: Track, data: Uint8Array): { bits: number; bytes: number } => {
  let [bits, bytes] = [0, 0];
  for (let at = 0; at < track.base.length; at += 1) {
    const wrong = wrongIn(track, data, at);
    bits += ones(wrong);
    bytes += wrong === 0 ? 0 : 1;
  }
  return { bits, bytes };
};

/** Wrong bits of a payload that the payload before had wrong in the same way. */
const kept = (track: Track, before: Uint8Array, now: Uint8Array): number => {
  let bits = 0;
  for (let at = 0; at < track.base.length; at += 1) bits += ones(wrongIn(track, before, at) & wrongIn(track, now, at));
  return bits;
};

/** Bits that two frames in a row break in the same way are constant no more: the car is in a new state. */
const adopt = (track: Track, before: Uint8Array, now: Uint8Array): void => {
  for (let at = 0; at < track.base.length; at += 1) {
    const wrong = wrongIn(track, before, at) | wrongIn(track, now, at);
    track.constant[at] = (track.constant[at] ?? 0) & ~wrong;
  }
};

/**
 * can.ids.constant_bits: at least eight bits in at least three bytes differ that never changed in training, and the next frame does
 * not keep most of them (fuzzed payload). When it does keep them, the car is in a new state; those bits are judged no more.
 */
export const constantBits: IdsRule = {
  id: RULE,
  create: () => {
    const tracks: (Track | undefined)[] = [];
    return ({ known, frame, number }, tell) => {
      if (known === undefined || known.model.count < LEAST_FRAMES) return;
      const track = (tracks[known.index] ??= trackOf(known));
      const { odd } = track;
      if (odd !== undefined) {
        track.odd = undefined;
        if (kept(track, odd.frame.data, frame.data) * 2 >= odd.bits) {
          adopt(track, odd.frame.data, frame.data);
          return;
        }
        const expected = say(BUS_WORDS.constantBits, { count: known.model.count });
        const seen = say(BUS_WORDS.bitsChanged, { bits: odd.bits, bytes: odd.bytes });
        tell(verdictOn(odd, { rule: RULE, weight: 'likely', expected, seen }));
      }
      const { bits, bytes } = count(track, frame.data);
      if (bits >= LEAST_BITS && bytes >= LEAST_BYTES) track.odd = { frame, number, bits, bytes };
    };
  },
};
