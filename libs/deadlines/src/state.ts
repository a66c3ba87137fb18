/** Parts of the time of a clock at which it warns. */
export const WARN_AT = [0.5, 0.8, 1] as const;

/** 50, 80 or 100 %. */
export type WarningStep = (typeof WARN_AT)[number];

/** Moments at which a clock from `start` to `due` warns: at 50, 80 and 100 % of its time, milliseconds since 1970 UTC. */
export const warningsOf = (
  start: number,
  due: number,
): readonly { readonly step: WarningStep; readonly at: number }[] =>
  WARN_AT.map((step) => ({ step, at: start + Math.round((due - start) * step) }));

/** The furthest step that is reached at `now`; undefined before the first one. An immediate clock is due at once. */
export const reachedStep = (start: number, due: number, now: number): WarningStep | undefined =>
  warningsOf(start, due).findLast(({ at }) => now >= at)?.step;

/** Part of the time of a clock that is over, 0 to 1; never more than 1. */
export const elapsedPart = (start: number, due: number, now: number): number => {
  if (due <= start) return 1;
  return Math.min(1, Math.max(0, (now - start) / (due - start)));
};

/**
 * What a submission is at its time. It is always taken; a late one has to be explained. The end itself is in time.
 * `lateBy` in milliseconds.
 */
export type Submission = { readonly kind: 'in-time' } | { readonly kind: 'late'; readonly lateBy: number };

/** Judges a submission of a clock that was due at `due`; both in milliseconds since 1970 UTC. */
export const submissionOf = (due: number, submittedAt: number): Submission =>
  submittedAt <= due ? { kind: 'in-time' } : { kind: 'late', lateBy: submittedAt - due };

/**
 * The same for 立即 (no number in the rule): whatever comes within `grace` after the start is in time. The grace is a setting
 * of the product, not of the law.
 */
export const immediateSubmissionOf = (start: number, grace: number, submittedAt: number): Submission =>
  submissionOf(start + grace, submittedAt);
