import { dayOfText, textOfDay, type Day } from '@chedun/calendar';

const MONTHS_OF_YEAR = 12;
const DAY_MS = 86_400_000;

const lastDayOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/**
 * The same day of the month, so many calendar months later (or earlier, below 0); a day that the month does not have becomes
 * its last day: 31 August and six months are 28 February. A counting convention of this product: the earlier reading.
 */
export const addCalendarMonths = (day: Day, months: number): Day => {
  const date = new Date(day * DAY_MS);
  const target = date.getUTCFullYear() * MONTHS_OF_YEAR + date.getUTCMonth() + months;
  const [year, month] = [Math.floor(target / MONTHS_OF_YEAR), target % MONTHS_OF_YEAR];
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDayOfMonth(year, month))) / DAY_MS;
};

/** The same date so many years later; 29 February becomes 28 February where there is none. */
export const addCalendarYears = (day: Day, years: number): Day => addCalendarMonths(day, years * MONTHS_OF_YEAR);

/** First day on or after `day` that has the date `MM-DD`; 02-29 is the last day of February where there is none. */
export const nextDateOfYear = (day: Day, date: string): Day => {
  const year = Number(textOfDay(day).slice(0, 4));
  const inYear = (each: number): Day => {
    const first = dayOfText(`${String(each).padStart(4, '0')}-${date.slice(0, 2)}-01`) ?? day;
    const last = lastDayOfMonth(each, Number(date.slice(0, 2)) - 1);
    return first + Math.min(Number(date.slice(3)), last) - 1;
  };
  const here = inYear(year);
  return here >= day ? here : inYear(year + 1);
};
