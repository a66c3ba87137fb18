import { civilMs, monthNumber } from './time.ts';

/** A time stamp of the form `Mmm dd [yyyy] hh:mm:ss[.fff]` and where it ended. */
export interface CalendarStamp {
  readonly month: number;
  readonly day: number;
  /** Undefined where the stamp names none, as RFC 3164 does. */
  readonly year: number | undefined;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Characters read. */
  readonly length: number;
}

const STAMP = /^([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))? (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?/;
const DAY = 86_400_000;

/** Reads `Mmm dd [yyyy] hh:mm:ss[.fff]` at the start of a text; undefined when there is none. */
export const calendarStamp = (text: string): CalendarStamp | undefined => {
  const match = STAMP.exec(text.length > 48 ? text.slice(0, 48) : text);
  if (match === null) return undefined;
  const [all, name = '', day, year, hour, minute, second, fraction = ''] = match;
  const month = monthNumber(name);
  if (month === 0) return undefined;
  return {
    month,
    day: Number(day),
    year: year === undefined ? undefined : Number(year),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
    length: all.length,
  };
};

/**
 * Instant of a stamp. Where it names no year, the year is the one that puts it nearest before `now` (up to one day
 * after counts as clock error); without `now` there is no instant.
 */
export const stampMs = (
  stamp: CalendarStamp,
  zoneOffsetMinutes: number,
  now: (() => number) | undefined,
): number | undefined => {
  const at = (year: number): number | undefined => {
    const whole = civilMs({ ...stamp, year });
    return whole === undefined ? undefined : whole + stamp.millisecond - zoneOffsetMinutes * 60_000;
  };
  if (stamp.year !== undefined) return at(stamp.year);
  if (now === undefined) return undefined;
  const present = now();
  const year = new Date(present).getUTCFullYear();
  for (const candidate of [year + 1, year]) {
    const ms = at(candidate);
    if (ms !== undefined && ms <= present + DAY) return ms;
  }
  return at(year - 1);
};
