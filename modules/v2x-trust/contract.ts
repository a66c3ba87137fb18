import { z } from 'zod';

/** Permissions of trust between companies and of the verification of messages. */
export const v2xTrustPermissions = {
  read: 'v2x-trust.read',
  verify: 'v2x-trust.verify',
  propose: 'v2x-trust.propose',
  accept: 'v2x-trust.accept',
  publish: 'v2x-trust.publish',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Id8 = z.string().regex(/^[0-9a-f]{16}$/);

/** Steps that a message goes through, in their order. */
export const VerifyStep = z.enum(['format', 'signer', 'chain', 'permission', 'time', 'place', 'replay', 'signature']);
export type VerifyStep = z.infer<typeof VerifyStep>;

/** Values of `v2x.security` in the record of a verdict. */
export const SecurityValue = z.enum([
  'ok',
  'malformed',
  'unsigned',
  'unknown_signer',
  'unknown_issuer',
  'chain_invalid',
  'expired',
  'revoked',
  'wrong_permission',
  'wrong_region',
  'wrong_time',
  'replayed',
  'signature_failed',
]);
export type SecurityValue = z.infer<typeof SecurityValue>;

/** Latitude and longitude in degrees, WGS 84. */
export const PlaceDegrees = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });

/** Longest message that is taken, bytes. */
export const MOST_MESSAGE_BYTES = 8192;
const Message64 = z
  .string()
  .min(4)
  .max(Math.ceil(MOST_MESSAGE_BYTES / 3) * 4)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/);

/** POST /v2x/verify: secured messages (SPDU) as base64, with when and where each was received. */
export const VerifyRequest = z.object({
  messages: z
    .array(
      z.object({
        spdu: Message64,
        /** Time of reception; now when left away. */
        at: Iso.optional(),
        place: PlaceDegrees.optional(),
      }),
    )
    .min(1)
    .max(1000),
  /** Who received the messages: a roadside unit or a recorder. */
  receiver: z.string().min(1).max(200).default('api'),
});
export type VerifyRequest = z.output<typeof VerifyRequest>;

/** What was found about one message. */
export const Verdict = z.object({
  /** Exact reason; `valid` when there is none. */
  verdict: z.string(),
  security: SecurityValue,
  /** Step at which it was refused. */
  step: VerifyStep.nullable(),
  aid: z.number().nullable(),
  /** HashedId8 of the certificate of the signer. */
  signer: Id8.nullable(),
  generatedAt: Iso.nullable(),
  place: PlaceDegrees.nullable(),
  /** Byte at which a malformed message stops to make sense. */
  offset: z.number().int().nullable(),
});
export type Verdict = z.infer<typeof Verdict>;
export const VerifyAnswer = z.object({
  verdicts: z.array(Verdict),
  valid: z.number().int(),
  refused: z.number().int(),
});

/** Fields of a message that are shown; each belongs to the step that judges it. */
export const FieldName = z.enum([
  'content',
  'hash',
  'payload',
  'aid',
  'generated',
  'expires',
  'location',
  'signer-form',
  'signer',
  'curve',
  'signature',
]);
export type FieldName = z.infer<typeof FieldName>;
/** One field of a decoded message, in notation that is the same in all languages. */
export const DecodedField = z.object({ name: FieldName, value: z.string(), step: VerifyStep });
export type DecodedField = z.infer<typeof DecodedField>;
/** Where a certificate holds. `any`: everywhere that its issuer may. */
export const RegionView = z.object({
  kind: z.enum(['any', 'circle', 'rectangles', 'polygon', 'countries']),
  /** Coordinates, or numbers of countries (156 = China). */
  text: z.string(),
});
export type RegionView = z.infer<typeof RegionView>;
/** A certificate of a chain. */
export const CertificateView = z.object({
  id8: Id8,
  /** Empty for a pseudonym. */
  name: z.string(),
  issuer: Id8.nullable(),
  from: Iso,
  until: Iso,
  curve: z.string(),
  region: RegionView,
  applications: z.array(z.number()),
});
export type CertificateView = z.infer<typeof CertificateView>;

/** POST /v2x/explain: one message, decoded and judged step by step. */
export const ExplainRequest = z.object({
  /** Hex or base64. */
  spdu: z
    .string()
    .min(2)
    .max(3 * MOST_MESSAGE_BYTES),
  at: Iso.optional(),
  place: PlaceDegrees.optional(),
});
export const Explanation = z.object({
  verdict: Verdict,
  steps: z.array(z.object({ step: VerifyStep, state: z.enum(['passed', 'failed', 'not-reached']) })),
  fields: z.array(DecodedField),
  /** From the signer up to the root, as far as it is known. */
  chain: z.array(CertificateView),
  bytes: z.number().int(),
});
export type Explanation = z.infer<typeof Explanation>;

/** GET /v2x/verification: what became of messages. */
export const VerificationQuery = z.object({ hours: z.coerce.number().int().min(1).max(720).default(24) });
export const VerificationState = z.object({
  /** Messages by verdict within the hours asked for. */
  totals: z.array(z.object({ security: SecurityValue, verdict: z.string(), count: z.number().int() })),
  /** Milliseconds of a stretch of time in `overTime`. */
  stepMs: z.number().int(),
  /** One point for each stretch of time, by `v2x.security`. */
  overTime: z.array(z.object({ at: Iso, security: SecurityValue, count: z.number().int() })),
  /** Port of the UDP listener; null when it is off. */
  udpPort: z.number().int().nullable(),
  threads: z.number().int(),
  signers: z.number().int(),
  /** Messages that found no room since the start. */
  lost: z.number().int(),
  roots: z.number().int(),
  authorities: z.number().int(),
  crls: z.number().int(),
});
export type VerificationState = z.infer<typeof VerificationState>;

/** GET /v2x/failures: messages that were refused, newest first; the newest 2,000 are kept with their bytes. */
export const FailureQuery = z.object({
  security: SecurityValue.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const Failure = z.object({
  id: z.uuid(),
  at: Iso,
  verdict: z.string(),
  security: SecurityValue,
  step: VerifyStep.nullable(),
  aid: z.number().nullable(),
  signer: z.string().nullable(),
  receiver: z.string(),
  place: PlaceDegrees.nullable(),
  /** Base64. */
  spdu: z.string(),
});
export type Failure = z.infer<typeof Failure>;
export const FailureList = z.object({ items: z.array(Failure), total: z.number().int() });

export * from './list-contract.ts';
export * from './report-contract.ts';
