import { checkYear, type CalendarYear } from './calendar-year.ts';
import { calendarError } from './errors.ts';

const MOST = 200;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bad = (reason: string) => calendarError('calendar.year-invalid', { reason });

const textOf = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw bad(`${what} is no text`);
  return value;
};

const listOf = (value: unknown, what: string): readonly unknown[] => {
  if (!Array.isArray(value) || value.length > MOST) throw bad(`${what} is no list of at most ${MOST}`);
  return value;
};

/** Reads a year from its JSON value, as in `content/calendar`. Throws `calendar.year-invalid`. */
export const readCalendarYear = (value: unknown): CalendarYear => {
  if (!isRecord(value)) throw bad('it is no object');
  const year = {
    year: Number(value['year']),
    source: textOf(value['source'], 'source'),
    holidays: listOf(value['holidays'], 'holidays').map((each) => {
      if (!isRecord(each)) throw bad('a holiday is no object');
      return {
        name: textOf(each['name'], 'name'),
        from: textOf(each['from'], 'from'),
        to: textOf(each['to'], 'to'),
      };
    }),
    workdays: listOf(value['workdays'], 'workdays').map((each) => textOf(each, 'a working day')),
  };
  checkYear(year);
  return year;
};
