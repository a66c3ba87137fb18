/** Second part of the contract: batches, lists of revoked certificates, settings, the log. Isomorphic. */
import { z } from 'zod';
import { Iso, Slug } from './certificates.ts';

export const BatchQuery = z.object({ profile: Slug, authority: Slug, name: z.string().trim().min(1).max(100) });
export const Batch = z.object({
  id: z.uuid(),
  name: z.string(),
  profile: Slug,
  authority: Slug,
  state: z.enum(['running', 'done']),
  total: z.number().int(),
  issued: z.number().int(),
  refused: z.number().int(),
  createdBy: z.string(),
  createdAt: Iso,
  endedAt: Iso.nullable(),
});
export type Batch = z.infer<typeof Batch>;
export const BatchList = z.object({ items: z.array(Batch) });
/** A row that could not be issued: where, and the error of the catalogue. */
export const BatchRefusal = z.object({
  row: z.number().int(),
  subject: z.string(),
  code: z.string(),
  reason: z.string(),
});
export const BatchDetail = Batch.extend({ refusals: z.array(BatchRefusal) });
export type BatchDetail = z.infer<typeof BatchDetail>;

export const CertificateSettings = z.strictObject({
  /** Where this installation's lists and answers are reached from outside, without `/` at the end; null = not written into certificates. */
  publicBase: z
    .url({ protocol: /^https?$/ })
    .max(200)
    .regex(/[^/]$/)
    .nullable(),
  /** Stands for `{organization}` in profiles. */
  organization: z.string().trim().min(1).max(60),
  crlHours: z.number().int().min(1).max(720),
  deltaHours: z.number().int().min(1).max(168),
  ocspMinutes: z.number().int().min(5).max(10_080),
  /** Whether a revocation for `keyCompromise` takes effect at once and is looked at afterwards. */
  compromise: z.enum(['second-person', 'immediate']),
  /** Whether a device that asks for the revocation of its own certificate (CMP) waits for a person. */
  deviceRevocation: z.enum(['second-person', 'immediate']).default('second-person'),
  /** What happens to a request for a VIN that is no registered vehicle. */
  unknownVehicles: z.enum(['refuse', 'allow']),
  /** More certificates of one person within an hour make a finding. */
  unusualPerHour: z.number().int().min(1).max(10_000_000),
});
export type CertificateSettings = z.infer<typeof CertificateSettings>;

export const BindingEvent = z.object({
  at: Iso,
  kind: z.enum(['bound', 'held', 'lifted', 'revoked']),
  serial: z.string(),
  profile: Slug,
  vin: z.string().nullable(),
  device: z.string().nullable(),
  by: z.string(),
  /** Seconds from a revocation to the first list that tells it. */
  propagationSeconds: z.number().int().nullable(),
});
export const BindingQuery = z.object({
  search: z.string().trim().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const BindingLog = z.object({ items: z.array(BindingEvent) });
export type BindingLog = z.infer<typeof BindingLog>;

export const PublishCommand = z.strictObject({ kind: z.enum(['full', 'delta']) });
export const PublishAnswer = z.object({ number: z.number().int(), entries: z.number().int() });
export const NameParams = z.object({ name: Slug });
export const PublicFileParams = z.object({ file: z.string().regex(/^[a-z][a-z0-9-]{1,39}(?:-delta)?\.(?:crl|cer)$/) });

/** How far the verification of the issuance log has come. */
export const LogProgress = z.object({
  running: z.boolean(),
  leaves: z.number().int(),
  totalLeaves: z.number().int(),
  certificates: z.number().int(),
  totalCertificates: z.number().int(),
});
export type LogProgress = z.infer<typeof LogProgress>;

/** What verifying the issuance log found. */
export const LogVerdict = z.object({
  intact: z.boolean(),
  leaves: z.number().int(),
  certificates: z.number().int(),
  checkpoint: z.object({ size: z.number().int(), at: Iso }).nullable(),
  /** Rows that do not fit, at most 50. */
  problems: z.array(
    z.object({
      index: z.number().int(),
      serial: z.string(),
      kind: z.enum(['leaf', 'certificate', 'state', 'root', 'missing']),
    }),
  ),
  /** Lines of public keys that verify proofs offline. */
  keys: z.array(z.string()),
  verifiedAt: Iso,
});
export type LogVerdict = z.infer<typeof LogVerdict>;
