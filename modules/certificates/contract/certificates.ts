/**
 * Contract of the certificates module: authorities, profiles, certificates, revocation, batches and the issuance log.
 * Isomorphic: the console and the command line import it.
 */
import { z } from 'zod';

/** Permissions of this module. Asking and approving are different permissions, and always different persons. */
export const certificatesPermissions = {
  read: 'certificates.read',
  /** Issue and renew certificates, upload batches. */
  issue: 'certificates.issue',
  /** Ask for revocation, suspend and lift a suspension. */
  revoke: 'certificates.revoke',
  /** Propose a ceremony of the root key. */
  ceremony: 'certificates.ceremony',
  /** Approve or reject what another person asked for. */
  approve: 'certificates.approve',
  /** Profiles and settings. */
  manage: 'certificates.manage',
} as const;

/** Told when a certificate was issued or changed its state; payload `{ serials }`. */
export const certificatesIssued = 'certificates.issued@1';
export const certificatesChanged = 'certificates.state-changed@1';

export const Iso = z.iso.datetime({ offset: true });
const Texts = z.object({ zh: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(200) });
/** Name in addresses and on the command line. */
export const Slug = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);
/** Serial number, hex without zeros before it. */
export const Serial = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[1-9a-f][0-9a-f]{0,39}$/);
/** VIN of GB 16735: 17 characters without I, O and Q. */
export const Vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/);
/** Name of a device: roadside unit, charger, phone key, diagnostic tool. */
export const DeviceId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);
/** A certification request: PEM, or base64 of the DER. */
const CsrText = z.string().min(32).max(100_000);
const Note = z.string().trim().min(2).max(500);

export const Algorithm = z.enum(['sm2', 'ecdsa-p256']);
export type Algorithm = z.infer<typeof Algorithm>;

/** What a certificate is bound to. `device-vin`: a device that belongs to one vehicle. */
export const BindingKind = z.enum(['none', 'vin', 'device', 'device-vin']);
export type BindingKind = z.infer<typeof BindingKind>;

export const KeyUsageName = z.enum([
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
]);
export const PurposeName = z.enum(['serverAuth', 'clientAuth', 'codeSigning']);

/** A text with `{vin}`, `{device}`, `{cn}` and `{organization}`; `{cn}` is the common name of the request. */
const Pattern = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => [...text.matchAll(/\{([^}]*)\}/g)].every(([, hole = '']) => HOLES.includes(hole)), 'unknown hole');
const HOLES = ['vin', 'device', 'cn', 'organization'];

/** What certificates of one purpose look like, who may ask, and how long they live. Data, not code. */
export const Profile = z.strictObject({
  id: Slug,
  title: Texts,
  about: Texts,
  /** Name of the subject (RFC 4514), the most special part first. */
  subject: Pattern,
  san: z.strictObject({
    /** Always written: `dns:…`, `uri:…`, `ip:…` or `email:…`. */
    always: z.array(Pattern.regex(/^(?:dns|uri|ip|email):/)).max(8),
    /** Kinds that are taken over from the request. */
    fromRequest: z.array(z.enum(['dns', 'uri', 'ip', 'email'])).max(4),
    most: z.number().int().min(0).max(50),
  }),
  keyUsage: z.array(KeyUsageName).min(1).max(5),
  extendedKeyUsage: z.array(PurposeName).max(3),
  validityDays: z.number().int().min(1).max(7300),
  /** A successor may be asked for in this many days before the end. */
  renewalDays: z.number().int().min(1).max(365),
  /** Kinds of keys that are certified. */
  algorithms: z.array(Algorithm).min(1).max(2),
  /** Roles that may ask; empty = everybody with the permission. */
  roles: z.array(z.string().max(40)).max(20),
  binding: BindingKind,
  /** Whether another person has to approve each issue. */
  approval: z.enum(['none', 'second-person']),
  /**
   * `single`, or the pair of TLCP (GB/T 38636): one certificate to sign, one to encrypt, whose key pair the authority
   * makes and keeps in escrow. Only with SM2.
   */
  delivery: z.enum(['single', 'tlcp-pair']),
  /** Profiles whose certificates may ask for one of this profile for the same vehicle or device (CMP); empty = none. */
  askedWith: z.array(Slug).max(10).default([]),
});
export type Profile = z.infer<typeof Profile>;
export const ProfileView = Profile.extend({ origin: z.enum(['built-in', 'operator']), certificates: z.number().int() });
export type ProfileView = z.infer<typeof ProfileView>;
export const ProfileList = z.object({ items: z.array(ProfileView) });

