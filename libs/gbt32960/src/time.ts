import { gbtError } from './errors.ts';

/**
 * A moment of the protocol: milliseconds since 1970 UTC, or the six bytes as sent when they are no valid date
 * (so that a frame can be written back unchanged).
 */
export type GbTime = number | Uint8Array;

/** Length of the time field: yy MM dd HH mm ss (GB/T 32960.3 table 5), always GMT+8, years 2000-2099. */
export const TIME_BYTES = 6;

const BEIJING_MS = 8 * 3_600_000;
const FIRST_MS = Date.UTC(2000, 0, 1) - BEIJING_MS;
const END_MS = Date.UTC(2100, 0, 1) - BEIJING_MS;

/** Milliseconds of a time, undefined when it is no valid date. */
export const timeMs = (time: GbTime): number | undefined => (typeof time === 'number' ? time : undefined);

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const daysIn = (year: number, month: number): number =>
  (MONTH_DAYS[month - 1] ?? 0) + (month === 2 && year % 4 === 0 ? 1 : 0);

/** Reads six bytes at `at`; the caller has checked that they are there. */
export const readTime = (view: DataView, at: number): GbTime => {
  const year = view.getUint8(at);
  const month = view.getUint8(at + 1);
  const day = view.getUint8(at + 2);
  const hour = view.getUint8(at + 3);
  const minute = view.getUint8(at + 4);
  const second = view.getUint8(at + 5);
  const valid = year <= 99 && day >= 1 && day <= daysIn(year, month) && hour <= 23 && minute <= 59 && second <= 59;
  if (!valid)
    return new Uint8Array(view.buffer.slice(view.byteOffset + at, view.byteOffset + at + TIME_BYTES) as ArrayBuffer);
  return Date.UTC(2000 + year, month - 1, day, hour, minute, second) - BEIJING_MS;
};

/** Six bytes of a time; milliseconds are cut. Throws `gbt32960.range` outside 2000-2099 or for a wrong byte count. */
export const timeBytes = (time: GbTime): Uint8Array => {
  if (typeof time !== 'number') {
    if (time.length === TIME_BYTES) return time;
    throw gbtError('gbt32960.range', {
      field: 'time',
      reason: `a raw time has ${TIME_BYTES} bytes, not ${time.length}`,
    });
  }
  if (!(time >= FIRST_MS && time < END_MS)) {
    throw gbtError('gbt32960.range', { field: 'time', reason: 'the protocol covers the years 2000 to 2099 only' });
  }
  const date = new Date(time + BEIJING_MS);
  return Uint8Array.of(
    date.getUTCFullYear() - 2000,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  );
};

/** ISO 8601 text with the offset of the protocol, for example `2021-08-20T09:59:08+08:00`; undefined for no valid date. */
export const timeText = (time: GbTime): string | undefined =>
  typeof time === 'number' ? `${new Date(time + BEIJING_MS).toISOString().slice(0, 19)}+08:00` : undefined;
