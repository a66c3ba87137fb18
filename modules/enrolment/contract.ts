/** Contract of the enrolment module. Isomorphic. */
import { DeviceId, Slug, Vin } from '@chedun/certificates/contract';
import { z } from 'zod';

const Iso = z.iso.datetime({ offset: true });

/** Whether devices reach the certificate authority. */
export const EnrolmentStatus = z.object({
  /** Port of the listener; 0 = it is off. */
  port: z.number().int(),
  /** Whether it speaks TLS. */
  tls: z.boolean(),
  /** Requests since the start, by what was asked for. */
  requests: z.object({
    ocsp: z.number().int(),
    est: z.number().int(),
    cmp: z.number().int(),
    published: z.number().int(),
  }),
});
export type EnrolmentStatus = z.infer<typeof EnrolmentStatus>;

/** Most secrets that are made at once. */
export const MOST_SECRETS = 500;

/** Asks for one-time secrets: one for each vehicle or device. */
export const SecretsOrder = z.strictObject({
  authority: Slug,
  profile: Slug,
  /** What each secret is for, as the profile binds: a VIN, a device, or both. */
  subjects: z
    .array(z.strictObject({ vin: Vin.nullable(), device: DeviceId.nullable() }))
    .min(1)
    .max(MOST_SECRETS),
  /** Days in which it may be used. */
  days: z.number().int().min(1).max(366),
});
export type SecretsOrder = z.infer<typeof SecretsOrder>;

export const SecretState = z.enum(['open', 'spent', 'withdrawn', 'expired']);
export type SecretState = z.infer<typeof SecretState>;

/** A secret as everybody with the right to read sees it: the secret itself is shown once, when it is made. */
export const DeviceSecret = z.object({
  id: z.uuid(),
  /** What the device sends in clear (`-ref` of openssl cmp). */
  reference: z.string(),
  authority: Slug,
  profile: Slug,
  vin: z.string().nullable(),
  device: z.string().nullable(),
  state: SecretState,
  /** How often a certificate was asked for with it. */
  attempts: z.number().int(),
  /** The certificate that it became. */
  serial: z.string().nullable(),
  createdBy: z.string(),
  createdAt: Iso,
  expiresAt: Iso,
});
export type DeviceSecret = z.infer<typeof DeviceSecret>;

/** Secrets that were just made; they are never shown again. */
export const SecretsMade = z.object({
  items: z.array(
    DeviceSecret.pick({ id: true, reference: true, vin: true, device: true }).extend({ secret: z.string() }),
  ),
  expiresAt: Iso,
});
export type SecretsMade = z.infer<typeof SecretsMade>;

export const SecretQuery = z.object({
  /** VIN, device or reference, from its beginning. */
  search: z.string().trim().max(64).optional(),
  state: SecretState.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.uuid().optional(),
});
export const SecretPage = z.object({
  items: z.array(DeviceSecret),
  next: z.uuid().nullable(),
  /** Secrets that may still be used. */
  open: z.number().int(),
});
export type SecretPage = z.infer<typeof SecretPage>;
export const SecretParams = z.object({ id: z.uuid() });

export const CmpRequestKind = z.enum(['ir', 'cr', 'p10cr', 'kur', 'rr']);
export type CmpRequestKind = z.infer<typeof CmpRequestKind>;

/** One thing that a device asked for by CMP, and what became of it. */
export const CmpRequest = z.object({
  id: z.string(),
  kind: CmpRequestKind,
  /** Reference of the secret, or serial number of the certificate that signed. */
  by: z.string(),
  protection: z.enum(['secret', 'signature']),
  authority: Slug,
  profile: Slug,
  state: z.enum(['working', 'issued', 'confirmed', 'refused', 'answered']),
  serial: z.string().nullable(),
  /** Why it was refused, as the protocol names it (PKIFailureInfo); null where it was not. */
  failure: z.string().nullable(),
  reason: z.string(),
  at: Iso,
});
export type CmpRequest = z.infer<typeof CmpRequest>;
export const CmpRequestQuery = z.object({
  state: CmpRequest.shape.state.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const CmpRequestList = z.object({ items: z.array(CmpRequest) });

/** What others may ask: the port, 0 while nothing listens. */
export interface EnrolmentAsks {
  readonly port: () => number;
}
