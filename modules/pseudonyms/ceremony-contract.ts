/** Ceremonies of V2X root keys. */
import { z } from 'zod';
import { Iso, NewHierarchy, Note, SuiteName } from './shapes.ts';

const Hex = z.string().regex(/^(?:[0-9a-f]{2}){1,32}$/);
const Aid = z.number().int().min(1).max(2_000_000_000);

/** Service specific permissions that an authority or a profile may give for one application. */
export const PermissionRange = z.strictObject({
  aid: Aid,
  ssp: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('any') }),
    z.strictObject({ kind: z.literal('opaque'), values: z.array(Hex).min(1).max(16) }),
    z
      .strictObject({ kind: z.literal('bitmap'), value: Hex, mask: Hex })
      .refine(({ value, mask }) => value.length === mask.length, 'value and mask have one length'),
  ]),
});
export type PermissionRange = z.infer<typeof PermissionRange>;

const Ranges = z.array(PermissionRange).min(1).max(64);
/** Name of an authority, such as services.v2x.example.cn. */
const AuthorityName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,99}$/);
const Address = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .optional();

/** What is to be done with the key of a root. */
export const CeremonyPlan = z.discriminatedUnion('kind', [
  NewHierarchy.extend({ kind: z.literal('create-hierarchy') }),
  /** An authority of application and identity certificates; it may give exactly these permissions. */
  z.strictObject({
    kind: z.literal('service-authority'),
    suite: SuiteName,
    name: AuthorityName,
    years: z.number().int().min(1).max(7).default(5),
    ranges: Ranges,
  }),
  /** The key of an authority of another company, certified under our root (cross certification). */
  z.strictObject({
    kind: z.literal('foreign-authority'),
    suite: SuiteName,
    /** Its present certificate, base64 of COER. */
    certificate: z.base64().min(4).max(20_000),
    years: z.number().int().min(1).max(7).default(2),
    ranges: Ranges,
  }),
  /** A list of all authorities of this hierarchy (PkiCtl), which others import. */
  z.strictObject({
    kind: z.literal('authority-list'),
    suite: SuiteName,
    days: z.number().int().min(1).max(3650).default(180),
    crlUrl: Address,
    maUrl: Address,
  }),
]);
export type CeremonyPlan = z.infer<typeof CeremonyPlan>;

/** POST /pseudonyms/ceremonies */
export const CeremonyProposal = z.strictObject({ plan: CeremonyPlan, note: Note });
export const CeremonyProposed = z.object({ id: z.uuid() });

/** POST /pseudonyms/ceremonies/:id/decide */
export const CeremonyDecision = z.strictObject({ verdict: z.enum(['approve', 'reject']), note: Note });

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
  transcript: z.string().nullable(),
});
export type Ceremony = z.infer<typeof Ceremony>;
/** GET /pseudonyms/ceremonies */
export const CeremonyList = z.object({ items: z.array(Ceremony) });

/** An authority that the root certified beside the roles. */
export const IssuedAuthority = z.object({
  id: z.uuid(),
  suite: SuiteName,
  kind: z.enum(['service', 'foreign']),
  name: z.string(),
  /** HashedId8 of the certificate. */
  id8: z.string(),
  notBefore: Iso,
  notAfter: Iso,
  ranges: z.array(PermissionRange),
  valid: z.boolean(),
});
export type IssuedAuthority = z.infer<typeof IssuedAuthority>;
export const AuthorityListView = z.object({
  suite: SuiteName,
  series: z.number().int(),
  issuedAt: Iso,
  nextAt: Iso,
  certificates: z.number().int(),
  fresh: z.boolean(),
});
export type AuthorityListView = z.infer<typeof AuthorityListView>;
/** GET /pseudonyms/issued-authorities */
export const IssuedAuthorityList = z.object({
  items: z.array(IssuedAuthority),
  lists: z.array(AuthorityListView),
});
