import { fillCells, packCount, textOfCells, UNKNOWN, unpackCount } from './cells.ts';
import { dayOfHour, hourOfDay } from './hour-kind.ts';

const HOURS = 24;
/** Days of public holidays that are remembered: about a year of them would be 30, the newest say most. */
const DAYS = 12;
const NO_DAY = -1;

/** Counts by hour of the last public holidays, which come too seldom for the memory of weeks. */
export class HolidayHours {
  readonly #days = Array.from({ length: DAYS }, () => NO_DAY);
  readonly #cells = new Uint16Array(DAYS * HOURS).fill(UNKNOWN);

  /** Bytes of the memory. */
  static readonly bytes = DAYS * HOURS * 2 + DAYS * 8 + 150;

  /** Closes a bucket of an hour of a holiday; the fullest bucket stands for the hour. */
  close(hour: number, count: number, first: boolean): void {
    const day = dayOfHour(hour);
    let slot = this.#days.indexOf(day);
    if (slot < 0) {
      const oldest = Math.min(...this.#days);
      if (day < oldest) return;
      slot = this.#days.indexOf(oldest);
      this.#days[slot] = day;
      this.#cells.fill(UNKNOWN, slot * HOURS, (slot + 1) * HOURS);
    }
    const at = slot * HOURS + hourOfDay(hour);
    const kept = this.#cells[at] ?? UNKNOWN;
    const packed = packCount(count);
    if (first || kept === UNKNOWN || packed > kept) this.#cells[at] = packed;
  }

  /** Counts of the same hour of the day on earlier holidays. */
  before(hour: number): number[] {
    const today = dayOfHour(hour);
    const ofDay = hourOfDay(hour);
    return this.#days.flatMap((day, slot) => {
      const count = unpackCount(this.#cells[slot * HOURS + ofDay] ?? UNKNOWN);
      return day === NO_DAY || day >= today || count === undefined ? [] : [count];
    });
  }

  /** Everything it knows as short ASCII text. */
  save(): string {
    return `${this.#days.join(',')}|${textOfCells(this.#cells)}`;
  }

  /** Holidays from what was saved; text of another form begins anew. */
  static from(saved: string): HolidayHours {
    const holidays = new HolidayHours();
    const border = saved.indexOf('|');
    const days = saved.slice(0, Math.max(0, border)).split(',').map(Number);
    if (days.length !== DAYS || !days.every((day) => Number.isInteger(day) && day >= NO_DAY)) return holidays;
    if (!fillCells(holidays.#cells, saved.slice(border + 1))) return new HolidayHours();
    for (const [slot, day] of days.entries()) holidays.#days[slot] = day;
    return holidays;
  }
}
