import { z } from 'zod';

/** Permissions of the ledger of findings 隐患台账. */
export const governancePermissions = {
  read: 'governance.findings-read',
  handle: 'governance.findings-handle',
} as const;

/** Severity of a finding, Sigma levels, worst last. */
export const Severity = z.enum(['informational', 'low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof Severity>;

export const FindingKind = z.enum(['alert', 'vulnerability', 'violation', 'weakness', 'anomaly']);
export type FindingKind = z.infer<typeof FindingKind>;

/**
 * Life of a finding; `resolved` and what follows it are closed and need a verdict comment. `drill` is given by the product
 * alone: the alert came of a test event and counts nowhere.
 */
export const FindingStatus = z.enum([
  'open',
  'triaging',
  'in-progress',
  'resolved',
  'false-positive',
  'risk-accepted',
  'drill',
]);
export type FindingStatus = z.infer<typeof FindingStatus>;

export const AssetRef = z.object({
  kind: z.enum(['vehicle', 'host', 'account', 'service', 'source', 'platform']),
  id: z.string().min(1).max(200),
});
export type AssetRef = z.infer<typeof AssetRef>;

/** Source of test events of drills 演练: their alerts are closed at once and count nowhere. */
export const DRILL_SOURCE = 'drill';

/** True for the asset of an alert that came of a test event. */
export const isDrill = (asset: AssetRef | undefined): boolean => asset?.kind === 'source' && asset.id === DRILL_SOURCE;

/** Place of one record in the journal, the same in the event store and in proofs. */
export const EventRef = z.object({
  journal: z.string().min(1).max(32),
  seq: z.number().int().nonnegative(),
  index: z.number().int().nonnegative(),
});
export type EventRef = z.infer<typeof EventRef>;

export const MatchedField = z.object({ field: z.string().max(300), value: z.string().max(2000) });

/** What is known about the rule behind an alert; author and licence travel with it (DRL 1.1). */
export const AlertDetail = z.object({
  ruleId: z.string().max(100),
  ruleTitle: z.string().max(500),
  author: z.string().max(1000),
  license: z.string().max(100),
  description: z.string().max(8000),
  references: z.array(z.string().max(1000)).max(50),
  falsePositives: z.array(z.string().max(1000)).max(50),
  tags: z.array(z.string().max(100)).max(50),
  matched: z.array(MatchedField).max(50),
});
export type AlertDetail = z.infer<typeof AlertDetail>;

/** One occurrence kept as a sample; the count of the finding is exact, samples are the newest 50. */
export const Occurrence = z.object({
  ref: EventRef,
  /** Event time, ISO 8601 with zone. */
  at: z.iso.datetime({ offset: true }),
  summary: z.string().max(1000),
});
export type Occurrence = z.infer<typeof Occurrence>;

/** What a module reports: the payload of {@link findingsReported}. */
export const FindingReport = z.object({
  /** Same fingerprint = same finding: it is counted up, not repeated. */
  fingerprint: z.string().min(1).max(200),
  kind: FindingKind,
  module: z.string().max(50),
  title: z.string().min(1).max(500),
  titleZh: z.string().max(500).optional(),
  severity: Severity,
  assets: z.array(AssetRef).max(20),
  obligations: z.array(z.string().max(20)).max(20),
  /** How many occurrences this report adds. */
  count: z.number().int().positive(),
  firstSeen: z.iso.datetime({ offset: true }),
  lastSeen: z.iso.datetime({ offset: true }),
  /** When the product accepted the newest record behind it (for latency). */
  receivedAt: z.iso.datetime({ offset: true }),
  samples: z.array(Occurrence).max(20),
  alert: AlertDetail.optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type FindingReport = z.infer<typeof FindingReport>;

/** Domain event by which every module reports findings; payload `{ findings: FindingReport[] }`. */
export const findingsReported = 'governance.findings-reported@1';
export const FindingsReported = z.object({ findings: z.array(FindingReport).min(1).max(500) });

/** Domain event that says that a re-check passed; the ledger resolves the finding. Payload {@link FindingCleared}. */
export const findingCleared = 'governance.finding-cleared@1';
export const FindingCleared = z.object({
  fingerprint: z.string().min(1).max(200),
  comment: z.string().min(1).max(1000),
});

/** Told when a finding is opened for the first time; payload `{ id, fingerprint, severity, kind }`. */
export const findingOpened = 'governance.finding-opened@1';

const Iso = z.iso.datetime({ offset: true });

/** A finding in lists. */
export const FindingSummary = z.object({
  id: z.uuid(),
  kind: FindingKind,
  module: z.string(),
  title: z.string(),
  titleZh: z.string().nullable(),
  severity: Severity,
  status: FindingStatus,
  assets: z.array(AssetRef),
  count: z.number().int(),
  firstSeen: Iso,
  lastSeen: Iso,
  openedAt: Iso,
  dueAt: Iso.nullable(),
  overdue: z.boolean(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  ruleId: z.string().nullable(),
  tags: z.array(z.string()),
});
export type FindingSummary = z.infer<typeof FindingSummary>;

export const HistoryEntry = z.object({
  at: Iso,
  actor: z.string(),
  /** What changed. */
  kind: z.enum(['opened', 'reopened', 'status', 'owner', 'comment', 'due']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  comment: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const Finding = FindingSummary.extend({
  fingerprint: z.string(),
  obligations: z.array(z.string()),
  alert: AlertDetail.nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  samples: z.array(Occurrence),
  history: z.array(HistoryEntry),
  /** Milliseconds between acceptance of the first record and the finding being in the ledger. */
  latencyMs: z.number(),
});
export type Finding = z.infer<typeof Finding>;

const anyOf = z.string().max(300).optional();

/** GET /findings: newest first; `kind`, `severity` and `status` take comma lists that mean "any of". */
export const FindingFilter = z.object({
  kind: anyOf,
  severity: anyOf,
  status: anyOf,
  module: z.string().max(50).optional(),
  ruleId: z.string().max(100).optional(),
  asset: z.string().max(200).optional(),
  owner: z.string().max(100).optional(),
  search: z.string().max(200).optional(),
  from: Iso.optional(),
  to: Iso.optional(),
  sort: z.enum(['lastSeen', 'severity', 'count', 'firstSeen']).default('lastSeen'),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const FindingPage = z.object({
  items: z.array(FindingSummary),
  next: z.string().nullable(),
  total: z.number().int(),
});

/** GET /findings/stats?from&to&kind: for the situation overview. */
export const FindingStatsQuery = z.object({ from: Iso, to: Iso, kind: FindingKind.optional() });
export const FindingStats = z.object({
  bySeverity: z.array(z.object({ severity: Severity, open: z.number(), total: z.number() })),
  overTime: z.array(z.object({ at: Iso, severity: Severity, count: z.number() })),
  topRules: z.array(
    z.object({
      ruleId: z.string(),
      title: z.string(),
      titleZh: z.string().nullable(),
      severity: Severity,
      count: z.number(),
    }),
  ),
  topAssets: z.array(z.object({ asset: AssetRef, count: z.number(), worst: Severity })),
  overdue: z.number(),
  medianLatencyMs: z.number().nullable(),
});

/** PATCH /findings (bulk) and PATCH /findings/:id: at least one change. */
export const FindingChange = z.object({
  status: FindingStatus.optional(),
  /** User id, or null to release. */
  owner: z
    .object({ id: z.string().max(100), name: z.string().max(100) })
    .nullable()
    .optional(),
  comment: z.string().min(1).max(4000).optional(),
  dueAt: Iso.nullable().optional(),
});
export const FindingChanged = z.object({ changed: z.number().int() });
/** GET /findings/export: the filter of the list without its paging; OCSF Detection Finding 2004, one JSON object a line. */
export const FindingExportQuery = FindingFilter.omit({ sort: true, cursor: true, limit: true }).extend({
  format: z.enum(['ocsf']).default('ocsf'),
});
export const FindingBulkChange = z.object({ ids: z.array(z.uuid()).min(1).max(200), change: FindingChange });

/** How the alerts of one rule did since a moment; drills are left out. */
export interface RuleQuality {
  readonly ruleId: string;
  readonly alerts: number;
  readonly occurrences: number;
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly open: number;
  /** Median minutes from opening to the first decision of a person; null while nobody decided. */
  readonly triageMinutes: number | null;
  /** Asset with most occurrences, as `kind:id`, how many, and how many of its alerts were judged true. */
  readonly topAsset: string;
  readonly topAssetOccurrences: number;
  readonly topAssetTruePositive: number;
}

/** What other modules may ask. */
export interface GovernanceAsks {
  /** Verdicts of closed alerts per rule, for scorecards. */
  readonly verdictsByRule: () => Promise<
    readonly {
      readonly ruleId: string;
      readonly truePositive: number;
      readonly falsePositive: number;
      readonly open: number;
    }[]
  >;
  /** How many alerts of each rule were seen since a moment (ISO 8601). */
  readonly alertsByRule: (since: string) => Promise<readonly { readonly ruleId: string; readonly alerts: number }[]>;
  /** Verdicts of closed alerts per signal of a native detector (matched fields `signal`, `can.rule`, `v2x.rules`). */
  readonly verdictsBySignal: () => Promise<
    readonly {
      readonly signal: string;
      readonly truePositive: number;
      readonly falsePositive: number;
      readonly open: number;
    }[]
  >;
  readonly qualityByRule: (since: string) => Promise<readonly RuleQuality[]>;
  /** Records behind the alerts of each rule since a moment, as `journal/seq/index`, at most 20,000 in all. */
  readonly recordsByRule: (since: string) => Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /** Findings that came of test events since a moment, by rule. */
  readonly drillAlerts: (
    since: string,
  ) => Promise<readonly { readonly ruleId: string; readonly id: string; readonly at: string }[]>;
  /** The ledger as the list shows it. */
  readonly findings: (filter: z.output<typeof FindingFilter>) => Promise<z.input<typeof FindingPage>>;
  readonly alertsOfAsset: (asset: AssetRef, limit: number) => Promise<readonly FindingSummary[]>;
  readonly findingById: (id: string) => Promise<Finding | undefined>;
  /** Open findings that name `obligation`, or any obligation; worst first. */
  readonly openFindings: (query: { readonly obligation?: string; readonly limit: number }) => Promise<
    readonly {
      readonly id: string;
      readonly fingerprint: string;
      readonly title: string;
      readonly titleZh: string | null;
      readonly severity: Severity;
      readonly status: string;
      readonly assets: readonly AssetRef[];
      readonly obligations: readonly string[];
      readonly openedAt: string;
      readonly dueAt: string | null;
      readonly owner: string | null;
    }[]
  >;
  /** Obligations that open findings name, by asset (`kind:id`). */
  readonly openByAsset: () => Promise<ReadonlyMap<string, readonly string[]>>;
}
