import { z } from 'zod';

const Iso = z.iso.datetime({ offset: true });
const Id8 = z.string().regex(/^[0-9a-f]{16}$/);

/** waiting: not handed over yet · delivered: the misbehaviour authority keeps it · refused: it did not take it · foreign: the certificate is of an authority of somebody else. */
export const ReportState = z.enum(['waiting', 'delivered', 'refused', 'foreign']);
export type ReportState = z.infer<typeof ReportState>;

/** One kind of wrong thing that was seen, with the gravest value. */
export const ReportObservation = z.object({
  /** Rule of ours, such as `v2x-constant-position`. */
  rule: z.string(),
  /** Numbers of ETSI TS 103 759; from 128 on our own. */
  target: z.number().int(),
  observation: z.number().int(),
  times: z.number().int(),
  observed: z.number(),
  limit: z.number(),
  unit: z.string(),
});
export type ReportObservation = z.infer<typeof ReportObservation>;

/** A misbehaviour report that this platform made. */
export const MisbehaviourReport = z.object({
  id: z.uuid(),
  at: Iso,
  /** HashedId8 of the certificate of the accused. */
  signer: Id8,
  /** Linkage value of its pseudonym, hex. */
  linkage: z.string().nullable(),
  aid: z.number(),
  receiver: z.string(),
  place: z.object({ lat: z.number(), lon: z.number() }).nullable(),
  /** 1 is a full proof. */
  suspicion: z.number(),
  observations: z.array(ReportObservation),
  /** Certificates that take part, where a rule named them. */
  related: z.array(z.string()),
  /** Signed messages that are the proof. */
  messages: z.number().int(),
  /** Size of the report, bytes. */
  bytes: z.number().int(),
  state: ReportState,
  problem: z.string().nullable(),
  deliveredAt: Iso.nullable(),
  /** Number of the report at the misbehaviour authority. */
  authorityId: z.uuid().nullable(),
});
export type MisbehaviourReport = z.infer<typeof MisbehaviourReport>;

/** GET /v2x/reports: newest first; the newest 5,000 are kept. */
export const ReportQuery = z.object({
  state: ReportState.optional(),
  signer: Id8.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const ReportList = z.object({
  items: z.array(MisbehaviourReport),
  /** All that are kept, by state. */
  totals: z.object({
    waiting: z.number().int(),
    delivered: z.number().int(),
    refused: z.number().int(),
    foreign: z.number().int(),
  }),
  /** Different certificates that are accused. */
  accused: z.number().int(),
});
/** POST /v2x/reports/:id/deliver */
export const ReportDelivery = z.object({ state: ReportState, problem: z.string().nullable() });
/** POST /v2x/anchors/own: proposes root and authority of the hierarchy of this platform. */
export const OwnAnchors = z.object({ ids: z.array(z.uuid()) });
