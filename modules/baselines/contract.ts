/** Contract of the baselines module: behaviour rules, what they learnt, and what deviated. Isomorphic. */
import { EventRef, Severity } from '@chedun/governance/contract';
import { LintFinding } from '@chedun/detection/contract';
import { z } from 'zod';

/** Permissions of this module. */
export const baselinePermissions = {
  read: 'baselines.read',
  write: 'baselines.write',
  test: 'baselines.test',
} as const;

/** Source under which verdicts of behaviour rules enter the journal. */
export const BASELINE_SOURCE = { id: 'baselines', title: '行为基线' } as const;

const Iso = z.iso.datetime({ offset: true });

/** What a behaviour rule compares. */
export const BaselineType = z.enum(['new_terms', 'rare_value', 'rate_anomaly', 'beaconing', 'dga', 'dns_tunnel']);
export type BaselineType = z.infer<typeof BaselineType>;

/**
 * `off`: a person switched it off · `broken`: it cannot run, the lint says why · `waiting`: nothing that it selects came yet ·
 * `looking-back`: it learns from kept logs before it takes part · `learning`: it knows entities, and every one of them is still
 * learnt · `watching`: it judges.
 */
export const BaselineState = z.enum(['off', 'broken', 'waiting', 'looking-back', 'learning', 'watching']);
export type BaselineState = z.infer<typeof BaselineState>;

/** A behaviour rule in lists. */
export const BaselineSummary = z.object({
  id: z.string().max(100),
  title: z.string(),
  titleZh: z.string().nullable(),
  type: BaselineType,
  level: Severity,
  status: z.string(),
  author: z.string(),
  license: z.string(),
  tags: z.array(z.string()),
  /** `chedun` for ours, `own` for what people wrote or imported. */
  ruleset: z.string(),
  path: z.string(),
  enabled: z.boolean(),
  state: BaselineState,
  /** Fields that name whom it is about, and the field that it compares; '' for rates. */
  groupBy: z.array(z.string()),
  field: z.string(),
  /** Entities known, and how many of them are still learnt. */
  entities: z.number().int(),
  learning: z.number().int(),
  /** When the first entity is learnt; null when one is, or none is known. */
  learningUntil: Iso.nullable(),
  bytes: z.number().int(),
  /** Events that were selected; of these too late; without a field that is needed; entities or values refused at a cap. */
  selected: z.number().int(),
  late: z.number().int(),
  incomplete: z.number().int(),
  refused: z.number().int(),
  told24h: z.number().int(),
  toldTotal: z.number().int(),
  lastTold: Iso.nullable(),
  /** How far the look at kept logs has come, in frames over all streams; null when there is none under way. */
  lookBack: z.object({ done: z.number().int(), of: z.number().int() }).nullable(),
});
export type BaselineSummary = z.infer<typeof BaselineSummary>;

/** GET /baselines: all of them, no paging. */
export const BaselineList = z.object({ items: z.array(BaselineSummary) });

/** One behaviour rule with its text. */
export const BaselineDetail = BaselineSummary.extend({
  yaml: z.string(),
  description: z.string(),
  falsePositives: z.array(z.string()),
  lint: z.array(LintFinding),
  /** Values in force by name; times in milliseconds have names that end in `Ms`. */
  parameters: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]) })),
  /** What was learnt from kept logs before the rule took part; deviations of their last 24 hours were told. */
  lookedBack: z
    .object({
      since: Iso,
      endedAt: Iso,
      frames: z.number().int(),
      selected: z.number().int(),
      deviations: z.number().int(),
    })
    .nullable(),
});
export type BaselineDetail = z.infer<typeof BaselineDetail>;

/** Values of the group fields of a rule. */
export const EntityFields = z.array(z.object({ field: z.string(), value: z.string() }));

