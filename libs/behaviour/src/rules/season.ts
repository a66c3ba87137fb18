import { deviation, MAD_TO_SIGMA, median } from '../sketch/robust.ts';

/** Hours of a week. */
export const WEEK_HOURS = 168;
const DAY_HOURS = 24;
/** Fewest samples of the same hour of the week, of the same hours of days, and of all hours of a week. */
const LEAST_WEEKS = 3;
const LEAST_DAYS = 5;
const LEAST_HOURS = 24;

/** Counts up to here are kept exactly, larger ones to 0.1 %. */
const EXACT = 32_768;
const STEPS = 1000;
const UNKNOWN = 0xffff;
/** First of 64 signs, and the signs outside of them. */
const SIGN = 0x30;
const UNKNOWN_SIGN = 0x21;
const LONG_SIGN = 0x7e;
/** Most weeks that are kept. */
const MOST_WEEKS = 12;
const BUFFER = new Uint8Array((MOST_WEEKS + 1) * WEEK_HOURS * 4);
const ASCII = new TextDecoder();

const pack = (count: number): number =>
  count < EXACT ? count : Math.min(UNKNOWN - 1, EXACT + Math.round(Math.log2(count / EXACT) * STEPS));
const unpack = (kept: number): number => (kept < EXACT ? kept : Math.round(EXACT * 2 ** ((kept - EXACT) / STEPS)));

/** What is usual in one hour, and from which hours it was learnt. */
export interface Usual {
  readonly median: number;
  /** Standard deviation as MAD gives it, never below that of a random count with this median, nor below 1. */
  readonly spread: number;
  readonly samples: number;
  readonly from: 'hour of week' | 'hour of day' | 'last week';
}

const usualOf = (values: readonly number[], from: Usual['from']): Usual => {
  const middle = median(values);
  const spread = Math.max(deviation(values, middle) * MAD_TO_SIGMA, Math.sqrt(middle), 1);
  return { median: middle, spread, samples: values.length, from };
};

/**
 * Counts of the last weeks by hour, two bytes each. Hours are numbered from 1970-01-01 UTC. An hour that was never closed is
 * unknown, not zero. What is overwritten after weeks of silence is old, and still the best guess there is.
 */
export class Season {
  readonly #cells: Uint16Array;

  /** `weeks`: history that is compared. */
  constructor(weeks: number) {
    this.#cells = new Uint16Array((weeks + 1) * WEEK_HOURS).fill(UNKNOWN);
  }

  /** Bytes of a season. */
  static bytes(weeks: number): number {
    return (weeks + 1) * WEEK_HOURS * 2 + 120;
  }

  /** Closes a bucket of an hour; the fullest bucket stands for the hour. */
  close(hour: number, count: number, first: boolean): void {
    const at = hour % this.#cells.length;
    const kept = this.#cells[at] ?? UNKNOWN;
    const packed = pack(count);
    if (first || kept === UNKNOWN || packed > kept) this.#cells[at] = packed;
  }

  /** Count of an hour; undefined when it is not known. */
  at(hour: number): number | undefined {
    const kept = this.#cells[((hour % this.#cells.length) + this.#cells.length) % this.#cells.length] ?? UNKNOWN;
    return kept === UNKNOWN ? undefined : unpack(kept);
  }

  /** What is usual in an hour; undefined while too little is known. The hour itself does not count. */
  usual(hour: number): Usual | undefined {
    const weeks = this.#cells.length / WEEK_HOURS - 1;
    const same = this.#pick(weeks, (n) => hour - n * WEEK_HOURS);
    if (same.length >= Math.min(LEAST_WEEKS, weeks)) return usualOf(same, 'hour of week');
    const days = this.#pick(7, (n) => hour - n * DAY_HOURS);
    if (days.length >= LEAST_DAYS) return usualOf(days, 'hour of day');
    const hours = this.#pick(WEEK_HOURS, (n) => hour - n);
    return hours.length >= LEAST_HOURS ? usualOf(hours, 'last week') : undefined;
  }

  /** Everything it knows, as short ASCII text: a sign for a small count, `!` for unknown, `~` and three signs for others. */
  save(): string {
    const out = BUFFER;
    let to = 0;
    for (const value of this.#cells) {
      if (value < 64) out[to++] = SIGN + value;
      else if (value === UNKNOWN) out[to++] = UNKNOWN_SIGN;
      else {
        out[to++] = LONG_SIGN;
        for (const shift of [12, 6, 0]) out[to++] = SIGN + ((value >> shift) & 63);
      }
    }
    return ASCII.decode(out.subarray(0, to));
  }

  /** A season that goes on from what was saved; text of another length begins anew. */
  static from(weeks: number, saved: string): Season {
    const season = new Season(weeks);
    let at = 0;
    for (let from = 0; from < saved.length && at < season.#cells.length; from += 1, at += 1) {
      const code = saved.charCodeAt(from);
      if (code === LONG_SIGN) {
        const part = (n: number): number => (saved.charCodeAt(from + n) - SIGN) & 63;
        season.#cells[at] = (part(1) << 12) | (part(2) << 6) | part(3);
        from += 3;
      } else if (code !== UNKNOWN_SIGN) season.#cells[at] = (code - SIGN) & 63;
    }
    return at === season.#cells.length ? season : new Season(weeks);
  }

  #pick(count: number, hourOf: (n: number) => number): number[] {
    const values: number[] = [];
    for (let n = 1; n <= count; n += 1) {
      const value = this.at(hourOf(n));
      if (value !== undefined) values.push(value);
    }
    return values;
  }
}
