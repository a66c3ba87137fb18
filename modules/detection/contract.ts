import { z } from 'zod';
import { EventRef, MatchedField } from '@chedun/governance/contract';
import type { LogSource, SigmaFilter, SigmaRule } from '@chedun/sigma';
import type { JudgedRange, LaterEvaluation } from './contract/judged.ts';

export type { JudgedRange, LaterEvaluation, RaisedAfterwards } from './contract/judged.ts';

/** Permissions of detection. */
export const detectionPermissions = {
  read: 'detection.rules-read',
  write: 'detection.rules-write',
  test: 'detection.rules-test',
} as const;

/** Told for each batch of alerts through the ledger; detection itself keeps no second list. */
const Iso = z.iso.datetime({ offset: true });
const Level = z.enum(['informational', 'low', 'medium', 'high', 'critical']);

const Texts = z.object({ zh: z.string(), en: z.string() });

export const RuleSummary = z.object({
  id: z.string().max(100),
  title: z.string(),
  titleZh: z.string().nullable(),
  level: Level,
  status: z.string(),
  author: z.string(),
  license: z.string(),
  product: z.string(),
  category: z.string(),
  service: z.string(),
  tags: z.array(z.string()),
  ruleset: z.string(),
  path: z.string(),
  enabled: z.boolean(),
  exceptions: z.number().int(),
  hits24h: z.number().int(),
  hitsTotal: z.number().int(),
  lastHit: Iso.nullable(),
});
export type RuleSummary = z.infer<typeof RuleSummary>;

/** GET /detection/rules: `level`, `category` and `tag` take comma lists that mean "any of". */
export const RuleFilter = z.object({
  search: z.string().max(200).optional(),
  level: z.string().max(100).optional(),
  product: z.string().max(50).optional(),
  category: z.string().max(400).optional(),
  tag: z.string().max(2000).optional(),
  /** Id of a native detector whose records the rule asks for. */
  detector: z.string().max(100).optional(),
  ruleset: z.string().max(100).optional(),
  enabled: z.enum(['true', 'false']).optional(),
  sort: z.enum(['title', 'titleZh', 'level', 'hits24h', 'lastHit']).default('title'),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const RulePage = z.object({ items: z.array(RuleSummary), next: z.string().nullable(), total: z.number().int() });

export const LintFinding = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  /** The English sentence; `text` has both languages. */
  message: z.string(),
  text: Texts,
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
});

/** Scorecard of a rule: volume, precision from verdicts, cost. */
export const Scorecard = z.object({
  hitsPerDay: z.array(z.object({ day: z.string(), hits: z.number().int() })),
  truePositive: z.number().int(),
  falsePositive: z.number().int(),
  open: z.number().int(),
  /** truePositive / (truePositive + falsePositive); null without verdicts. */
  precision: z.number().nullable(),
  suppressed: z.number().int(),
});

export const RuleException = z.object({
  id: z.uuid(),
  title: z.string().min(1).max(200),
  yaml: z.string().min(1).max(20_000),
  createdBy: z.string(),
  createdAt: Iso,
});
export const NewRuleException = RuleException.pick({ title: true, yaml: true });

export const RuleDetail = RuleSummary.extend({
  yaml: z.string(),
  description: z.string(),
  references: z.array(z.string()),
  falsePositives: z.array(z.string()),
  lint: z.array(LintFinding),
  exceptionList: z.array(RuleException),
  scorecard: Scorecard,
  /** Same rule and asset inside this many minutes become one alert. */
  groupMinutes: z.number().int(),
});
export type RuleDetail = z.infer<typeof RuleDetail>;

/** PATCH /detection/rules/:id */
export const RuleChange = z.object({
  enabled: z.boolean().optional(),
  groupMinutes: z.number().int().min(1).max(10080).optional(),
  yaml: z.string().max(200_000).optional(),
});
/** POST /detection/rules/bulk */
export const RuleBulk = z.object({ ids: z.array(z.string().max(100)).min(1).max(5000), enabled: z.boolean() });
/** POST /detection/rules */
export const NewRule = z.object({ yaml: z.string().min(1).max(200_000), enabled: z.boolean().default(false) });

/** A step of an explanation; the tree says why an event matched or did not. */
export interface ExplainNode {
  readonly kind: 'and' | 'or' | 'not' | 'selection' | 'item' | 'keyword' | 'logsource';
  readonly matched: boolean;
  /** Selection name or text of the condition. */
  readonly label: string;
  readonly field?: string | undefined;
  readonly modifiers?: readonly string[] | undefined;
  readonly wanted?: readonly string[] | undefined;
  readonly actual?: string | null | undefined;
  readonly children?: readonly ExplainNode[] | undefined;
}
export const ExplainNode: z.ZodType<ExplainNode> = z.lazy(() =>
  z.object({
    kind: z.enum(['and', 'or', 'not', 'selection', 'item', 'keyword', 'logsource']),
    matched: z.boolean(),
    label: z.string(),
    field: z.string().optional(),
    modifiers: z.array(z.string()).optional(),
    wanted: z.array(z.string()).optional(),
    actual: z.string().nullable().optional(),
    children: z.array(ExplainNode).optional(),
  }),
);

