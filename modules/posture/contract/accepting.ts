import { z } from 'zod';

const Iso = z.iso.datetime({ offset: true });
const Line = z.string().trim().min(1).max(200);
const ObligationId = z.string().regex(/^\d\.\d-[a-z]$/);

/** What a person has to attest, again and again. */
export const AttestationDuty = z.object({
  title: z.object({ zh: Line, en: z.string().trim().max(200) }),
  obligations: z.array(ObligationId).min(1).max(20),
  everyDays: z.number().int().min(1).max(1100),
  owner: z.string().trim().min(1).max(100),
});
export type AttestationDuty = z.infer<typeof AttestationDuty>;

/** Whose duties standard attestations are of. */
export const StandardParty = z.enum(['enterprise', 'regulator']);
/** POST /posture/attestations/standard: asks for the standard attestations of what no machine measures. */
export const StandardOrder = z.object({
  party: StandardParty.default('enterprise'),
  owner: AttestationDuty.shape.owner,
});

export const Attestation = AttestationDuty.extend({
  id: z.string(),
  /** The check under which its evidence stands. */
  checkId: z.string(),
  /** When the next attestation has to be there; null: it was never attested. */
  dueAt: Iso.nullable(),
  isOverdue: z.boolean(),
  retiredAt: Iso.nullable(),
});
export type Attestation = z.infer<typeof Attestation>;
export const AttestationList = z.object({ items: z.array(Attestation).max(500) });
export const AttestationParams = z.object({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/) });

/** POST /posture/attestations/:id/evidence: what the signer states. */
export const Attest = z.object({
  outcome: z.enum(['pass', 'fail']),
  statement: z.string().trim().min(1).max(2000),
  /** From when the fact holds: not later than now. The term runs from here, not from the day of the entry. */
  effectiveAt: Iso,
  /** Answer of the upload. */
  attachment: z
    .object({
      blob: z.string().regex(/^posture\/attachments\/[0-9a-f-]{36}$/),
      name: z.string().trim().min(1).max(200),
    })
    .nullable()
    .default(null),
});
export type Attest = z.output<typeof Attest>;

/** PUT /posture/attachments */
export const Uploaded = z.object({ blob: z.string(), bytes: z.number().int(), sm3: z.string() });
export const EvidenceParams = z.object({ id: z.uuid() });

/** A failed check that is accepted until a day. `key` is stable: `check:` and the id of the check. */
export const ExceptionRequest = z.object({
  key: z.string().regex(/^check:[a-z0-9.-]{1,100}$/),
  reason: z.string().trim().min(10).max(2000),
  owner: z.string().trim().min(1).max(100),
  endsAt: Iso,
});
export type ExceptionRequest = z.infer<typeof ExceptionRequest>;

export const ExceptionStatus = z.enum(['requested', 'approved', 'refused', 'withdrawn']);
export const Exception = ExceptionRequest.extend({
  id: z.uuid(),
  status: ExceptionStatus,
  requestedBy: z.string(),
  requestedAt: Iso,
  decidedBy: z.string().nullable(),
  decidedAt: Iso.nullable(),
  comment: z.string().nullable(),
  /** Approved and not over. */
  holds: z.boolean(),
});
export type Exception = z.infer<typeof Exception>;
export const ExceptionList = z.object({ items: z.array(Exception).max(500) });
export const ExceptionParams = z.object({ id: z.uuid() });
export const ExceptionDecision = z.object({
  decision: z.enum(['approved', 'refused', 'withdrawn']),
  comment: z.string().trim().max(1000).default(''),
});
