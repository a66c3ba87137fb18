import { isWorkday, type Calendar } from './calendar.ts';
import { yearOfDay, type Day } from './day.ts';

/** A day that was counted to, or the year whose arrangement is missing: nothing is guessed. */
export type CountedDay =
  | { readonly kind: 'known'; readonly day: Day }
  | { readonly kind: 'year-unknown'; readonly year: number };

/** Working days that can be counted at most. */
const MOST = 2_000;

const count = (calendar: Calendar, start: Day, days: number, step: 1 | -1): CountedDay => {
  if (!Number.isInteger(days) || days < 0 || days > MOST) throw new RangeError('working days are 0 to 2000');
  let day = start;
  for (let left = days; left > 0;) {
    day += step;
    const facts = calendar.factsOf(day);
    if (!facts.isKnown) return { kind: 'year-unknown', year: yearOfDay(day) };
    if (isWorkday(facts)) left -= 1;
  }
  return { kind: 'known', day };
};

/**
 * Last day of a limit of working days: the day of the start is not counted, and the limit ends at 24:00 of the day that is
 * answered (`beginInChina(day + 1)`). A counting convention of this product.
 */
export const addWorkingDays = (calendar: Calendar, start: Day, days: number): CountedDay =>
  count(calendar, start, days, 1);

/** Latest day that lies so many working days before an end; the end is not counted. */
export const workingDaysBefore = (calendar: Calendar, end: Day, days: number): CountedDay =>
  count(calendar, end, days, -1);
