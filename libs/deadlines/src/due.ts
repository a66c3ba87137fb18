import {
  addWorkingDays,
  beginInChina,
  dayInChina,
  isWorkday,
  textOfDay,
  type Calendar,
  type Day,
} from '@chedun/calendar';
import type { Term } from './catalogue.ts';
import { addCalendarMonths, addCalendarYears, nextDateOfYear } from './months.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CHINA = 8 * HOUR;

/**
 * When a term ends. `moment` elapsed time, to the second · `day` at 24:00 of a day in Asia/Shanghai · `provisional` the
 * holidays of a year that the count runs through were not loaded: `earliest` is the first day on which it can end at all
 * (were every unknown day a working day), never a guess.
 */
export type Due =
  | { readonly kind: 'moment'; readonly at: number }
  | { readonly kind: 'day'; readonly day: Day; readonly at: number }
  | { readonly kind: 'provisional'; readonly missingYear: number; readonly earliest: Day; readonly at: number };

const endOf = (day: Day): Due => ({ kind: 'day', day, at: beginInChina(day + 1) });

/** First day on which so many working days can be over, were all days of unknown years working days. */
const earliestEnd = (calendar: Calendar, start: Day, days: number): Day => {
  let day = start;
  for (let left = days; left > 0;) {
    day += 1;
    const facts = calendar.factsOf(day);
    if (!facts.isKnown || isWorkday(facts)) left -= 1;
  }
  return day;
};

const workingDays = (calendar: Calendar, start: Day, days: number): Due => {
  const counted = addWorkingDays(calendar, start, days);
  if (counted.kind === 'known') return endOf(counted.day);
  const earliest = earliestEnd(calendar, start, days);
  return { kind: 'provisional', missingYear: counted.year, earliest, at: beginInChina(earliest + 1) };
};

/**
 * When a term that starts at `start` (milliseconds since 1970 UTC) is due.
 *
 * Counting conventions of this product, where the rule says nothing: minutes and hours elapse, through nights and holidays;
 * the day of the start does not count; days end at 24:00 in Asia/Shanghai; natural days do not roll forward over rest days
 * (the earlier reading); ends of months are clipped; working days follow the loaded arrangement of the State Council.
 * A fixed date of the year is the next one on or after the day of the start.
 */
export const dueOf = (term: Term, start: number, calendar: Calendar): Due => {
  const day = dayInChina(start);
  if (term.dueOn !== undefined) return endOf(nextDateOfYear(day, term.dueOn));
  switch (term.unit) {
    case 'immediate':
      return { kind: 'moment', at: start };
    case 'min':
      return { kind: 'moment', at: start + term.n * MINUTE };
    case 'h':
      return { kind: 'moment', at: start + term.n * HOUR };
    case 'd':
      return endOf(day + term.n);
    case 'wd':
      return workingDays(calendar, day, term.n);
    case 'mo':
      return endOf(addCalendarMonths(day, term.n));
    case 'y':
      return endOf(addCalendarYears(day, term.n));
  }
};

/** `YYYY-MM-DDTHH:MM:SS+08:00` of a moment. */
export const textInChina = (at: number): string => `${new Date(at + CHINA).toISOString().slice(0, 19)}+08:00`;

/** A due time as the law says it: a moment, or `YYYY-MM-DDT24:00:00+08:00` for the end of a day. */
export const textOfDue = (due: Due): string => {
  switch (due.kind) {
    case 'moment':
      return textInChina(due.at);
    case 'day':
      return `${textOfDay(due.day)}T24:00:00+08:00`;
    case 'provisional':
      return `provisional: calendar ${due.missingYear} missing`;
  }
};