/** GET /baselines/:id/entities: newest first. */
export const EntityQuery = z.object({
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const BaselineEntity = z.object({
  /** Name for `GET /baselines/:id/band`. */
  entity: z.string(),
  fields: EntityFields,
  since: Iso,
  last: Iso,
  learning: z.boolean(),
  /** Values known; for rates events in the open bucket. */
  size: z.number().int(),
});
export type BaselineEntity = z.infer<typeof BaselineEntity>;
export const EntityPage = z.object({ items: z.array(BaselineEntity), total: z.number().int() });

/** GET /baselines/:id/band: what is usual at each hour of the week, and what came. Only of rate anomalies. */
export const BandQuery = z.object({ entity: z.string().max(2000) });
export const BaselineBand = z.object({
  /** 168 hours from Monday 00:00 in China; null where too little is known. */
  slots: z.array(z.object({ median: z.number(), low: z.number(), high: z.number(), samples: z.number() }).nullable()),
  /** Hours that are over: counts of the fullest bucket. */
  actual: z.array(z.object({ at: Iso, count: z.number() })),
  bucketMinutes: z.number(),
  /** Days of the last week that are public holidays or made up; `unknownYear`: no calendar of this year is known. */
  days: z.array(z.object({ date: z.iso.date(), kind: z.enum(['holiday', 'make-up']), name: z.string() })),
  unknownYear: z.number().int().nullable(),
});
export type BaselineBand = z.infer<typeof BaselineBand>;

/** One deviation. */
export const BaselineVerdict = z.object({
  id: z.string(),
  at: Iso,
  fields: EntityFields,
  /** The new or rare value, the destination or the name; '' for rates. */
  value: z.string(),
  /** `deviation`, or `capacity`: something was refused at a cap. */
  kind: z.enum(['deviation', 'capacity']),
  figures: z.array(z.object({ name: z.string(), value: z.number() })),
  /** When its record was seen in the journal; null while it is on its way. */
  recordedAt: Iso.nullable(),
});
export type BaselineVerdict = z.infer<typeof BaselineVerdict>;
export const VerdictQuery = z.object({
  search: z.string().max(200).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const VerdictPage = z.object({
  items: z.array(BaselineVerdict),
  next: z.string().nullable(),
  total: z.number().int(),
});

/** POST /baselines: one behaviour rule as YAML. */
export const NewBaseline = z.object({ yaml: z.string().min(1).max(100_000), enabled: z.boolean().default(false) });
/** PATCH /baselines/:id: at least one change. */
export const BaselineChange = z.strictObject({
  enabled: z.boolean().optional(),
  yaml: z.string().min(1).max(100_000).optional(),
});
export type BaselineChange = z.infer<typeof BaselineChange>;
export const BaselineParams = z.object({ id: z.string().min(1).max(100) });

/** POST /baselines/test: lint of a text; with events (JSON text) or stored ones also what it would have told. */
export const BaselineTest = z.object({
  yaml: z.string().min(1).max(100_000),
  events: z.string().max(2_000_000).optional(),
  stored: z.strictObject({ from: Iso, to: Iso, limit: z.number().int().min(1).max(10_000) }).optional(),
  records: z.strictObject({ from: Iso, to: Iso, refs: z.array(EventRef).min(1).max(10_000) }).optional(),
});
export const BaselineTestResult = z.object({
  /** False when it does not load; `lint` says why. */
  loads: z.boolean(),
  lint: z.array(LintFinding),
  type: BaselineType.nullable(),
  groupBy: z.array(z.string()),
  field: z.string(),
  tested: z.number().int(),
  selected: z.number().int(),
  incomplete: z.number().int(),
  entities: z.number().int(),
  learning: z.number().int(),
  verdicts: z.array(BaselineVerdict.omit({ id: true, recordedAt: true, kind: true })).max(200),
  verdictsTotal: z.number().int(),
});
export type BaselineTestResult = z.infer<typeof BaselineTestResult>;

/** GET /baselines/engine */
export const BaselineEngine = z.object({
  rules: z.number().int(),
  running: z.number().int(),
  broken: z.number().int(),
  bytes: z.number().int(),
  byteLimit: z.number().int(),
  refused: z.number().int(),
  /** Verdicts whose record was not seen in the journal yet. */
  waiting: z.number().int(),
  streams: z.array(
    z.object({ stream: z.string(), seq: z.number().int(), savedSeq: z.number().int(), savedAt: Iso.nullable() }),
  ),
});
export type BaselineEngine = z.infer<typeof BaselineEngine>;

/** What other modules may ask. */
export interface BaselineAsks {
  readonly engine: () => Promise<BaselineEngine>;
}
