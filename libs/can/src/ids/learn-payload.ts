import { createRuns, fingerprint } from './fingerprint.ts';
import type { IdModel } from './model.ts';

/** Longest run of training for which repeated payloads are looked for. */
const MAX_RUNS = 20_000;
/** A standing car repeats itself; only so many frames without a repetition say that the identifier never does. */
const LEAST_STEPS = 3000;

/** Learns the bits of one identifier's payload. Constant time per frame, memory bounded by 20,000 numbers. */
export interface PayloadLearner {
  readonly push: (data: Uint8Array) => void;
  readonly finish: () => Pick<IdModel, 'lengths' | 'base' | 'flips' | 'mostFlips' | 'neverRepeats'>;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Looks whether a run of payloads ever comes again. */
const createRepeatWatch = (): { push: (print: number) => void; never: () => boolean } => {
  const runs = new Set<number>();
  const last = createRuns();
  let steps = 0;
  let repeated = false;
  return {
    push: (print) => {
      steps += 1;
      const run = last.push(print);
      if (run === undefined || repeated) return;
      repeated = runs.has(run) || runs.size >= MAX_RUNS;
      runs.add(run);
      if (repeated) runs.clear();
    },
    never: () => !repeated && steps >= LEAST_STEPS,
  };
};

/** Starts learning; see {@link PayloadLearner}. */
export const createPayloadLearner = (): PayloadLearner => {
  const lengths = new Set<number>();
  const repeats = createRepeatWatch();
  let base: Uint8Array = new Uint8Array(0);
  let last: Uint8Array | undefined;
  let flips: number[] = [];
  let mostFlips = 0;
  const step = (before: Uint8Array, now: Uint8Array): void => {
    let changed = 0;
    for (let at = 0; at < Math.min(before.length, now.length) * 8; at += 1) {
      const bit = 0x80 >> (at & 7);
      if ((((before[at >> 3] ?? 0) ^ (now[at >> 3] ?? 0)) & bit) === 0) continue;
      flips[at] = (flips[at] ?? 0) + 1;
      changed += 1;
    }
    mostFlips = Math.max(mostFlips, changed);
  };
  return {
    push: (data) => {
      lengths.add(data.length);
      repeats.push(fingerprint(data));
      if (data.length > base.length) {
        base = Uint8Array.from([...base, ...data.subarray(base.length)]);
        flips = Array.from({ length: base.length * 8 }, (_, at) => flips[at] ?? 0);
      }
      if (last !== undefined) step(last, data);
      last = data;
    },
    finish: () => ({
      lengths: [...lengths].toSorted((left, right) => left - right),
      base: hex(base),
      flips: [...flips],
      mostFlips,
      neverRepeats: repeats.never(),
    }),
  };
};
