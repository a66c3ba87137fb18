import type { z } from 'zod';
import type { QuietHours, WarningLevel } from '../contract.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Asia/Shanghai has kept this offset since 1991. */
const OFFSET = 8 * 3_600_000;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/**
 * When a message may go: now, or the end of the quiet hours that are running. Hours over midnight are fine; equal ends
 * mean no quiet hours. Levels of `except` are never held.
 */
export const mayGoAt = (quiet: z.infer<typeof QuietHours> | null, level: WarningLevel | null, now: number): number => {
  if (quiet === null || level === null || quiet.except.includes(level)) return now;
  const midnight = Math.floor((now + OFFSET) / DAY) * DAY - OFFSET;
  const [from, to] = [minutesOf(quiet.from) * MINUTE, minutesOf(quiet.to) * MINUTE];
  const at = now - midnight;
  if (from < to) return at >= from && at < to ? midnight + to : now;
  if (from === to) return now;
  if (at >= from) return midnight + DAY + to;
  return at < to ? midnight + to : now;
};

/** Seconds before attempt `attempts + 1`: the base, doubled for each failure, at most an hour. */
export const backoffSeconds = (base: number, attempts: number): number =>
  Math.min(3600, base * 2 ** Math.max(0, attempts - 1));
