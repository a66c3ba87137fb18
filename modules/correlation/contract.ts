import { z } from 'zod';
import { EventRef, Severity } from '@chedun/governance/contract';
import { LintFinding, type RuleSource } from '@chedun/detection/contract';
import type { CorrelationRule } from '@chedun/sigma';
import type { JudgedCorrelation, LaterCorrelation } from './contract/later.ts';
export type {
  Afterwards,
  FiredAfterwards,
  JudgedCorrelation,
  LaterCorrelation,
  LaterWindows,
} from './contract/later.ts';

/** Permissions of correlations. */
export const correlationPermissions = {
  read: 'correlation.read',
  write: 'correlation.write',
  test: 'correlation.test',
} as const;

const Iso = z.iso.datetime({ offset: true });

/** What a correlation looks for. */
export const CorrelationType = z.enum([
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'temporal',
  'temporal_ordered',
  'temporal_extended',
  'temporal_ordered_extended',
]);

/** How a correlation stands: at work, switched off, or not able to run. */
export const CorrelationState = z.enum(['running', 'off', 'broken']);

/** A correlation, or a filter that narrows rules, in lists. */
export const CorrelationSummary = z.object({
  id: z.string().max(100),
  kind: z.enum(['correlation', 'filter']),
  title: z.string(),
  titleZh: z.string().nullable(),
  level: Severity,
  status: z.string(),
  author: z.string(),
  license: z.string(),
  tags: z.array(z.string()),
  ruleset: z.string(),
  path: z.string(),
  /** Null for filters. */
  type: CorrelationType.nullable(),
  enabled: z.boolean(),
  state: CorrelationState,
  fired24h: z.number().int(),
  firedTotal: z.number().int(),
  lastFired: Iso.nullable(),
});
export type CorrelationSummary = z.infer<typeof CorrelationSummary>;

