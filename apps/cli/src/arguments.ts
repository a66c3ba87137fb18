import { InvalidArgumentError } from 'commander';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads `30m`, `24h`, `7d` (before now) or an ISO 8601 time with zone; gives ISO 8601 in UTC. */
export const timeBefore =
  (now: number) =>
  (text: string): string => {
    const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
    if (count !== undefined && (unit === 'm' || unit === 'h' || unit === 'd'))
      return new Date(now - Number(count) * UNITS[unit]).toISOString();
    const time = ZONED.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(time))
      throw new InvalidArgumentError('A time such as 2026-11-23T09:00:00+08:00, or 24h, 7d, 30m is expected.');
    return new Date(time).toISOString();
  };

/** Reads a whole number from `least` to `most`. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d{1,15}$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`A whole number from ${least} to ${most} is expected.`);
    return value;
  };

/** Where an event lies in the journal. */
export interface EventPlace {
  readonly journal: string;
  readonly seq: number;
  readonly index: number;
}

/** Reads `network/12/3`, as `chedun events search` prints it. */
export const eventPlace = (text: string): EventPlace => {
  const [, journal, seq, index] = /^([a-z0-9-]{1,32})\/(\d{1,15})\/(\d{1,9})$/.exec(text) ?? [];
  if (journal === undefined) throw new InvalidArgumentError('A place such as network/12/3 is expected.');
  return { journal, seq: Number(seq), index: Number(index) };
};
