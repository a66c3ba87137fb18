import type { Milestone, MilestoneKey } from '../contract.ts';

/** Milestones with the minutes from the earliest of them; those that did not happen stay empty. */
export const milestonesOf = (moments: readonly (readonly [MilestoneKey, number | null])[]): Milestone[] => {
  const known = moments.flatMap(([, at]) => (at === null ? [] : [at]));
  const first = known.length === 0 ? null : Math.min(...known);
  return moments.map(([key, at]) => ({
    key,
    at: at === null ? null : new Date(at).toISOString(),
    minutes: at === null || first === null ? null : Math.round((at - first) / 6000) / 10,
  }));
};
