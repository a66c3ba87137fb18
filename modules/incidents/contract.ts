/** Contract of incidents 事件处置. Isomorphic: the console imports it. */
import { ClockLine } from '@chedun/deadline-ledger/contract';
import { FindingSummary } from '@chedun/governance/contract';
import type { ActorRef } from '@chedun/kernel';
import { z } from 'zod';
import { IncidentFacts, Narrative, RecoveryItem } from './facts.ts';

export { IncidentFacts, Narrative, RecoveryItem } from './facts.ts';

/** Permissions of incidents. */
export const incidentPermissions = {
  read: 'incidents.read',
  /** Opens incidents and works on them. */
  handle: 'incidents.handle',
  /** Issues reports and records what was handed in. */
  report: 'incidents.report',
  settings: 'incidents.settings',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Title = z.object({ zh: z.string(), en: z.string() });

/** open 处置中 · contained 已遏制 · ended 响应结束 · closed 已结案 */
export const IncidentState = z.enum(['open', 'contained', 'ended', 'closed']);
export type IncidentState = z.infer<typeof IncidentState>;

export const LevelName = z.enum(['特别重大', '重大', '较大', '一般']);

/** One condition of a grading scale and what it said. */
export const GradeLine = z.object({
  test: z.string(),
  title: Title,
  kind: z.enum(['met', 'below', 'not-for', 'not-stated']),
  value: z.union([z.number(), z.string()]).nullable(),
  level: LevelName.nullable(),
  against: z.union([z.number(), z.string()]).nullable(),
  basis: z.enum(['seen', 'unverified', 'product']).nullable(),
});
export const GradeResult = z.object({
  table: z.string(),
  version: z.number().int(),
  level: LevelName.nullable(),
  basis: z.enum(['seen', 'unverified', 'product']),
  trace: z.array(GradeLine),
});
export type GradeResult = z.infer<typeof GradeResult>;

/** A report that is owed, or that an authority passes on. */
export const DutyLine = z.object({
  kind: z.enum(['report', 'relay']),
  regime: z.enum(['miit', 'cac', 'individuals', 'data214']),
  channel: z.string(),
  clock: z.string(),
  /** Who passes it on; empty for reports of our own. */
  by: z.string(),
  recipients: z.array(
    z.object({ role: z.string(), name: z.string(), basis: z.enum(['seen', 'unverified', 'product']) }),
  ),
});
export type DutyLine = z.infer<typeof DutyLine>;

/** Both gradings at once; 214号 only where its table is loaded. */
export const Grading = z.object({
  at: Iso,
  miit: GradeResult,
  cac: GradeResult,
  data214: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('graded'), grade: GradeResult }),
    z.object({ kind: z.literal('not-gradable'), reason: Title }),
  ]),
  duties: z.array(DutyLine),
});
export type Grading = z.infer<typeof Grading>;

/** What was counted from the findings of the incident. */
export const Counted = z.object({
  vehicles: z.number().int(),
  registered: z.number().int(),
  hosts: z.number().int(),
  /** At most 20, for a first look. */
  vins: z.array(z.string()),
});
export type Counted = z.infer<typeof Counted>;

export const IncidentSummary = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  state: IncidentState,
  knownAt: Iso,
  openedAt: Iso,
  openedBy: z.string(),
  miitLevel: LevelName.nullable(),
  cacLevel: LevelName.nullable(),
  planStartedAt: Iso.nullable(),
  findings: z.number().int(),
  vehicles: z.number().int(),
});
export type IncidentSummary = z.infer<typeof IncidentSummary>;

