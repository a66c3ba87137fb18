/**
 * Contract of the quality module: how well rules do, proposals against noise, dates on which exceptions are reviewed,
 * duplicate rules, and drills that prove that rules raise alerts. Isomorphic: the console imports it.
 */
import { Severity } from '@chedun/governance/contract';
import { z } from 'zod';

/** Permissions of alert quality. */
export const qualityPermissions = {
  read: 'quality.read',
  /** Run drills, dismiss proposals, note reviews. */
  manage: 'quality.manage',
} as const;

/** Source under which test events enter the journal; the same as `DRILL_SOURCE` of governance. */
export const DRILL = { id: 'drill', title: '检测演练' } as const;

const Iso = z.iso.datetime({ offset: true });

/** How an enabled rule did over 30 days. */
export const RuleScore = z.object({
  ruleId: z.string(),
  title: z.string(),
  titleZh: z.string().nullable(),
  level: Severity,
  family: z.string(),
  hits30d: z.number(),
  hits24h: z.number(),
  alerts30d: z.number().int(),
  /** Share of hits that joined an alert that was there, 0 to 1; null without hits. */
  suppressedShare: z.number().nullable(),
  truePositive: z.number().int(),
  falsePositive: z.number().int(),
  open: z.number().int(),
  /** truePositive / decided; null without verdicts. */
  precision: z.number().nullable(),
  triageMinutes: z.number().nullable(),
  topAsset: z.string(),
  /** Share of the occurrences on that asset, 0 to 1. */
  topAssetShare: z.number().nullable(),
  exceptions: z.number().int(),
});
export type RuleScore = z.infer<typeof RuleScore>;

