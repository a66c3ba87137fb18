import { deviation, MAD_TO_SIGMA, median } from '../sketch/robust.ts';
import { fillCells, packCount, textOfCells, UNKNOWN, unpackCount } from './cells.ts';
import { HolidayHours } from './holiday-hours.ts';
import { weekOnly, type KindOfHour } from './hour-kind.ts';

/** Hours of a week. */
export const WEEK_HOURS = 168;
const DAY_HOURS = 24;
/** Fewest samples of the same hour of the week, of the same hours of days, of all hours of a week, and of holidays. */
const LEAST_WEEKS = 3;
const LEAST_DAYS = 5;
const LEAST_HOURS = 24;
const LEAST_HOLIDAYS = 3;

/** What is usual in one hour, and from which hours it was learnt. */
export interface Usual {
  readonly median: number;
  /** Standard deviation as MAD gives it, never below that of a random count with this median, nor below 1. */
  readonly spread: number;
  readonly samples: number;
  /**
   * `holidays`: earlier public holidays · `any day`: too few of them are known, so all days count and the band reaches over
   * all of them · `working days`: for a weekend day on which people work.
   */
  readonly from: 'hour of week' | 'hour of day' | 'last week' | 'working days' | 'holidays' | 'any day';
}

const usualOf = (values: readonly number[], from: Usual['from']): Usual => {
  const middle = median(values);
  const spread = Math.max(deviation(values, middle) * MAD_TO_SIGMA, Math.sqrt(middle), 1);
  return { median: middle, spread, samples: values.length, from };
};

/**
 * Counts of the last weeks by hour, two bytes each, and of the last public holidays. Hours are numbered from 1970-01-01 UTC.
 * An hour that was never closed is unknown, not zero. What is overwritten after weeks of silence is old, and still the best
 * guess there is.
 */
export class Season {
  readonly #cells: Uint16Array;
  readonly #kindOf: KindOfHour;
  #holidays: HolidayHours | undefined;

  /** `weeks`: history that is compared. `kindOf`: what kind of day an hour belongs to. */
  constructor(weeks: number, kindOf: KindOfHour = weekOnly) {
    this.#cells = new Uint16Array((weeks + 1) * WEEK_HOURS).fill(UNKNOWN);
    this.#kindOf = kindOf;
  }

  /** Bytes of a season. */
  static bytes(weeks: number): number {
    return (weeks + 1) * WEEK_HOURS * 2 + HolidayHours.bytes + 120;
  }

  /** Closes a bucket of an hour; the fullest bucket stands for the hour. */
  close(hour: number, count: number, first: boolean): void {
    const at = hour % this.#cells.length;
    const kept = this.#cells[at] ?? UNKNOWN;
    const packed = packCount(count);
    if (first || kept === UNKNOWN || packed > kept) this.#cells[at] = packed;
    if (this.#kindOf(hour) !== 'holiday') return;
    this.#holidays ??= new HolidayHours();
    this.#holidays.close(hour, count, first);
  }

  /** Count of an hour; undefined when it is not known. */
  at(hour: number): number | undefined {
    return unpackCount(this.#cells[((hour % this.#cells.length) + this.#cells.length) % this.#cells.length] ?? UNKNOWN);
  }

  /**
   * What is usual in an hour; undefined while too little is known. The hour itself does not count. Public holidays are
   * compared with holidays, weekend days on which people work with working days, and other days with neither.
   */
  usual(hour: number): Usual | undefined {
    const kind = this.#kindOf(hour);
    if (kind === 'holiday') return this.#ofHoliday(hour);
    if (kind === 'make-up') return this.#ofMadeUpDay(hour);
    const isPlain = (at: number): boolean => {
      const other = this.#kindOf(at);
      return other === 'workday' || other === 'weekend';
    };
    const weeks = this.#weeks();
    const same = this.#pick(weeks, (n) => hour - n * WEEK_HOURS, isPlain);
    if (same.length >= Math.min(LEAST_WEEKS, weeks)) return usualOf(same, 'hour of week');
    const days = this.#pick(7, (n) => hour - n * DAY_HOURS, isPlain);
    if (days.length >= LEAST_DAYS) return usualOf(days, 'hour of day');
    const hours = this.#pick(WEEK_HOURS, (n) => hour - n, isPlain);
    return hours.length >= LEAST_HOURS ? usualOf(hours, 'last week') : undefined;
  }

  /** Everything it knows of the last weeks, as short ASCII text. */
  save(): string {
    return textOfCells(this.#cells);
  }

  /** Everything it knows of holidays, '' when it knows none. */
  saveHolidays(): string {
    return this.#holidays?.save() ?? '';
  }

  /** A season that goes on from what was saved; text of another length begins anew. */
  static from(weeks: number, saved: string, holidays: string, kindOf: KindOfHour): Season {
    const season = new Season(weeks, kindOf);
    if (!fillCells(season.#cells, saved)) season.#cells.fill(UNKNOWN);
    if (holidays !== '') season.#holidays = HolidayHours.from(holidays);
    return season;
  }

  #weeks(): number {
    return this.#cells.length / WEEK_HOURS - 1;
  }

  #ofHoliday(hour: number): Usual | undefined {
    const holidays = this.#holidays?.before(hour) ?? [];
    if (holidays.length >= LEAST_HOLIDAYS) return usualOf(holidays, 'holidays');
    const days = this.#pick(this.#weeks() * 7, (n) => hour - n * DAY_HOURS);
    if (days.length < LEAST_DAYS) return undefined;
    const usual = usualOf(days, 'any day');
    return { ...usual, spread: Math.max(usual.spread, (Math.max(...days) - Math.min(...days)) / 2) };
  }

  #ofMadeUpDay(hour: number): Usual | undefined {
    const isWorkday = (at: number): boolean => this.#kindOf(at) === 'workday';
    const days = this.#pick(this.#weeks() * 7, (n) => hour - n * DAY_HOURS, isWorkday);
    return days.length >= LEAST_DAYS ? usualOf(days, 'working days') : undefined;
  }

  #pick(count: number, hourOf: (n: number) => number, counts: (hour: number) => boolean = () => true): number[] {
    const values: number[] = [];
    for (let n = 1; n <= count; n += 1) {
      const hour = hourOf(n);
      const value = this.at(hour);
      if (value !== undefined && counts(hour)) values.push(value);
    }
    return values;
  }
}
