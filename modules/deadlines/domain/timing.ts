import type { Calendar } from '@chedun/calendar';
import { dueOf, warningsOf, type Term } from '@chedun/deadlines';

/** What 立即 allows in this product: the law gives no number. A report within half an hour counts as in time. */
const IMMEDIATE_GRACE = 30 * 60_000;
/** How often a provisional date is looked at again. */
const LOOK_AGAIN = 6 * 3_600_000;

/** Times of a clock, milliseconds since 1970 UTC. */
export interface Timing {
  readonly dueAt: number;
  readonly lateFrom: number;
  readonly missingYear: number | null;
}

/** When a term from a start is due, and from when on it is late. */
export const timingOf = (term: Term, start: number, calendar: Calendar): Timing => {
  const due = dueOf(term, start, calendar);
  const grace = term.unit === 'immediate' ? IMMEDIATE_GRACE : 0;
  return {
    dueAt: due.at,
    lateFrom: due.at + grace,
    missingYear: due.kind === 'provisional' ? due.missingYear : null,
  };
};

/** Last step that is reached, in percent; 0 before the first. */
export const warnedAt = (start: number, lateFrom: number, now: number): number =>
  Math.round((warningsOf(start, lateFrom).findLast(({ at }) => now >= at)?.step ?? 0) * 100);

/** When a running clock has to be looked at next; undefined after its last warning. */
export const nextLook = (start: number, timing: Timing, now: number): number | undefined => {
  const next = warningsOf(start, timing.lateFrom).find(({ at }) => at > now)?.at;
  if (timing.missingYear === null) return next;
  return Math.min(next ?? Number.POSITIVE_INFINITY, now + LOOK_AGAIN);
};
