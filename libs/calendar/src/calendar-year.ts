import { dayOfText, textOfDay, weekdayOf, yearOfDay, type Day } from './day.ts';
import { calendarError } from './errors.ts';

/** Days of one holiday, first and last as `YYYY-MM-DD`. */
export interface Holiday {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What the State Council arranged for one year: public holidays, and weekend days on which people work (调休). */
export interface CalendarYear {
  readonly year: number;
  /** Notice that says so. */
  readonly source: string;
  readonly holidays: readonly Holiday[];
  /** `YYYY-MM-DD`, Saturdays and Sundays. */
  readonly workdays: readonly string[];
}

/** Holidays and made-up days of a year at most, and letters of a name. */
const MOST_HOLIDAYS = 40;
const MOST_WORKDAYS = 40;
const MOST_NAME = 60;
const MOST_SOURCE = 300;
/** A holiday may begin so many days before its year, or end so many after it (New Year 2023 began on 2022-12-31). */
const BESIDE = 7;
const LONGEST = 31;

const wrong = (year: number, reason: string) => calendarError('calendar.year-invalid', { year, reason });

const dayWithin = (year: number, text: string): Day => {
  const day = dayOfText(text);
  if (day === undefined) throw wrong(year, `${text.slice(0, 20)} is no date`);
  if (yearOfDay(day + BESIDE) < year || yearOfDay(day - BESIDE) > year)
    throw wrong(year, `${text} does not belong to ${year}`);
  return day;
};

const daysOf = (year: number, { name, from, to }: Holiday): readonly Day[] => {
  if (name === '' || name.length > MOST_NAME) throw wrong(year, 'a holiday has no name or a long one');
  const first = dayWithin(year, from);
  const last = dayWithin(year, to);
  if (last < first || last - first >= LONGEST) throw wrong(year, `${from} to ${to} is no holiday`);
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
};

/** Holidays by day (with their name) and made-up days of a year that was checked. */
export interface CheckedYear {
  readonly year: number;
  readonly holidays: ReadonlyMap<Day, string>;
  readonly workdays: ReadonlySet<Day>;
}

/**
 * Checks a year: dates exist and belong to it, no day is a holiday twice, days on which people work are Saturdays or Sundays
 * and no holidays, and there is a holiday on a weekday at all. Throws `calendar.year-invalid`.
 */
export const checkYear = ({ year, source, holidays, workdays }: CalendarYear): CheckedYear => {
  if (!Number.isInteger(year) || year < 1990 || year > 2200) throw wrong(year, 'the year lies outside of 1990 to 2200');
  if (source.length > MOST_SOURCE) throw wrong(year, 'the name of the source is long');
  if (holidays.length > MOST_HOLIDAYS || workdays.length > MOST_WORKDAYS) throw wrong(year, 'there are too many days');
  const off = new Map<Day, string>();
  for (const holiday of holidays)
    for (const day of daysOf(year, holiday)) {
      if (off.has(day)) throw wrong(year, `${textOfDay(day)} is a holiday twice`);
      off.set(day, holiday.name);
    }
  const on = new Set<Day>();
  for (const text of workdays) {
    const day = dayWithin(year, text);
    if (off.has(day)) throw wrong(year, `${text} is a holiday and a working day`);
    if (weekdayOf(day) !== 0 && weekdayOf(day) !== 6) throw wrong(year, `${text} is a weekday, people work anyway`);
    if (on.has(day)) throw wrong(year, `${text} is a working day twice`);
    on.add(day);
  }
  if (![...off.keys()].some((day) => yearOfDay(day) === year && weekdayOf(day) % 6 !== 0))
    throw wrong(year, 'no weekday is a holiday');
  return { year, holidays: off, workdays: on };
};

/** A day with what is arranged for it. */
export interface MarkedDay {
  readonly day: Day;
  readonly kind: 'holiday' | 'workday';
  readonly name: string;
}

/** A year from single days: consecutive holidays of one name become one. Throws `calendar.year-invalid`. */
export const yearOfDays = (year: number, source: string, days: readonly MarkedDay[]): CalendarYear => {
  const sorted = days.toSorted((a, b) => a.day - b.day);
  const holidays: { name: string; from: string; to: string; last: Day }[] = [];
  for (const { day, kind, name } of sorted) {
    if (kind === 'workday') continue;
    const open = holidays.at(-1);
    if (open?.name === name && open.last === day - 1) Object.assign(open, { to: textOfDay(day), last: day });
    else holidays.push({ name, from: textOfDay(day), to: textOfDay(day), last: day });
  }
  const made = {
    year,
    source,
    holidays: holidays.map(({ name, from, to }) => ({ name, from, to })),
    workdays: sorted.filter(({ kind }) => kind === 'workday').map(({ day }) => textOfDay(day)),
  };
  checkYear(made);
  return made;
};
