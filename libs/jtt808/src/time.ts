/** BCD times yyMMddHHmmss: years 2000-2099, always GMT+8 (clause 4.2). */
const GMT8_MS = 8 * 3_600_000;
const FORM = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/** Milliseconds since 1970 UTC, undefined for digits that are no date and time. */
export const timeMs = (digits: string): number | undefined => {
  const match = FORM.exec(digits);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const local = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const date = new Date(local);
  const holds =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return holds ? local - GMT8_MS : undefined;
};

/** BCD digits of a moment in GMT+8; the year is taken modulo 100. */
export const timeDigits = (ms: number): string => new Date(ms + GMT8_MS).toISOString().replace(/\D/g, '').slice(2, 14);
