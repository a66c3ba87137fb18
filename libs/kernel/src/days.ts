const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

/** The day in Shanghai (UTC+8, no summer time) of a time in milliseconds since 1970, `YYYY-MM-DD`. */
export const dayOf = (now: number): string => new Date(now + SHANGHAI).toISOString().slice(0, 10);

/** A day `YYYY-MM-DD` so many days later; earlier when `days` is negative. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** The same day `YYYY-MM-DD` so many years later; 29 February becomes 28 February where there is none. */
export const addYears = (day: string, years: number): string => {
  const year = Number(day.slice(0, 4)) + years;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const rest = day.slice(4) === '-02-29' && !isLeap ? '-02-28' : day.slice(4);
  return `${String(year).padStart(4, '0')}${rest}`;
};

/** The same day `YYYY-MM-DD` of the next year; 29 February becomes 28 February. */
export const addYear = (day: string): string => addYears(day, 1);

/** Days from one day `YYYY-MM-DD` to another; negative when the second comes first. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