export const CrlView = z.object({
  number: z.number().int(),
  kind: z.enum(['full', 'delta']),
  thisUpdate: Iso,
  nextUpdate: Iso,
  entries: z.number().int(),
  fresh: z.boolean(),
});
export type CrlView = z.infer<typeof CrlView>;

/** A certificate authority. The key of a root is sealed: only a ceremony of two persons uses it. */
export const Authority = z.object({
  id: z.uuid(),
  name: Slug,
  title: z.string(),
  kind: z.enum(['root', 'issuing']),
  parent: Slug.nullable(),
  algorithm: Algorithm,
  subject: z.string(),
  serial: z.string(),
  fingerprint: z.string(),
  notBefore: Iso,
  notAfter: Iso,
  /** `revoked`: the certificate of this issuing authority was revoked; it signs nothing any more. */
  keyState: z.enum(['sealed', 'online', 'revoked']),
  /** What of it is in the hands of others. */
  valid: z.number().int(),
  held: z.number().int(),
  revoked: z.number().int(),
  crl: CrlView.nullable(),
  delta: CrlView.nullable(),
});
export type Authority = z.infer<typeof Authority>;
export const AuthorityList = z.object({ items: z.array(Authority) });

const AuthorityName = z.strictObject({ name: Slug, title: z.string().trim().min(1).max(60) });
/** What a ceremony does with the key of a root. */
export const CeremonyPlan = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('create-root'),
    root: AuthorityName,
    organization: z.string().trim().min(1).max(60),
    algorithm: Algorithm,
    years: z.number().int().min(1).max(40),
    issuing: z.array(AuthorityName.extend({ years: z.number().int().min(1).max(20) })).max(10),
  }),
  z.strictObject({
    kind: z.literal('create-issuing'),
    root: Slug,
    issuing: z
      .array(AuthorityName.extend({ years: z.number().int().min(1).max(20) }))
      .min(1)
      .max(10),
  }),
  z.strictObject({ kind: z.literal('root-crl'), root: Slug }),
  z.strictObject({
    kind: z.literal('revoke-issuing'),
    root: Slug,
    issuing: Slug,
    reason: z.enum(['unspecified', 'cACompromise', 'superseded', 'cessationOfOperation']),
  }),
]);
export type CeremonyPlan = z.infer<typeof CeremonyPlan>;
export const CeremonyProposal = z.strictObject({ plan: CeremonyPlan, note: Note });
export const Ceremony = z.object({
  id: z.uuid(),
  plan: CeremonyPlan,
  note: z.string(),
  state: z.enum(['proposed', 'done', 'rejected']),
  proposedBy: z.string(),
  proposedAt: Iso,
  decidedBy: z.string().nullable(),
  decidedAt: Iso.nullable(),
  /** SM3 of the transcript, hex. */
  transcriptHash: z.string().nullable(),
  /** What was signed, in words of the transcript. */
  steps: z.array(z.string()),
});
export type Ceremony = z.infer<typeof Ceremony>;
export const CeremonyList = z.object({ items: z.array(Ceremony) });
export const Decision = z.strictObject({ verdict: z.enum(['approve', 'reject']), note: Note });
export const IdParams = z.object({ id: z.uuid() });

/** Reasons of RFC 5280 that end a certificate. */
export const RevocationReason = z.enum([
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
]);
export type RevocationReason = z.infer<typeof RevocationReason>;
export const CertificateState = z.enum(['valid', 'held', 'revoked', 'expired']);
export type CertificateState = z.infer<typeof CertificateState>;

