import type { TimePart } from '../ir/expression.ts';

const DAY = 86_400_000;

/**
 * Reads a time stamp: ISO 8601 or RFC 2822 text (without a zone it is UTC), or a number of seconds, milliseconds,
 * microseconds or nanoseconds since 1970, told apart by its size. `undefined` when it is none.
 */
export const parseTime = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) && value > 0 ? fromEpoch(value) : undefined;
  if (typeof value !== 'string' || value.length > 64) return undefined;
  if (/^\d{9,19}(\.\d+)?$/.test(value)) return fromEpoch(Number(value));
  const zoned = /^\d{4}-\d\d-\d\d[T ][\d:.,]+$/.test(value) ? `${value.replace(' ', 'T').replace(',', '.')}Z` : value;
  const time = Date.parse(zoned.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(time) ? undefined : time;
};

const fromEpoch = (value: number): number => {
  if (value < 1e11) return value * 1e3;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1e3 : value / 1e6;
};

/** One part of a time in UTC; months count from 1, weeks as in ISO 8601. */
export const timePart = (time: number, part: TimePart): number => {
  const date = new Date(time);
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return isoWeek(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
  }
};

/** The ISO week is the one of its Thursday. */
const isoWeek = (date: Date): number => {
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const thursday = midnight + (3 - ((date.getUTCDay() + 6) % 7)) * DAY;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - newYear) / (7 * DAY)) + 1;
};
