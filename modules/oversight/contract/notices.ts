import { z } from 'zod';
import { Basis, Day, EventLevel, FileLine, Firm, Iso, LegalBasis, Line, Prose } from './common.ts';

/** Kinds of what an authority sends: 漏洞通报, 威胁通报, 暴露资产通报, 责令改正, 任务, 检查通知, 预警. */
export const NoticeKind = z.enum(['vulnerability', 'threat', 'exposure', 'order', 'task', 'inspection', 'warning']);
export type NoticeKind = z.infer<typeof NoticeKind>;
/** Colours of warnings (281号 4.3; which colour stands for which level is unverified). */
export const Colour = z.enum(['红', '橙', '黄', '蓝']);
export type Colour = z.infer<typeof Colour>;

/** Contents of a warning (281号 4.4, unverified). The colour follows from the possible level. */
export const WarningInput = z.object({
  level: EventLevel,
  startsAt: Iso,
  scope: Prose,
  harm: Prose,
  measures: Prose,
  limit: Prose,
  publisher: Line,
  telephone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 -]{4,24}$/),
});
export const Warning = WarningInput.extend({ colour: Colour, basis: Basis });
export type Warning = z.infer<typeof Warning>;

/** Why a notice was sent, where a machine or an inspection proposed it. */
export const NoticeSource = z.object({
  kind: z.enum(['people', 'incident', 'export', 'inspection']),
  id: z.string().max(200),
});
export type NoticeSource = z.infer<typeof NoticeSource>;

/** POST /oversight/notices */
export const NoticeInput = z
  .object({
    kind: NoticeKind.exclude(['inspection']),
    title: Line,
    text: Prose,
    /** Id of a legal basis; empty for none. */
    basis: z.string().max(40).default(''),
    dueOn: Day.nullable().default(null),
    /** What to look for: addresses, domains, SM3 or SHA-256 of files, numbers of vulnerabilities. */
    indicators: z.array(Line).max(500).default([]),
    enterprises: z.array(z.uuid()).min(1).max(500),
    files: z.array(z.uuid()).max(10).default([]),
    warning: WarningInput.nullable().default(null),
    source: NoticeSource.default({ kind: 'people', id: '' }),
  })
  .refine(({ kind, warning }) => (kind === 'warning') === (warning !== null), { path: ['warning'] })
  .refine(({ kind, dueOn }) => kind === 'warning' || dueOn !== null, { path: ['dueOn'] })
  .refine(({ kind, basis }) => kind !== 'order' || basis !== '', { path: ['basis'] });
export type NoticeInput = z.output<typeof NoticeInput>;
/** PUT /oversight/notices/:id: the next version; enterprises have to confirm it again. */
export const NoticeChange = z.object({
  text: Prose,
  dueOn: Day.nullable(),
  warning: WarningInput.nullable().default(null),
  why: Prose,
});
export const NoticeLift = z.object({ why: Prose });

/** `sent` nothing was heard · `acknowledged` received · `answered` feedback waits for the authority · `closed` settled. */
export const DeliveryState = z.enum(['sent', 'acknowledged', 'answered', 'closed']);
export type DeliveryState = z.infer<typeof DeliveryState>;
export const FeedbackResult = z.enum(['done', 'partly', 'not-applicable']);
export const FeedbackInput = z.object({
  result: FeedbackResult,
  text: Prose,
  file: z.uuid().nullable().default(null),
});
export const Feedback = z.object({
  id: z.uuid(),
  at: Iso,
  by: z.string(),
  result: FeedbackResult,
  text: z.string(),
  file: FileLine.nullable(),
});
export type Feedback = z.infer<typeof Feedback>;

/** Rungs after an order that was not obeyed. The machine proposes none and decides none. */
export const PenaltyKind = z.enum(['warning', 'fine']);
export const PenaltyInput = z
  .object({
    kind: PenaltyKind,
    reasons: Prose,
    /** Yuan, for a fine. */
    amount: z.number().int().min(1).max(100_000_000).nullable().default(null),
  })
  .refine(({ kind, amount }) => (kind === 'fine') === (amount !== null), { path: ['amount'] });
export const PenaltyDecision = z.object({ decision: z.enum(['approved', 'declined']), note: Prose });
export const Penalty = z.object({
  id: z.uuid(),
  kind: PenaltyKind,
  reasons: z.string(),
  amount: z.number().int().nullable(),
  proposedBy: z.string(),
  proposedAt: Iso,
  decision: z.enum(['open', 'approved', 'declined']),
  decidedBy: z.string(),
  decidedAt: Iso.nullable(),
  note: z.string(),
});
export type Penalty = z.infer<typeof Penalty>;