/**
 * POST /detection/test: a rule against pasted events (JSON text, one or many), the newest stored events of a range of
 * time, or the stored events that a search (GET /events with its query language) found.
 */
export const RuleTest = z.object({
  yaml: z.string().min(1).max(200_000),
  events: z.string().max(2_000_000).optional(),
  stored: z.strictObject({ from: Iso, to: Iso, limit: z.number().int().min(1).max(10_000) }).optional(),
  /** `from` and `to` are the times of the oldest and the newest of these events, both included. */
  records: z.strictObject({ from: Iso, to: Iso, refs: z.array(EventRef).min(1).max(10_000) }).optional(),
});
export const RuleTestResult = z.object({
  /** False when the rule does not load; `lint` says why and nothing was tried. */
  loads: z.boolean(),
  lint: z.array(LintFinding),
  tested: z.number().int(),
  matched: z.number().int(),
  samples: z.array(
    z.object({
      index: z.number().int(),
      ref: EventRef.nullable(),
      matched: z.boolean(),
      fields: z.array(MatchedField),
      explain: ExplainNode,
      summary: z.string(),
    }),
  ),
});

/** POST /detection/explain: why this rule matched (or not) this stored event. */
export const ExplainRequest = z.object({ ruleId: z.string().max(100), ref: EventRef });
export const Explanation = z.object({
  ruleId: z.string(),
  matched: z.boolean(),
  fields: z.array(MatchedField),
  explain: ExplainNode,
});

export const Ruleset = z.object({
  id: z.string(),
  title: z.string(),
  origin: z.string(),
  license: z.string(),
  rules: z.number().int(),
  enabled: z.number().int(),
  failed: z.number().int(),
  importedAt: Iso,
});
export const RulesetList = z.object({ items: z.array(Ruleset) });
/** POST /detection/rulesets/import (zip upload) answers what loaded and what did not. */
export const ImportQuery = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,40}$/),
  license: z.string().max(100).default(''),
  enable: z.enum(['true', 'false']).default('true'),
});
export const ImportReport = z.object({
  ruleset: z.string(),
  loaded: z.number().int(),
  unchanged: z.number().int(),
  removed: z.number().int(),
  failures: z.array(z.object({ file: z.string(), line: z.number().int().nullable(), reason: z.string(), text: Texts })),
});

/** What coverage is measured against: ATT&CK Enterprise and ICS, Auto-ISAC ATM, UN R155 Annex 5, GB/T 45181. */
export const Framework = z.enum(['attack', 'ics', 'atm', 'r155', 'gbt45181']);
export type Framework = z.infer<typeof Framework>;

/** GET /detection/coverage */
export const CoverageQuery = z.object({ framework: Framework.default('attack') });

const CoverageCounts = {
  /** Rules that belong here carry any of these tags and read any of these categories; the list of rules filters by them. */
  tags: z.array(z.string()).readonly(),
  categories: z.array(z.string()).readonly(),
  rules: z.number().int(),
  /** 0 is a gap. */
  enabled: z.number().int(),
  /** Ids of native detectors that enabled rules ask for. */
  detectors: z.array(z.string()),
  alerts30d: z.number().int(),
};
/** How far the rules and detectors see what a framework lists. */
export const Coverage = z.object({
  framework: Framework,
  source: z.string(),
  /** False: the list was not compared with its original line by line; the note says what was. */
  verified: z.boolean(),
  note: Texts,
  groups: z.array(
    z.object({
      id: z.string(),
      title: Texts,
      ...CoverageCounts,
      rows: z.array(
        z.object({
          id: z.string(),
          /** Null where rules name what the list does not know. */
          title: Texts.nullable(),
          parent: z.object({ id: z.string(), title: Texts }).nullable(),
          ...CoverageCounts,
        }),
      ),
    }),
  ),
});
export type Coverage = z.infer<typeof Coverage>;

/** GET /detection/engine */
export const EngineStatus = z.object({
  rules: z.number().int(),
  enabled: z.number().int(),
  workers: z.number().int(),
  evaluatedPerSecond: z.number(),
  version: z.string(),
  compiledAt: Iso.nullable(),
  failures: z.number().int(),
});

/**
 * Domain event: files of a rule set that hold correlations or filters. Told when any of them changed; a large set comes in
 * several events, each with all paths, so that what is gone can be removed.
 */
