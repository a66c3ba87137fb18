import { addDays, daysBetween } from '@chedun/kernel';
import { ACKNOWLEDGE_DAYS, REVIEW_NOTICE_DAYS, type PolicyState, type ReadingState } from '../contract.ts';

/** What of an approved version decides when it holds. */
export interface Term {
  readonly number: number;
  readonly effectiveFrom: string;
  readonly reviewBy: string;
}

/** A day `YYYY-MM-DD` so many months later; the last day of that month when it has no such day. */
export const addMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const found = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)));
  return found.toISOString().slice(0, 10);
};

/** The version that holds today: the newest one whose effective day has come. */
export const effectiveOf = <T extends Term>(approved: readonly T[], today: string): T | undefined =>
  approved
    .filter(({ effectiveFrom }) => effectiveFrom <= today)
    .toSorted((a, b) => b.number - a.number)
    .at(0);

/** How a policy stands today. */
export const stateOf = (
  { approved, isRetired }: { readonly approved: readonly Term[]; readonly isRetired: boolean },
  today: string,
): PolicyState => {
  if (isRetired) return 'retired';
  const holding = effectiveOf(approved, today);
  if (holding === undefined) return approved.length === 0 ? 'none' : 'scheduled';
  const left = daysBetween(today, holding.reviewBy);
  if (left < 0) return 'review-overdue';
  return left <= REVIEW_NOTICE_DAYS ? 'review-due' : 'effective';
};

/** Last day on which readers of a version acknowledge it in time. */
export const dueDay = (effectiveFrom: string): string => addDays(effectiveFrom, ACKNOWLEDGE_DAYS);

/** Days before the due day from which a reader is reminded. */
const REMINDER_DAYS = 3;

/** How a reader stands. */
export const readingState = (isRead: boolean, dueBy: string, today: string): ReadingState => {
  if (isRead) return 'read';
  const left = daysBetween(today, dueBy);
  if (left < 0) return 'overdue';
  return left <= REMINDER_DAYS ? 'due-soon' : 'waiting';
};