/** GET /correlations: `level` and `type` take comma lists that mean "any of". */
export const CorrelationFilter = z.object({
  search: z.string().max(200).optional(),
  level: z.string().max(100).optional(),
  type: z.string().max(200).optional(),
  kind: z.enum(['correlation', 'filter']).optional(),
  ruleset: z.string().max(100).optional(),
  enabled: z.enum(['true', 'false']).optional(),
  sort: z.enum(['title', 'titleZh', 'level', 'fired24h', 'lastFired']).default('title'),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CorrelationPage = z.object({
  items: z.array(CorrelationSummary),
  next: z.string().nullable(),
  total: z.number().int(),
});

/** What a picture of the window needs. */
export const CorrelationOutline = z.object({
  type: CorrelationType,
  /** Rules and correlations that it refers to, in the order written; `title` null where nothing is found. */
  rules: z.array(
    z.object({
      reference: z.string(),
      id: z.string().nullable(),
      title: z.string().nullable(),
      titleZh: z.string().nullable(),
      kind: z.enum(['rule', 'correlation', 'missing']),
    }),
  ),
  groupBy: z.array(z.string()),
  timespanMs: z.number(),
  window: z.enum(['sliding', 'tumbling', 'session']),
  gapMs: z.number().nullable(),
  /** For example `≥ 10`; for boolean types the expression. */
  condition: z.string(),
  /** Smallest number that meets the condition, where there is one. */
  threshold: z.number().nullable(),
  /** Fields that are counted or summed. */
  fields: z.array(z.string()),
  generate: z.boolean(),
});
export type CorrelationOutline = z.infer<typeof CorrelationOutline>;

export const CorrelationDetail = CorrelationSummary.extend({
  yaml: z.string(),
  description: z.string(),
  references: z.array(z.string()),
  falsePositives: z.array(z.string()),
  lint: z.array(LintFinding),
  /** Null for filters and for what cannot be read. */
  outline: CorrelationOutline.nullable(),
  /** Firings of one group within this many minutes become one alert. */
  groupMinutes: z.number().int(),
});
export type CorrelationDetail = z.infer<typeof CorrelationDetail>;

/** POST /correlations: a text with one correlation or filter, and the rules that belong to it. */
export const NewCorrelation = z.object({
  yaml: z.string().min(1).max(200_000),
  enabled: z.boolean().default(false),
});
/** PATCH /correlations/:id */
export const CorrelationChange = z.object({
  enabled: z.boolean().optional(),
  groupMinutes: z.number().int().min(1).max(10_080).optional(),
  yaml: z.string().min(1).max(200_000).optional(),
});
/** POST /correlations/bulk */
export const CorrelationBulk = z.object({ ids: z.array(z.string().max(100)).min(1).max(5000), enabled: z.boolean() });

/** One firing: who, when, how much, and where its events lie. */
export const Firing = z.object({
  id: z.string(),
  at: Iso,
  from: Iso,
  to: Iso,
  value: z.number(),
  group: z.array(z.object({ field: z.string(), value: z.string() })),
  refs: z.array(z.object({ ref: EventRef, at: Iso })),
  /** False when only other correlations use it: no alert came of it. */
  alone: z.boolean(),
  /** Id of the alert that it joined, when the ledger has it. */
  fingerprint: z.string(),
  /** Windows that had begun in the middle said so; a backfill showed that windows from the beginning do not. */
  superseded: z.boolean(),
});
export type Firing = z.infer<typeof Firing>;
export const FiringQuery = z.object({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const FiringPage = z.object({ items: z.array(Firing), next: z.string().nullable(), total: z.number().int() });

/** GET /correlations/:id/firings/:firing/events: the stored events of one firing, oldest first. */
export const FiringEvents = z.object({
  items: z.array(z.object({ ref: EventRef, at: Iso, summary: z.string(), stored: z.boolean() })),
});

/** POST /correlations/test: a correlation on pasted events (JSON text), the newest stored events of a range, or named ones. */
export const CorrelationTest = z.object({
  yaml: z.string().min(1).max(200_000),
  events: z.string().max(2_000_000).optional(),
  stored: z.strictObject({ from: Iso, to: Iso, limit: z.number().int().min(1).max(10_000) }).optional(),
  /** Named stored events; `from` and `to` are the times of the oldest and the newest of them, both included. */
  records: z.strictObject({ from: Iso, to: Iso, refs: z.array(EventRef).min(1).max(10_000) }).optional(),
});
/** A hit of a rule that the correlation stands on. */
export const TestHit = z.object({
  rule: z.string(),
  at: Iso,
  group: z.string(),
  /** Number of the event, from 0. */
  event: z.number().int(),
});
export const CorrelationTestResult = z.object({
  /** False when it does not load; `lint` says why and nothing was tried. */
  loads: z.boolean(),
  lint: z.array(LintFinding),
  outline: CorrelationOutline.nullable(),
  tested: z.number().int(),
  hits: z.array(TestHit).max(500),
  hitsTotal: z.number().int(),
  firings: z.array(
    z.object({
      rule: z.string(),
      at: Iso,
      from: Iso,
      to: Iso,
      value: z.number(),
      group: z.array(z.object({ field: z.string(), value: z.string() })),
      /** Numbers of its events, from 0. */
      events: z.array(z.number().int()),
    }),
  ),
  firingsTotal: z.number().int(),
});
export type CorrelationTestResult = z.infer<typeof CorrelationTestResult>;

/** GET /correlations/engine */
export const CorrelationEngine = z.object({
  correlations: z.number().int(),
  running: z.number().int(),
  filters: z.number().int(),
  baseRules: z.number().int(),
  silenced: z.number().int(),
  latenessSeconds: z.number(),
  groupLimit: z.number().int(),
  byteLimit: z.number().int(),
  broken: z.array(
    z.object({ id: z.string(), title: z.string(), reason: z.object({ zh: z.string(), en: z.string() }) }),
  ),
  streams: z.array(
    z.object({
      stream: z.string(),
      seq: z.number().int(),
      savedSeq: z.number().int(),
      savedAt: Iso.nullable(),
      groups: z.number(),
      bytes: z.number(),
      hits: z.number(),
      firings: z.number(),
      late: z.number(),
      ahead: z.number(),
      incomplete: z.number(),
      refused: z.number(),
    }),
  ),
});
export type CorrelationEngine = z.infer<typeof CorrelationEngine>;

/** Correlations with all that they stand on. */
export interface HuntableCorrelations {
  /** Those that were asked for and those that these refer to. */
  readonly documents: readonly CorrelationRule[];
  /** Ids of those that were asked for. */
  readonly wanted: readonly string[];
  /** Rules that they stand on, with filters laid over them. */
  readonly rules: readonly RuleSource[];
}

/** Test events of correlations: played as records of the drill, in this order, each group fires its correlation. */
export interface CorrelationDrill {
  readonly events: readonly {
    /** Short name in ASCII, the same for ever. */
    readonly name: string;
    readonly ruleId: string;
    readonly ruleTitle: string;
    readonly ruleTitleZh: string | null;
    readonly records: readonly Readonly<Record<string, unknown>>[];
  }[];
  /** Names of enabled correlations of ours that no case of theirs can be played for. */
  readonly untested: readonly string[];
}

/** What other modules may ask. */
export interface CorrelationAsks {
  /** Events that make every enabled correlation of ours fire; the first is at `at`. */
  readonly planDrill: (at: number) => Promise<CorrelationDrill>;
  /** Alerts come so much after the event, milliseconds. */
  readonly latenessMs: number;
  /**
   * Correlations by id, or those of a text together with its rules. Throws `correlation.unknown` and `correlation.invalid`.
   */
  readonly huntable: (
    asked: { readonly ids: readonly string[] } | { readonly yaml: string },
  ) => Promise<HuntableCorrelations>;
  readonly engine: () => Promise<CorrelationEngine>;
  /** A correlation at work, to be run over older frames; undefined for one that does not run. */
  readonly evaluateLater: (id: string) => LaterCorrelation | undefined;
  /** What a correlation was evaluated on, and the version that is at work. */
  readonly judged: (
    id: string,
  ) => Promise<{ readonly version: string | undefined; readonly ranges: readonly JudgedCorrelation[] }>;
}
