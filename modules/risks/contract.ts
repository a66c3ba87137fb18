/** Contract of risks 风险: the register, compliance tests, risk assessments, coverage of the baseline. Isomorphic. */
import { z } from 'zod';

/** Permissions of risks. */
export const riskPermissions = {
  read: 'risks.read',
  /** Treats risks, runs tests and assessments. */
  write: 'risks.write',
  /** Decides on risks that somebody else wants to accept. */
  accept: 'risks.accept',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Day = z.iso.date();
const Title = z.object({ zh: z.string(), en: z.string() });
const Line = z.string().trim().min(1).max(200);

export const RiskLevel = z.enum(['low', 'medium', 'high', 'critical']);
export type RiskLevel = z.infer<typeof RiskLevel>;
export const ThreatId = z.enum(['observed', 'internet', 'environment', 'exposed', 'general']);
export type ThreatId = z.infer<typeof ThreatId>;
export const WeaknessKind = z.enum(['vulnerability', 'violation', 'weakness', 'anomaly']);
export type WeaknessKind = z.infer<typeof WeaknessKind>;

export const TreatmentKind = z.enum(['accept', 'mitigate', 'avoid', 'transfer']);
/** POST /risks/treatments */
export const TreatmentInput = z.object({
  risk: z.string().min(1).max(400),
  kind: TreatmentKind,
  reason: z.string().trim().min(4).max(2000),
  owner: Line,
  /** Needed to accept: until when. */
  endsOn: Day.nullable().default(null),
});
export type TreatmentInput = z.output<typeof TreatmentInput>;
export const Treatment = TreatmentInput.extend({
  id: z.uuid(),
  askedBy: z.string(),
  askedAt: Iso,
  /** `waiting`: a second person has to agree. */
  state: z.enum(['waiting', 'holds', 'refused', 'over']),
  decidedBy: z.string(),
});
export type Treatment = z.infer<typeof Treatment>;
/** POST /risks/treatments/:id/decision */
export const Decision = z.object({ decision: z.enum(['approved', 'refused']) });
export const IdParams = z.object({ id: z.uuid() });

/** A risk: asset × threat × vulnerability, computed from records. */
export const Risk = z.object({
  key: z.string(),
  asset: z.object({ kind: z.string(), id: z.string() }),
  weakness: WeaknessKind,
  threat: ThreatId,
  threatTitle: Title,
  /** Open findings behind it, worst first. */
  findings: z.number().int(),
  worst: z.string(),
  worstEn: z.string(),
  scores: z.object({ asset: z.number(), threat: z.number(), vulnerability: z.number() }),
  value: z.number().int(),
  level: RiskLevel,
  alerts: z.number().int(),
  treatment: Treatment.nullable(),
});
export type Risk = z.infer<typeof Risk>;

/** GET /risks */
export const Register = z.object({
  at: Iso,
  method: z.object({ version: z.number().int(), formula: z.string(), basis: z.literal('unverified') }),
  items: z.array(Risk).max(2000),
  /** Risks beyond the 2,000 worst. */
  more: z.number().int(),
});
export type Register = z.infer<typeof Register>;

/** An item of the control baseline. */
export const BaselineItem = z.object({
  id: z.string(),
  title: Title,
  obligations: z.array(z.string()),
  kind: z.enum(['machine', 'manual']),
  fromLevel: z.number().int(),
});
export type BaselineItem = z.infer<typeof BaselineItem>;
export const ItemResult = z.enum(['pass', 'partial', 'fail', 'n-a', 'open']);
export type ItemResult = z.infer<typeof ItemResult>;
export const RunItem = BaselineItem.extend({
  result: ItemResult,
  evidence: z.string(),
  /** What mends it, and until when; for what does not pass. */
  measure: z.string(),
  dueOn: Day.nullable(),
});
export type RunItem = z.infer<typeof RunItem>;

export const RunKind = z.enum(['evaluation', 'risk-assessment']);
export type RunKind = z.infer<typeof RunKind>;
const FileInput = z.object({ blob: z.string().regex(/^risks\/files\/[0-9a-f-]{36}$/), name: Line });
export const Run = z.object({
  id: z.uuid(),
  kind: RunKind,
  unit: z.uuid(),
  unitName: z.string(),
  level: z.number().int(),
  state: z.enum(['open', 'done']),
  assessor: z.string(),
  startedOn: Day,
  endedOn: Day.nullable(),
  baseline: z.number().int(),
  items: z.array(RunItem),
  risks: z.array(Risk),
  conclusion: z.string(),
  report: FileInput.extend({ bytes: z.number().int(), sm3: z.string() }).nullable(),
  filing: z.object({ id: z.uuid(), state: z.string(), number: z.string() }).nullable(),
  madeBy: z.string(),
});
export type Run = z.infer<typeof Run>;
export const RunLine = Run.omit({ items: true, risks: true }).extend({
  passed: z.number().int(),
  applicable: z.number().int(),
  gaps: z.number().int(),
});
export type RunLine = z.infer<typeof RunLine>;
export const RunList = z.object({ items: z.array(RunLine).max(1000) });

/** POST /risks/runs */
export const RunInput = z.object({ kind: RunKind, unit: z.uuid(), assessor: Line });
/** PUT /risks/runs/:id/items/:item */
export const ItemParams = z.object({ id: z.uuid(), item: z.string().max(20) });
export const ItemInput = z.object({
  result: ItemResult,
  evidence: z.string().trim().max(4000).default(''),
  measure: z.string().trim().max(2000).default(''),
  dueOn: Day.nullable().default(null),
});
/** POST /risks/runs/:id/import: a table of results, as laboratories give it. */
export const ImportReport = z.object({
  rows: z.number().int(),
  taken: z.number().int(),
  refused: z.array(z.object({ row: z.number().int(), value: z.string(), text: Title })),
});
export type ImportReport = z.infer<typeof ImportReport>;
export const ReportInput = z.object({ report: FileInput });
/** POST /risks/runs/:id/end */
export const EndInput = z.object({ conclusion: z.string().trim().min(2).max(4000) });
export const Uploaded = z.object({ blob: z.string(), bytes: z.number().int(), sm3: z.string() });

/** Coverage of the baseline of a unit. */
export const Coverage = z.object({
  unit: z.uuid(),
  name: z.string(),
  level: z.number().int(),
  applicable: z.number().int(),
  passed: z.number().int(),
  items: z.array(z.object({ id: z.string(), title: Title, light: z.string() })),
  /** One number a day, oldest first. */
  history: z.array(z.object({ day: Day, applicable: z.number().int(), passed: z.number().int() })),
});
export type Coverage = z.infer<typeof Coverage>;
/** GET /risks/coverage */
export const CoverageList = z.object({
  baseline: z.object({ version: z.number().int(), basis: z.literal('unverified') }),
  items: z.array(Coverage).max(2000),
});
export type CoverageList = z.infer<typeof CoverageList>;

/** A unit of the filing with its level, and the days of its newest compliance test and risk assessment. */
export interface LastRuns {
  readonly name: string;
  readonly evaluatedOn: string | null;
  readonly assessedOn: string | null;
}
/** What other modules ask. */
export interface RiskAsks {
  readonly lastRuns: () => Promise<readonly LastRuns[]>;
}