/** GET /quality/scores: rules that had hits or alerts, loudest first. */
export const ScoreQuery = z.object({
  search: z.string().max(200).optional(),
  sort: z.enum(['hits24h', 'hits30d', 'alerts30d', 'precision', 'triageMinutes']).default('hits30d'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const ScoreList = z.object({
  items: z.array(RuleScore),
  total: z.number().int(),
  /** Over all rules. */
  summary: z.object({
    enabled: z.number().int(),
    speaking: z.number().int(),
    alerts30d: z.number().int(),
    decided: z.number().int(),
    precision: z.number().nullable(),
    triageMinutes: z.number().nullable(),
  }),
});

/**
 * `exception`: one asset makes most of the noise and nothing of it was true · `disable`: nearly every verdict says false ·
 * `group`: many alerts of one rule on the same asset could be one.
 */
export const ProposalKind = z.enum(['exception', 'disable', 'group']);
export type ProposalKind = z.infer<typeof ProposalKind>;

export const Proposal = z.object({
  /** Stable: `<kind>|<rule>|<asset>`. */
  key: z.string(),
  kind: ProposalKind,
  ruleId: z.string(),
  title: z.string(),
  titleZh: z.string().nullable(),
  asset: z.string(),
  reason: z.object({ zh: z.string(), en: z.string() }),
  /** Alerts or hits a day that would no longer come. */
  savesPerDay: z.number(),
  /** Detection map of the exception; null when no field of the newest event holds the asset. */
  exceptionYaml: z.string().nullable(),
  /** Proposed minutes of grouping. */
  groupMinutes: z.number().int().nullable(),
});
export type Proposal = z.infer<typeof Proposal>;
export const ProposalList = z.object({ items: z.array(Proposal), dismissed: z.number().int() });
/** POST /quality/proposals/dismiss: not shown again for so many days. */
export const Dismissal = z.strictObject({
  key: z.string().min(1).max(500),
  days: z.number().int().min(1).max(365).default(30),
  reason: z.string().min(1).max(500),
});
export const Done = z.object({ done: z.boolean() });

/** An exception and when it has to be looked at again. */
export const ExceptionReview = z.object({
  id: z.uuid(),
  title: z.string(),
  ruleId: z.string(),
  ruleTitle: z.string(),
  ruleTitleZh: z.string().nullable(),
  ruleEnabled: z.boolean(),
  createdBy: z.string(),
  createdAt: Iso,
  dueAt: Iso,
  overdue: z.boolean(),
  reviewedAt: Iso.nullable(),
  reviewedBy: z.string().nullable(),
  note: z.string().nullable(),
});
export type ExceptionReview = z.infer<typeof ExceptionReview>;
export const ExceptionReviewList = z.object({ items: z.array(ExceptionReview) });
export const ReviewParams = z.object({ id: z.uuid() });
/** POST /quality/exceptions/:id/review: it stays for so many more days. */
export const Review = z.strictObject({
  days: z.number().int().min(1).max(730).default(90),
  note: z.string().min(1).max(500),
});

/** Two rules that say the same: by their text, or because the same records raise both. */
export const Duplicate = z.object({
  kind: z.enum(['same-condition', 'same-hits']),
  rules: z.array(z.object({ id: z.string(), title: z.string(), titleZh: z.string().nullable(), ruleset: z.string() })),
  /** Shared records and the share of all records of both; null for the same condition. */
  shared: z.number().int().nullable(),
  overlap: z.number().nullable(),
});
export type Duplicate = z.infer<typeof Duplicate>;
export const DuplicateList = z.object({ items: z.array(Duplicate) });

export const DrillResult = z.object({
  family: z.string(),
  ruleId: z.string(),
  ruleTitle: z.string(),
  ruleTitleZh: z.string().nullable(),
  outcome: z.enum(['waiting', 'alerted', 'missed']),
  /** Finding of the alert; closed as drill. */
  findingId: z.string().nullable(),
  seconds: z.number().nullable(),
});
export type DrillResult = z.infer<typeof DrillResult>;

/**
 * `families`: one rule a family and every correlation · `all`: every rule that can be played · `round`: those whose last drill
 * is older than twenty hours, a bounded number · `rules`: named ones.
 */
export const DrillScopeKind = z.enum(['families', 'all', 'round', 'rules']);
/** Which rules a drill plays. */
export type DrillScope =
  | { readonly kind: 'families' | 'all' | 'round' }
  | { readonly kind: 'rules'; readonly ruleIds: readonly string[] };

/** One run of efficacy tests. */
export const Drill = z.object({
  id: z.uuid(),
  scope: DrillScopeKind,
  startedAt: Iso,
  finishedAt: Iso.nullable(),
  startedBy: z.string(),
  withinSeconds: z.number().int(),
  results: z.array(DrillResult),
  /** Families of enabled rules without a test event. */
  untested: z.array(z.string()),
});
export type Drill = z.infer<typeof Drill>;
export const DrillList = z.object({ items: z.array(Drill) });
/** POST /quality/drills: answers when every alert is there or the time is over. `ruleIds` only with `rules`. */
export const NewDrill = z
  .strictObject({
    withinSeconds: z.number().int().min(5).max(300).default(60),
    scope: z.enum(['families', 'all', 'rules']).default('families'),
    ruleIds: z.array(z.string().min(1).max(100)).max(200).default([]),
  })
  .refine(({ scope, ruleIds }) => (scope === 'rules') === ruleIds.length > 0, {
    path: ['ruleIds'],
    message: 'ruleIds are given with the scope "rules" and only then',
  });

/**
 * `proven`: its alert came within the last 26 hours · `stale`: it did, longer ago · `missed`: its last drill gave no alert ·
 * `waiting`: it was not played yet · `untestable`: no test event lies beside it.
 */
export const ProofState = z.enum(['proven', 'stale', 'missed', 'waiting', 'untestable']);
export type ProofState = z.infer<typeof ProofState>;

/** How an enabled rule or correlation did when it was last played. */
export const Proof = z.object({
  ruleId: z.string(),
  ruleTitle: z.string(),
  ruleTitleZh: z.string().nullable(),
  kind: z.enum(['rule', 'correlation']),
  family: z.string(),
  state: ProofState,
  triedAt: Iso.nullable(),
  provenAt: Iso.nullable(),
  /** Seconds from the test event to the alert, the last time there was one. */
  seconds: z.number().nullable(),
  findingId: z.string().nullable(),
  misses: z.number().int(),
});
export type Proof = z.infer<typeof Proof>;

/** GET /quality/proofs: every enabled rule, no paging. */
export const ProofList = z.object({
  items: z.array(Proof),
  summary: z.object({
    enabled: z.number().int(),
    testable: z.number().int(),
    proven: z.number().int(),
    stale: z.number().int(),
    missed: z.number().int(),
    waiting: z.number().int(),
    medianSeconds: z.number().nullable(),
    slowestSeconds: z.number().nullable(),
  }),
  /** Rules that a round plays at most, and minutes between rounds. */
  perRound: z.number().int(),
  everyMinutes: z.number().int(),
});
export type ProofList = z.infer<typeof ProofList>;

/** This module answers nothing to others yet. */
export type QualityAsks = Record<never, never>;
