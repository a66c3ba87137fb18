const DAY_MS = 86_400_000;
/** China is eight hours ahead of UTC and has known no summer time since 1991. */
const CHINA_MS = 8 * 3_600_000;
const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const FIRST_YEAR = 1970;

/** A day as number of days since 1970-01-01. */
export type Day = number;

/** Day of a text `YYYY-MM-DD` (1970 to 9999); undefined when there is no such day. */
export const dayOfText = (text: string): Day | undefined => {
  const match = FORM.exec(text);
  if (match === null || Number(match[1]) < FIRST_YEAR) return undefined;
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const day = at / DAY_MS;
  return textOfDay(day) === text ? day : undefined;
};

/** Text `YYYY-MM-DD` of a day. */
export const textOfDay = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Year of a day. */
export const yearOfDay = (day: Day): number => new Date(day * DAY_MS).getUTCFullYear();

/** Day of the week, 0 = Sunday to 6 = Saturday. */
export const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7;

/** Day in China at a moment (milliseconds since 1970 UTC). */
export const dayInChina = (at: number): Day => Math.floor((at + CHINA_MS) / DAY_MS);

/** Moment at which a day begins in China, milliseconds since 1970 UTC; the end of a day is the begin of the next. */
export const beginInChina = (day: Day): number => day * DAY_MS - CHINA_MS;
