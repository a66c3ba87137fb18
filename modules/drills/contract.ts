/** Contract of drills 应急演练, after-action reviews 复盘 and the emergency plan 预案. Isomorphic: the console imports it. */
export * from './contract/plan.ts';
export * from './contract/review.ts';
export * from './contract/run.ts';
export * from './contract/scenario.ts';

/** Permissions of drills. */
export const drillPermissions = {
  read: 'drills.read',
  /** Prepares, starts and stops runs, releases injects, judges answers. */
  manage: 'drills.manage',
  /** Answers what a run asks the team, and writes its log. */
  takePart: 'drills.take-part',
  /** Writes and signs after-action reviews. */
  review: 'drills.review',
  /** Drafts the emergency plan. */
  plan: 'drills.plan',
  /** Approves a plan that somebody else drafted. */
  approve: 'drills.approve',
} as const;