export const TimelineEntry = z.object({
  id: z.string(),
  kind: z.enum([
    'opened',
    'linked',
    'graded',
    'plan-started',
    'phone-report',
    'note',
    'measure',
    'state',
    'evidence',
    'report',
    'submitted',
    'recovery',
  ]),
  at: Iso,
  recordedAt: Iso,
  actor: z.string(),
  text: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const Evidence = z.object({
  id: z.uuid(),
  name: z.string(),
  note: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  sm3: z.string(),
  addedAt: Iso,
  addedBy: z.string(),
  custody: z.array(z.object({ at: Iso, actor: z.string(), action: z.string(), note: z.string() })),
});
export type Evidence = z.infer<typeof Evidence>;

export const ReportRegime = z.enum(['miit', 'cac']);
export const ReportKind = z.enum(['first', 'followup', 'final']);
export const Report = z.object({
  id: z.uuid(),
  regime: ReportRegime,
  kind: ReportKind,
  number: z.number().int(),
  document: z.uuid(),
  version: z.number().int(),
  sm3: z.string(),
  /** Items that have to follow as 补报. */
  openItems: z.array(z.string()),
  issuedAt: Iso,
  issuedBy: z.string(),
  submittedAt: Iso.nullable(),
  receiver: z.string(),
});
export type Report = z.infer<typeof Report>;

/** GET /incidents/:id */
export const Incident = IncidentSummary.extend({
  planStartedBy: z.string().nullable(),
  responseEndedAt: Iso.nullable(),
  closedAt: Iso.nullable(),
  facts: IncidentFacts,
  narrative: Narrative,
  recovery: z.array(RecoveryItem),
  linked: z.array(FindingSummary.pick({ id: true, title: true, titleZh: true, severity: true, openedAt: true })),
  grading: Grading,
  counted: Counted,
  clocks: z.array(ClockLine),
  timeline: z.array(TimelineEntry),
  evidence: z.array(Evidence),
  reports: z.array(Report),
  /** What the next report of each kind still lacks, by item. */
  lacking: z.object({ miitFirst: z.array(z.string()), cacFirst: z.array(z.string()) }),
});
export type Incident = z.infer<typeof Incident>;

/** GET /incidents: newest first. */
export const IncidentFilter = z.strictObject({
  state: z.enum(['working', 'closed', 'all']).default('working'),
  finding: z.uuid().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const IncidentPage = z.object({
  items: z.array(IncidentSummary),
  next: z.string().nullable(),
  total: z.number().int(),
});

/** POST /incidents: from findings, from something known otherwise (mail, call), or both. */
export const IncidentOrder = z
  .object({
    title: z.string().trim().min(1).max(300).optional(),
    findings: z.array(z.uuid()).max(100).default([]),
    known: z.object({ how: z.string().trim().min(1).max(100), at: Iso }).optional(),
    facts: IncidentFacts.default({}),
  })
  .refine(({ findings, known }) => findings.length > 0 || known !== undefined, { path: ['findings'] });

export const IncidentParams = z.object({ id: z.uuid() });
export const EvidenceParams = z.object({ id: z.uuid(), evidence: z.uuid() });
export const ReportParams = z.object({ id: z.uuid(), report: z.uuid() });

/** POST /incidents/:id/findings */
export const LinkOrder = z.object({ findings: z.array(z.uuid()).min(1).max(100) });
/** PUT /incidents/:id/facts: grades anew, starts and takes back clocks. */
export const FactsChange = z.object({ facts: IncidentFacts, reason: z.string().trim().min(1).max(500) });
/** PUT /incidents/:id/narrative */
export const NarrativeChange = z.object({ narrative: Narrative });
/** PUT /incidents/:id/recovery: the checklist of recovery. */
export const RecoveryChange = z.object({ items: z.array(RecoveryItem).max(50) });
/** POST /incidents/:id/calls: a report by telephone. */
export const PhoneReport = z.object({
  regime: ReportRegime.default('miit'),
  callee: z.string().trim().min(1).max(200),
  /** Recipients that this call reached, by name; the clock ends when calls reached every one of them. */
  reached: z.array(z.string().trim().min(1).max(100)).min(1).max(10),
  number: z.string().trim().max(40).default(''),
  caller: z.string().trim().min(1).max(100),
  calledAt: Iso,
  said: z.string().trim().min(1).max(2000),
  /** Why it was late. */
  explanation: z.string().trim().max(2000).default(''),
});
/** POST /incidents/:id/notes */
export const NoteOrder = z.object({
  kind: z.enum(['note', 'measure']).default('note'),
  text: z.string().trim().min(1).max(4000),
  at: Iso.optional(),
});
/** POST /incidents/:id/state */
export const StateChange = z.object({
  to: z.enum(['contained', 'ended', 'closed', 'open']),
  comment: z.string().trim().min(1).max(1000),
});
/** POST /incidents/:id/reports */
export const ReportOrder = z.object({ regime: ReportRegime, kind: ReportKind });
/** Most bytes of a piece of evidence or a receipt. */
export const MOST_EVIDENCE = 64 * 1024 * 1024;
export const MOST_RECEIPT = 16 * 1024 * 1024;
/** POST /incidents/:id/evidence: the body is the file. */
export const EvidenceQuery = z.strictObject({
  name: z.string().trim().min(1).max(200),
  note: z.string().trim().max(1000).default(''),
});
/** POST /incidents/:id/reports/:report/submitted: the body is the receipt, empty where there is none. */
export const SubmittedQuery = z.strictObject({
  receiver: z.string().trim().min(1).max(200),
  submittedAt: Iso,
  fileName: z.string().trim().max(200).default(''),
  explanation: z.string().trim().max(2000).default(''),
});
/** POST /incidents/:id/evidence/:evidence/verify */
export const EvidenceVerdict = z.object({ intact: z.boolean(), sm3: z.string() });

/** Somebody who responds: 应急联系人. */
export const Responder = z.object({
  name: z.string().trim().min(1).max(60),
  role: z.enum(['commander', 'analyst', 'liaison', 'legal', 'operations']),
  phone: z.string().trim().max(40),
  onCall: z.boolean(),
});
/** GET and PUT /incidents/settings */
export const IncidentSettings = z.object({
  organisation: z.string().trim().max(100).default(''),
  /** Code of the province, GB/T 2260: 44; empty while nobody chose it. */
  province: z.union([z.literal(''), z.string().regex(/^\d{2}$/)]).default(''),
  operator: z.enum(['cii', 'central-organ', 'other']).default('other'),
  reporter: z.string().trim().max(60).default(''),
  reporterContact: z.string().trim().max(60).default(''),
  responders: z.array(Responder).max(100).default([]),
});
export type IncidentSettings = z.infer<typeof IncidentSettings>;
export const SettingsDetail = z.object({
  settings: IncidentSettings,
  /** With what the profile of the organisation says where the settings are empty. */
  inForce: IncidentSettings,
  provinces: z.array(z.object({ code: z.string(), name: z.string() })),
});

/** Moments of an incident as they were written down, ISO 8601; null: did not happen yet. */
export interface IncidentMilestones {
  readonly knownAt: string;
  readonly planStartedAt: string | null;
  readonly containedAt: string | null;
  /** The first telephone call or written report that was handed in. */
  readonly reportedAt: string | null;
  /** When the last item of the recovery was verified. */
  readonly recoveredAt: string | null;
  readonly responseEndedAt: string | null;
  readonly closedAt: string | null;
}

/** What other modules ask. */
export interface IncidentAsks {
  /** Undefined for an incident that is not there. */
  readonly milestones: (id: string) => Promise<IncidentMilestones | undefined>;
  /** Incidents whose response ended since a moment (ms since 1970), at most 1,000. */
  readonly endedSince: (since: number) => Promise<readonly { readonly id: string; readonly endedAt: string }[]>;
  readonly summary: (id: string) => Promise<IncidentSummary | undefined>;
  readonly ofFinding: (finding: string) => Promise<readonly IncidentSummary[]>;
  /** Adds a measure that was taken to the timeline. Throws `incidents.unknown`. */
  readonly addMeasure: (id: string, text: string, actor: ActorRef) => Promise<void>;
}
