import type { CounterModel } from './model.ts';

const LEAST_STEPS = 100;
/** Lost frames make a counter jump; more often than this it is no counter. */
const MOST_JUMPS = 0.005;
const MAX_BYTES = 64;
/** A field that comes back after fewer frames is a toggle: one lost frame would look like an injected one. */
const LEAST_CYCLE = 8;

/** Value of a 4 or 8 bit field that starts at a multiple of 4 bits; undefined when the payload is too short. */
export const fieldAt = (data: Uint8Array, start: number, width: 4 | 8): number | undefined => {
  const byte = data[start >> 3];
  if (byte === undefined) return undefined;
  if (width === 8) return byte;
  return (start & 4) === 0 ? byte >> 4 : byte & 15;
};

/** Step from one value to the next, modulo 2^width. */
export const stepBetween = (from: number, to: number, width: 4 | 8): number =>
  (to - from + 256) & (width === 8 ? 255 : 15);

/** Frames after which a counter shows the same value again. */
const cycleOf = (step: number, width: 4 | 8): number => 2 ** width / Math.max(1, step & -step || 2 ** width);

interface Field {
  readonly start: number;
  readonly width: 4 | 8;
  readonly steps: Uint32Array;
}

const fieldsOf = (at: number): readonly Field[] => [
  { start: at * 8, width: 8, steps: new Uint32Array(256) },
  { start: at * 8, width: 4, steps: new Uint32Array(16) },
  { start: at * 8 + 4, width: 4, steps: new Uint32Array(16) },
];

const overlaps = (left: CounterModel, right: CounterModel): boolean =>
  left.start < right.start + right.width && right.start < left.start + left.width;

/** Looks for fields of 4 and 8 bits that count; of two that overlap the wider one is kept. */
export const createCounterLearner = (): {
  readonly push: (data: Uint8Array) => void;
  readonly finish: () => readonly CounterModel[];
} => {
  let fields: Field[] = [];
  let last: Uint8Array | undefined;
  let count = 0;
  return {
    push: (data) => {
      if (last === undefined) fields = Array.from(data.subarray(0, MAX_BYTES), (_, at) => fieldsOf(at)).flat();
      else {
        count += 1;
        for (const { start, width, steps } of fields) {
          const step = stepBetween(fieldAt(last, start, width) ?? 0, fieldAt(data, start, width) ?? 0, width);
          steps[step] = (steps[step] ?? 0) + 1;
        }
      }
      last = data;
    },
    finish: () => {
      const found: CounterModel[] = [];
      if (count < LEAST_STEPS) return found;
      for (const { start, width, steps } of fields.toSorted((left, right) => right.width - left.width)) {
        const step = steps.indexOf(steps.reduce((most, each) => Math.max(most, each), 0));
        const counter = { start, width, step };
        const steady = cycleOf(step, width) >= LEAST_CYCLE && count - (steps[step] ?? 0) <= MOST_JUMPS * count;
        if (steady && !found.some((each) => overlaps(each, counter))) found.push(counter);
      }
      return found.toSorted((left, right) => left.start - right.start);
    },
  };
};