export const DeliveryStep = z.object({
  at: Iso,
  by: z.string(),
  side: z.enum(['authority', 'enterprise']),
  action: z.enum([
    'sent',
    'fetched',
    'acknowledged',
    'answered',
    'reopened',
    'closed',
    'changed',
    'lifted',
    'reminded',
    'penalty-proposed',
    'penalty-decided',
  ]),
  note: z.string(),
});
/** A notice at one enterprise, as lists show it. */
export const DeliveryLine = z.object({
  id: z.uuid(),
  enterprise: Firm,
  state: DeliveryState,
  overdue: z.boolean(),
  fetchedAt: Iso.nullable(),
  acknowledgedAt: Iso.nullable(),
  acknowledgedBy: z.string(),
  answeredAt: Iso.nullable(),
  closedAt: Iso.nullable(),
  /** How often the authority was not content. */
  reopened: z.number().int(),
  /** Last answer. */
  result: FeedbackResult.nullable(),
});
export type DeliveryLine = z.infer<typeof DeliveryLine>;
export const Delivery = DeliveryLine.extend({
  feedback: z.array(Feedback),
  penalties: z.array(Penalty),
  steps: z.array(DeliveryStep),
});
export type Delivery = z.infer<typeof Delivery>;

export const NoticeLine = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: NoticeKind,
  title: z.string(),
  colour: Colour.nullable(),
  dueOn: Day.nullable(),
  state: z.enum(['open', 'lifted']),
  version: z.number().int(),
  issuedAt: Iso,
  issuedBy: z.string(),
  firms: z.number().int(),
  acknowledged: z.number().int(),
  answered: z.number().int(),
  closed: z.number().int(),
  overdue: z.number().int(),
});
export type NoticeLine = z.infer<typeof NoticeLine>;
export const NoticeQuery = z.object({
  state: z.enum(['open', 'overdue', 'done', 'all']).default('open'),
  kind: NoticeKind.optional(),
  enterprise: z.uuid().optional(),
  search: z.string().trim().min(1).max(100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type NoticeQuery = z.output<typeof NoticeQuery>;
export const NoticePage = z.object({
  items: z.array(NoticeLine),
  next: z.string().nullable(),
  total: z.number().int(),
});
export type NoticePage = z.infer<typeof NoticePage>;
/** GET /oversight/notices/:id */
export const Notice = z.object({
  notice: NoticeLine,
  text: z.string(),
  basis: LegalBasis.nullable(),
  indicators: z.array(z.string()),
  warning: Warning.nullable(),
  source: NoticeSource,
  files: z.array(FileLine),
  deliveries: z.array(Delivery).max(500),
});
export type Notice = z.infer<typeof Notice>;

export const DeliveryParams = z.object({ id: z.uuid() });
export const PenaltyParams = z.object({ id: z.uuid() });
export const ReviewOrder = z.discriminatedUnion('action', [
  z.object({ action: z.literal('close'), note: z.string().trim().max(1000).default('') }),
  z.object({ action: z.literal('reopen'), note: Prose, dueOn: Day }),
  z.object({ action: z.literal('remind'), note: Prose }),
]);
export type ReviewOrder = z.output<typeof ReviewOrder>;

/** What an enterprise reads of a notice. It hears of no other enterprise. */
export const OwnNotice = z.object({
  /** Id of its own copy. */
  id: z.uuid(),
  number: z.string(),
  kind: NoticeKind,
  title: z.string(),
  text: z.string(),
  basis: LegalBasis.nullable(),
  dueOn: Day.nullable(),
  indicators: z.array(z.string()),
  warning: Warning.nullable(),
  files: z.array(FileLine),
  version: z.number().int(),
  lifted: z.boolean(),
  state: DeliveryState,
  overdue: z.boolean(),
  issuedAt: Iso,
  changedAt: Iso,
  acknowledgedAt: Iso.nullable(),
  feedback: z.array(Feedback),
  /** What the authority said: why it was sent back, reminded of, changed or lifted. */
  remarks: z.array(z.object({ at: Iso, action: z.string(), note: z.string() })),
});
export type OwnNotice = z.infer<typeof OwnNotice>;
/** GET /supervision/exchange/notices: what changed after a place, oldest change first. */
export const OwnQuery = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const OwnPage = z.object({
  items: z.array(OwnNotice).max(200),
  /** Pass it as `after` next time. */
  next: z.string().nullable(),
});
export type OwnPage = z.infer<typeof OwnPage>;
export const Acknowledge = z.object({ version: z.number().int().min(1).max(100_000) });

/** GET /oversight/statistics */
export const OversightStatistics = z.object({
  notices: z.number().int(),
  deliveries: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  closed: z.number().int(),
  /** Median hours from sending to confirmation and to the first answer. */
  medianAcknowledgeHours: z.number().nullable(),
  medianAnswerHours: z.number().nullable(),
  byState: z.array(z.object({ state: DeliveryState, count: z.number().int() })),
  byKind: z.array(z.object({ kind: NoticeKind, open: z.number().int(), closed: z.number().int() })),
  byFirm: z.array(
    z.object({
      name: z.string(),
      sent: z.number().int(),
      overdue: z.number().int(),
      closed: z.number().int(),
      answerHours: z.number().nullable(),
    }),
  ),
  incidentsByMonth: z.array(z.object({ month: z.string(), level: z.string(), count: z.number().int() })),
});
export type OversightStatistics = z.infer<typeof OversightStatistics>;