export const documentsRead = 'detection.documents-read@1';
export const DocumentsRead = z.object({
  ruleset: z.string().max(100),
  license: z.string().max(100),
  /** Whether documents that are new are switched on. */
  enableNew: z.enum(['enabled', 'disabled']),
  files: z.array(z.object({ path: z.string().max(1000), text: z.string().max(600_000) })),
  /** Every path of the set that holds such documents. */
  paths: z.array(z.string().max(1000)).max(20_000),
});
export type DocumentsRead = z.infer<typeof DocumentsRead>;

/** A rule as a correlation stands on it. */
export interface RuleSource {
  readonly id: string;
  readonly document: SigmaRule;
  /** Detection maps; an event that meets one of them is no hit. */
  readonly exceptions: readonly unknown[];
  readonly ruleset: string;
  readonly path: string;
}

/** An event on which rules are tried. */
export interface Candidate {
  readonly fields: object;
  readonly logsource: LogSource;
  /** Milliseconds since 1970; undefined when the event carries none. */
  readonly time: number | undefined;
  readonly ref: z.input<typeof EventRef> | null;
  readonly summary: string;
}

/** An enabled rule with what its scorecard needs. */
export interface RuleInUse {
  readonly id: string;
  readonly title: string;
  readonly titleZh: string | null;
  readonly level: string;
  readonly product: string;
  readonly category: string;
  readonly service: string;
  readonly ruleset: string;
  readonly path: string;
  readonly groupMinutes: number;
  readonly hits30d: number;
  /** Hits that joined an alert that was there. */
  readonly suppressed30d: number;
  readonly hits24h: number;
  readonly exceptions: number;
  readonly document: SigmaRule;
}

export interface KeptException {
  readonly id: string;
  readonly title: string;
  readonly ruleId: string;
  readonly ruleTitle: string;
  readonly ruleTitleZh: string | null;
  readonly ruleEnabled: boolean;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** An enabled rule and whether a drill can play it. */
export interface DrillRule {
  readonly ruleId: string;
  readonly ruleTitle: string;
  readonly ruleTitleZh: string | null;
  /** Product and category of what it looks at. */
  readonly family: string;
  readonly ruleset: string;
  /** A positive test event lies beside it. */
  readonly hasEvent: boolean;
}

/** A test event of a rule as a record that happens now. */
export interface DrillEvent {
  readonly ruleId: string;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface DetectionAsks {
  readonly engine: () => Promise<z.infer<typeof EngineStatus>>;
  readonly rulesInUse: () => Promise<readonly RuleInUse[]>;
  readonly exceptions: () => Promise<readonly KeptException[]>;
  /** Enabled rules by path, with those that a drill can play. */
  readonly drillRules: () => Promise<readonly DrillRule[]>;
  /** Test events of these rules, each proven to raise its rule; a rule without one is left out. */
  readonly drillEvents: (ruleIds: readonly string[]) => Promise<readonly DrillEvent[]>;
  /** Rules by id or by name, switched on or not. A name that several rules carry gives the first by id. */
  readonly ruleSources: (references: readonly string[]) => Promise<readonly RuleSource[]>;
  /** Frames on which a rule was evaluated as it reads now (or read last), oldest first. */
  readonly judged: (ruleId: string) => Promise<readonly JudgedRange[]>;
  /** Frames on which older versions of it were evaluated. */
  readonly judgedBefore: (ruleId: string) => Promise<readonly JudgedRange[]>;
  /** Newest frame of a stream that was evaluated and whose alerts are told; 0 before the first. */
  readonly judgedThrough: (stream: string) => Promise<number>;
  /** Undefined for a rule that is not at work. */
  readonly evaluateLater: (ruleId: string) => LaterEvaluation | undefined;
  /** Events to try something on: named stored ones, the newest of a range, or pasted text; see {@link RuleTest}. */
  readonly candidates: (
    asked: Pick<z.output<typeof RuleTest>, 'events' | 'stored' | 'records'>,
  ) => Promise<readonly Candidate[]>;
  /** Tells that rules changed: which, or undefined after whole sets were read. The listener must not wait. */
  readonly onRulesChanged: (listener: (ids: readonly string[] | undefined) => void) => void;
  /** From now on every rule is evaluated with these filters laid over it. */
  readonly filter: (filters: readonly SigmaFilter[]) => Promise<void>;
  /** From now on exactly these rules raise no alert of their own, because a correlation speaks for them. */
  readonly silence: (ids: readonly string[]) => Promise<void>;
  /**
   * Keeps the rules that stand in one text with a correlation, and takes away those that stood there before; an empty text
   * takes all of them away. Throws `detection.rule-invalid`, and `detection.rule-exists` for an id of another text.
   */
  readonly keepCompanions: (path: string, yaml: string) => Promise<void>;
}
