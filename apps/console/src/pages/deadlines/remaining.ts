import type { ClockLine } from '@chedun/deadline-ledger/contract';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WARN = 0.5;
const URGENT = 0.8;

type Times = Pick<ClockLine, 'startedAt' | 'dueAt' | 'overdue' | 'elapsed' | 'dueKind'>;

/** Part of the time that is over at `now`, 0 to 1. 立即 has no length of its own: what the server said counts. */
export const partOf = ({ startedAt, dueAt, elapsed, dueKind }: Times, now: number): number => {
  if (dueKind === 'immediate') return elapsed;
  const [start, due] = [Date.parse(startedAt), Date.parse(dueAt)];
  return due <= start ? 1 : Math.min(1, Math.max(0, (now - start) / (due - start)));
};

/** How long it is to the due time, or since, in the unit that reads best. */
export const leftOf = (
  { dueAt }: Times,
  now: number,
): { readonly count: number; readonly unit: 'minutes' | 'hours' | 'days' } => {
  const ms = Math.abs(Date.parse(dueAt) - now);
  if (ms < 2 * HOUR) return { count: Math.floor(ms / MINUTE), unit: 'minutes' };
  if (ms < 3 * DAY) return { count: Math.floor(ms / HOUR), unit: 'hours' };
  return { count: Math.floor(ms / DAY), unit: 'days' };
};

/** Tone of the style sheet: red when overdue, then by 80 and 50 %. */
export const toneOf = (clock: Times, now: number): 'critical' | 'high' | 'medium' | 'good' => {
  if (clock.overdue) return 'critical';
  const part = partOf(clock, now);
  if (part >= URGENT) return 'high';
  return part >= WARN ? 'medium' : 'good';
};
