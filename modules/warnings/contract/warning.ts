import { z } from 'zod';
import { Iso, Texts, WarningLevel, WarningScope } from './common.ts';

/** `proposed` waits for a person; `refused` was declined or its reason went away; `issued` is in force. */
export const WarningStatus = z.enum(['proposed', 'issued', 'lifted', 'refused']);
export type WarningStatus = z.infer<typeof WarningStatus>;

/** What happened to a warning; also what channels are told about. */
export const NoticeKind = z.enum(['proposed', 'issued', 'changed', 'lifted', 'escalated', 'test']);
export type NoticeKind = z.infer<typeof NoticeKind>;

export const WarningEvent = z.object({
  at: Iso,
  actor: z.string(),
  kind: z.enum([
    'proposed',
    'issued',
    'refused',
    'changed',
    'lifted',
    'acknowledged',
    'escalated',
    'edited',
    'withdrawn',
  ]),
  from: WarningLevel.nullable(),
  to: WarningLevel.nullable(),
  comment: z.string().nullable(),
});
export type WarningEvent = z.infer<typeof WarningEvent>;

/** A warning 预警 in lists. */
export const WarningSummary = z.object({
  id: z.uuid(),
  /** `YJ-<year>-<number>`. */
  number: z.string(),
  level: WarningLevel,
  /** Change that waits for a person: another level, or lifting. */
  pending: z.union([WarningLevel, z.literal('lift')]).nullable(),
  status: WarningStatus,
  scope: WarningScope,
  title: Texts,
  createdAt: Iso,
  issuedAt: Iso.nullable(),
  issuedBy: z.string().nullable(),
  liftedAt: Iso.nullable(),
  liftedBy: z.string().nullable(),
  acknowledgedAt: Iso.nullable(),
  acknowledgedBy: z.string().nullable(),
  /** Measures are to be taken until then. */
  timeLimit: Iso.nullable(),
});
export type WarningSummary = z.infer<typeof WarningSummary>;

export const Warning = WarningSummary.extend({
  /** Level of the event that is possible, as the policy says. */
  possibleLevel: z.string(),
  /** Rules of the policy that hold; empty for one that a person wrote. */
  rules: z.array(z.string()),
  /** Findings behind it, at most 100. */
  causes: z.array(z.string()),
  impact: Texts,
  measures: z.array(Texts),
  issuer: z.string(),
  telephone: z.string(),
  policyVersion: z.number().int(),
  history: z.array(WarningEvent),
});
export type Warning = z.infer<typeof Warning>;

/** GET /warnings: worst first, then newest. `status` and `level` take comma lists. */
export const WarningFilter = z.object({
  status: z.string().max(100).optional(),
  level: z.string().max(100).optional(),
  scope: z.string().max(220).optional(),
  search: z.string().max(200).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const WarningPage = z.object({
  items: z.array(WarningSummary),
  next: z.string().nullable(),
  total: z.number().int(),
});

/** GET /warnings/board: how many are in force, by level, and what waits for a person. */
export const WarningBoard = z.object({
  levels: z.array(z.object({ level: WarningLevel, issued: z.number().int() })),
  waiting: z.number().int(),
  unacknowledged: z.number().int(),
  failedDeliveries: z.number().int(),
  /** Scopes that met a rule but had no room (`mostWarnings`) at the last evaluation. */
  overflow: z.number().int(),
  evaluatedAt: Iso.nullable(),
});

export const WarningParams = z.object({ id: z.uuid() });
const comment = z.string().min(1).max(2000);

/** POST /warnings: a person writes one; it is issued at once. */
export const NewWarning = z.strictObject({
  level: WarningLevel,
  scope: WarningScope,
  title: z.string().min(2).max(200),
  impact: z.string().max(2000),
  measures: z.array(z.string().min(1).max(500)).max(20),
  causes: z.array(z.uuid()).max(100).default([]),
});

/**
 * POST /warnings/:id/decision: `confirm` does what is pending, `refuse` declines it; `change` and `lift` need nothing
 * pending; `acknowledge` ends the escalation.
 */
export const WarningDecision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('confirm'), comment }),
  z.strictObject({ kind: z.literal('refuse'), comment }),
  z.strictObject({ kind: z.literal('change'), level: WarningLevel, comment }),
  z.strictObject({ kind: z.literal('lift'), comment }),
  z.strictObject({ kind: z.literal('acknowledge') }),
  z.strictObject({
    kind: z.literal('edit'),
    impact: z.string().max(2000),
    measures: z.array(z.string().min(1).max(500)).max(20),
    comment,
  }),
]);
export type WarningDecision = z.infer<typeof WarningDecision>;
