/** Contract of the module: application and identity certificates of the road. Isomorphic: console and CLI import it. */
import { PermissionRange, SuiteName } from '@chedun/pseudonyms/contract';
import { z } from 'zod';

/** Permissions. Asking and approving are always different persons. */
export const credentialsPermissions = {
  read: 'credentials.read',
  /** Hand in requests, ask for revocations. */
  request: 'credentials.request',
  approve: 'credentials.approve',
  /** Keep profiles. */
  manage: 'credentials.manage',
  /** Renewals by devices themselves. */
  device: 'credentials.device',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Note = z.string().trim().min(2).max(500);
const Text = z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) });
/** Base64 of a management message. */
const Message = z.base64().min(4).max(20_000);
const Id = z.string().regex(/^[0-9a-f]{20}$/);
/** VIN of GB 16735. */
const Vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/);

export const CredentialKind = z.enum(['application', 'identity']);
export type CredentialKind = z.infer<typeof CredentialKind>;

/** What certificates of one purpose may say and how they live: data, not code. */
export const CredentialProfile = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  title: Text,
  about: Text,
  /** `application`: of roadside units and services. `identity`: of vehicles with special rights. */
  kind: CredentialKind,
  /** Applications and service specific permissions that a certificate may carry. */
  permissions: z.array(PermissionRange).min(1).max(16),
  /** Longest validity. */
  mostHours: z.number().int().min(1).max(61_362),
  /** A successor may be asked for in this many days before the end. */
  renewDays: z.number().int().min(1).max(365),
  /** `automatic`: a request that fits is issued at once. Identity certificates always wait for another person. */
  approval: z.enum(['automatic', 'second-person']),
  /** Where certificates hold: everywhere, in one country, or in a circle that the request names. */
  region: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('any') }),
    z.strictObject({ kind: z.literal('country'), country: z.number().int().min(1).max(999) }),
    z.strictObject({ kind: z.literal('circle'), mostRadius: z.number().int().min(1).max(65_535) }),
  ]),
  /** Facts that could not be checked against a standard. */
  unverified: Text.optional(),
});
export type CredentialProfile = z.infer<typeof CredentialProfile>;
export const CredentialProfileView = CredentialProfile.extend({
  origin: z.enum(['built-in', 'operator']),
  certificates: z.number().int(),
});
export type CredentialProfileView = z.infer<typeof CredentialProfileView>;
/** GET /credentials/profiles */
export const CredentialProfileList = z.object({ items: z.array(CredentialProfileView) });

/** One request: the message of the device, and what the operator knows about it. */
export const NewCredentialRequest = z.strictObject({
  suite: SuiteName,
  profile: z.string().max(40),
  message: Message,
  /** Roadside unit, service or unit that holds the key. */
  holder: z.string().trim().min(1).max(100),
  /** Vehicle, for identity certificates. */
  vin: Vin.optional(),
  /** Why this holder may have it: number of the permit or order. */
  basis: Note,
});
export type NewCredentialRequest = z.infer<typeof NewCredentialRequest>;
/** POST /credentials/requests: up to 500 at once. */
export const NewCredentialRequests = z.strictObject({ items: z.array(NewCredentialRequest).min(1).max(500) });
export const RequestOutcome = z.object({
  id: z.uuid().nullable(),
  state: z.enum(['proposed', 'issued', 'refused']),
  /** Code and reason of a refusal. */
  problem: z.string().nullable(),
});
/** One outcome for each request, in its order. */
export const RequestOutcomes = z.object({ items: z.array(RequestOutcome) });

export const CredentialRequest = z.object({
  id: z.uuid(),
  suite: SuiteName,
  profile: z.string(),
  subject: z.string(),
  holder: z.string(),
  vin: z.string().nullable(),
  basis: z.string(),
  state: z.enum(['proposed', 'issued', 'rejected']),
  renews: z.string().nullable(),
  askedBy: z.string(),
  askedAt: Iso,
  decidedBy: z.string().nullable(),
  decidedAt: Iso.nullable(),
});
export type CredentialRequest = z.infer<typeof CredentialRequest>;
export const ListQuery = z.object({
  search: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
/** GET /credentials/requests: open ones first, then the newest. */
export const CredentialRequestList = z.object({ items: z.array(CredentialRequest), total: z.number().int() });

/** POST /credentials/requests/decide: several at once. */
export const RequestDecision = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(500),
  verdict: z.enum(['approve', 'reject']),
  note: Note,
});

export const Credential = z.object({
  id: Id,
  /** HashedId8, as messages name their signer. */
  id8: z.string(),
  suite: SuiteName,
  profile: z.string(),
  kind: CredentialKind,
  subject: z.string(),
  holder: z.string(),
  vin: z.string().nullable(),
  aids: z.array(z.number().int()),
  notBefore: Iso,
  notAfter: Iso,
  state: z.enum(['valid', 'expired', 'revoked', 'replaced']),
  /** Where a request for its revocation waits. */
  revocation: z.uuid().nullable(),
  reason: z.string().nullable(),
});
export type Credential = z.infer<typeof Credential>;
export const RevocationListView = z.object({
  suite: SuiteName,
  serial: z.number().int(),
  issuedAt: Iso,
  nextAt: Iso,
  entries: z.number().int(),
  fresh: z.boolean(),
});
/** GET /credentials */
export const CredentialList = z.object({
  items: z.array(Credential),
  total: z.number().int(),
  lists: z.array(RevocationListView),
  /** Hierarchies that have an authority for these certificates. */
  authorities: z.array(SuiteName),
});

/** POST /credentials/renewals: a request signed under the certificate that is to be renewed. */
export const Renewal = z.strictObject({ suite: SuiteName, message: Message });
/** The answer for the device (COER, base64); null while it waits for approval. */
export const RenewalAnswer = z.object({ id: z.uuid(), message: z.string().nullable() });

export const RevocationReason = z.enum([
  'key-compromise',
  'holder-changed',
  'rights-withdrawn',
  'device-lost',
  'misuse',
]);
/** POST /credentials/revocations and /credentials/revocations/:id/decide */
export const NewCredentialRevocation = z.strictObject({ certificate: Id, reason: RevocationReason, note: Note });
export const RevocationProposed = z.object({ id: z.uuid() });
export const RevocationDecision = z.strictObject({ verdict: z.enum(['approve', 'reject']), note: Note });
export const RevocationDecided = z.object({
  state: z.enum(['done', 'rejected']),
  /** Serial number of the list that tells it. */
  list: z.number().int().nullable(),
});

export const IdParams = z.object({ id: z.uuid() });
export const CertificateParams = z.object({ id: Id });
export const SuiteParams = z.object({ suite: SuiteName });
