import { z } from 'zod';
import { Basis, Day, EventLevel, Firm, Iso, Line, Prose, Title } from './common.ts';

export const Regime = z.enum(['miit', 'cac', 'data']);
export type Regime = z.infer<typeof Regime>;
export const ReportKind = z.enum(['first', 'followup', 'final']);
export type ReportKind = z.infer<typeof ReportKind>;

/** A fact of a grading table that a machine found in the words of a report, with the words. */
export const ReadFact = z.object({
  fact: z.string(),
  value: z.union([z.number(), z.string()]),
  quote: z.string(),
  field: z.string(),
});
export type ReadFact = z.infer<typeof ReadFact>;
export const TraceLine = z.object({
  title: Title,
  value: z.union([z.number(), z.string()]).nullable(),
  level: EventLevel.nullable(),
  basis: Basis.nullable(),
});

/** First report against its limit. */
export const Lateness = z.object({
  /** The clock that it is held against. */
  rule: z.string(),
  /** What the report says: known, found, happened. */
  knownAt: Iso,
  dueAt: Iso,
  /** When it was heard of: telephone or package, whichever came first. */
  heardAt: Iso,
  lateMinutes: z.number().int(),
  basis: Basis,
});
export type Lateness = z.infer<typeof Lateness>;

/** What has not come yet. */
export const Missing = z.object({
  kind: z.enum(['followup', 'final']),
  regime: Regime,
  dueAt: Iso,
  overdue: z.boolean(),
  /** `ours`: no rule gives a number. */
  basis: z.enum(['seen', 'unverified', 'ours']),
  text: Title,
});
export type Missing = z.infer<typeof Missing>;

export const RelayLine = z.object({
  clock: z.uuid(),
  rule: z.string(),
  title: z.string(),
  recipients: z.array(z.string()),
  due: z.string(),
  dueAt: Iso,
  state: z.enum(['running', 'stopped', 'withdrawn']),
  overdue: z.boolean(),
  basis: Basis,
  receiver: z.string(),
  endedAt: Iso.nullable(),
});
export type RelayLine = z.infer<typeof RelayLine>;

export const IncidentLine = z.object({
  id: z.uuid(),
  /** 事件编号 of the enterprise. */
  number: z.string(),
  name: z.string(),
  enterprise: Firm,
  state: z.enum(['open', 'closed']),
  claimed: EventLevel.nullable(),
  /** From the words of the reports. */
  computed: EventLevel.nullable(),
  /** What the desk confirmed. */
  confirmed: EventLevel.nullable(),
  disagrees: z.boolean(),
  regimes: z.array(Regime),
  reports: z.number().int(),
  firstAt: Iso,
  lastAt: Iso,
  lateMinutes: z.number().int(),
  relaysRunning: z.number().int(),
  relaysOverdue: z.number().int(),
  missing: z.number().int(),
});
export type IncidentLine = z.infer<typeof IncidentLine>;
export const IncidentQuery = z.object({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  search: z.string().trim().min(1).max(100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type IncidentQuery = z.output<typeof IncidentQuery>;
export const IncidentPage = z.object({
  items: z.array(IncidentLine),
  next: z.string().nullable(),
  total: z.number().int(),
});
export type IncidentPage = z.infer<typeof IncidentPage>;

export const IncidentReport = z.object({
  id: z.uuid(),
  filing: z.uuid(),
  template: z.string(),
  regime: Regime,
  kind: ReportKind,
  version: z.number().int(),
  title: Title,
  level: EventLevel.nullable(),
  receivedAt: Iso,
});
export const IncidentStep = z.object({ at: Iso, by: z.string(), text: z.string() });
/** GET /oversight/incidents/:id */
export const Incident = z.object({
  incident: IncidentLine,
  operator: z.enum(['cii', 'other']),
  responseLevel: EventLevel.nullable(),
  responseStartedAt: Iso.nullable(),
  responseEndedAt: Iso.nullable(),
  reports: z.array(IncidentReport),
  facts: z.array(ReadFact),
  trace: z.array(TraceLine),
  lateness: Lateness.nullable(),
  missing: z.array(Missing),
  relays: z.array(RelayLine),
  steps: z.array(IncidentStep),
});
export type Incident = z.infer<typeof Incident>;

/** POST /oversight/incidents/:id/steps */
export const IncidentOrder = z.discriminatedUnion('action', [
  z.object({ action: z.literal('confirm'), level: EventLevel, operator: z.enum(['cii', 'other']), note: Prose }),
  z.object({ action: z.literal('start-response'), level: EventLevel, note: Prose }),
  z.object({ action: z.literal('end-response'), at: Iso, note: Prose }),
  z.object({ action: z.literal('note'), note: Prose }),
  z.object({ action: z.literal('chase'), text: Prose, dueOn: Day }),
  z.object({ action: z.literal('close'), note: Prose }),
]);
export type IncidentOrder = z.output<typeof IncidentOrder>;
/** POST /oversight/incidents/:id/relays/:clock: it was passed on. */
export const RelayParams = z.object({ id: z.uuid(), clock: z.uuid() });
export const RelayDone = z.object({
  receiver: Line,
  at: Iso,
  /** Why it was late. */
  explanation: z.string().trim().max(2000).default(''),
});
export type RelayDone = z.output<typeof RelayDone>;