export const CertificateRow = z.object({
  serial: z.string(),
  authority: Slug,
  profile: Slug,
  subject: z.string(),
  vin: z.string().nullable(),
  device: z.string().nullable(),
  state: CertificateState,
  notBefore: Iso,
  notAfter: Iso,
  issuedAt: Iso,
  issuedBy: z.string(),
  /** Days until the end; negative afterwards. */
  daysLeft: z.number().int(),
  reason: z.string().nullable(),
  revokedAt: Iso.nullable(),
  /** Serial number of the certificate that takes its place. */
  successor: z.string().nullable(),
});
export type CertificateRow = z.infer<typeof CertificateRow>;

export const CertificateQuery = z.object({
  search: z.string().trim().max(100).optional(),
  profile: Slug.optional(),
  authority: Slug.optional(),
  state: CertificateState.optional(),
  /** Ends within so many days. */
  endsWithin: z.coerce.number().int().min(0).max(7300).optional(),
  batch: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: z.string().max(80).optional(),
});
export const CertificatePage = z.object({
  items: z.array(CertificateRow),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type CertificatePage = z.infer<typeof CertificatePage>;
export const SerialParams = z.object({ serial: Serial });

/** One line of a certificate's life. */
const LifeLine = z.object({ at: Iso, kind: z.string(), by: z.string(), note: z.string() });
export const CertificateDetail = CertificateRow.extend({
  keyKind: Algorithm,
  fingerprint: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  keyUsage: z.array(z.string()),
  purposes: z.array(z.string()),
  crlPoints: z.array(z.string()),
  ocsp: z.array(z.string()),
  /** From the root down. */
  chain: z.array(z.object({ name: z.string(), subject: z.string(), notAfter: Iso, kind: z.enum(['root', 'issuing']) })),
  pem: z.string(),
  logIndex: z.number().int(),
  /** The other certificate of a pair. */
  pair: z.string().nullable(),
  /** Whether a successor may be asked for now. */
  renewable: z.boolean(),
  /** Seconds from the revocation to the first list that tells it. */
  propagationSeconds: z.number().int().nullable(),
  life: z.array(LifeLine),
});
export type CertificateDetail = z.infer<typeof CertificateDetail>;
export const FileQuery = z.object({ format: z.enum(['pem', 'der', 'chain', 'proof', 'enveloped-key']).default('pem') });

const Bound = { vin: Vin.nullable().default(null), device: DeviceId.nullable().default(null) };
export const IssueCommand = z.strictObject({ profile: Slug, authority: Slug, csr: CsrText, ...Bound });
export type IssueCommand = z.infer<typeof IssueCommand>;
/** `waits`: another person has to approve. */
export const IssueAnswer = z.object({ serials: z.array(z.string()), pem: z.string(), waits: z.uuid().nullable() });
export type IssueAnswer = z.infer<typeof IssueAnswer>;
export const RenewCommand = z.strictObject({ csr: CsrText });

/** Changes of state; only `revoke` waits for another person. */
export const StateCommand = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('revoke'),
    serials: z.array(Serial).min(1).max(1000),
    reason: RevocationReason,
    note: Note,
  }),
  z.strictObject({ kind: z.literal('hold'), serials: z.array(Serial).min(1).max(1000), note: Note }),
  z.strictObject({ kind: z.literal('lift'), serials: z.array(Serial).min(1).max(1000), note: Note }),
]);
export type StateCommand = z.infer<typeof StateCommand>;
export const StateAnswer = z.object({ changed: z.number().int(), waits: z.uuid().nullable() });

export const PendingRequest = z.object({
  id: z.uuid(),
  kind: z.enum(['issue', 'revoke']),
  state: z.enum(['waiting', 'approved', 'rejected']),
  /** Serials to revoke, or the subject of the request. */
  about: z.array(z.string()),
  profile: Slug.nullable(),
  reason: z.string().nullable(),
  note: z.string(),
  askedBy: z.string(),
  askedAt: Iso,
  decidedBy: z.string().nullable(),
  decidedAt: Iso.nullable(),
  decisionNote: z.string().nullable(),
});
export type PendingRequest = z.infer<typeof PendingRequest>;
export const RequestList = z.object({ items: z.array(PendingRequest) });
