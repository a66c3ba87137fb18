import { z } from 'zod';

const Iso = z.iso.datetime({ offset: true });
const Id8 = z.string().regex(/^[0-9a-f]{16}$/);
/** Largest list that is taken, bytes: some 6,000 certificates. */
export const MOST_LIST_BYTES = 1_400_000;

/**
 * `list-authority`: may sign lists of roots. `root`: a root of our own that is trusted without a list. `authority`: an
 * issuer below a root, where no list of authorities tells of it.
 */
export const AnchorKind = z.enum(['list-authority', 'root', 'authority']);
export type AnchorKind = z.infer<typeof AnchorKind>;
/** What is proposed by one person counts only after another has accepted it. */
export const TrustStatus = z.enum(['proposed', 'accepted', 'rejected', 'superseded', 'withdrawn']);
export type TrustStatus = z.infer<typeof TrustStatus>;

/** A certificate that is pinned by hand. */
export const Anchor = z.object({
  id: z.uuid(),
  kind: AnchorKind,
  id8: Id8,
  name: z.string(),
  until: Iso,
  status: TrustStatus,
  proposedBy: z.string(),
  proposedAt: Iso,
  decidedBy: z.string().nullable(),
  decidedAt: Iso.nullable(),
});
export type Anchor = z.infer<typeof Anchor>;
export const AnchorList = z.object({ items: z.array(Anchor) });
/** POST /v2x/anchors: a certificate in COER, base64. */
export const NewAnchor = z.object({ kind: AnchorKind, certificate: z.string().min(40).max(12_000) });

/** `root-ctl`: trusted roots (RootCtl). `pki-ctl`: the authorities of one root (PkiCtl). */
export const ListKind = z.enum(['root-ctl', 'pki-ctl']);
export type ListKind = z.infer<typeof ListKind>;
/** `current`: in force. `due`: its next one is due within a week. `stale`: the next one is overdue. */
export const Freshness = z.enum(['current', 'due', 'stale']);
export type Freshness = z.infer<typeof Freshness>;

/** A list of trust. */
export const TrustList = z.object({
  id: z.uuid(),
  kind: ListKind,
  /** HashedId8 of who signed it. */
  issuer: Id8,
  issuerName: z.string(),
  series: z.number().int(),
  issuedAt: Iso,
  nextAt: Iso,
  freshness: Freshness,
  certificates: z.number().int(),
  status: TrustStatus,
  /** `file`, `url`, or `own` for a list that we published. */
  origin: z.enum(['file', 'url', 'own']),
  /** SM3 of the bytes, hex. */
  sm3: z.string(),
  proposedBy: z.string(),
  proposedAt: Iso,
  decidedBy: z.string().nullable(),
  decidedAt: Iso.nullable(),
});
export type TrustList = z.infer<typeof TrustList>;
export const TrustListList = z.object({ items: z.array(TrustList) });

/** A certificate in a list. */
export const ListedCertificate = z.object({
  id8: Id8,
  name: z.string(),
  from: Iso,
  until: Iso,
  curve: z.string(),
  /** Where the list of its authorities (of a root) or its revocation list (of an authority) is. */
  url: z.string().nullable(),
});
export type ListedCertificate = z.infer<typeof ListedCertificate>;
/** GET /v2x/lists/:id: a list with its certificates, compared with the one in force before it. */
export const TrustListDetail = z.object({
  list: TrustList,
  certificates: z.array(ListedCertificate),
  before: z.object({ id: z.uuid(), series: z.number().int() }).nullable(),
  added: z.array(ListedCertificate),
  removed: z.array(ListedCertificate),
  /** Another certificate under the same name, or another address. */
  changed: z.array(z.object({ name: z.string(), before: ListedCertificate, after: ListedCertificate })),
});
export type TrustListDetail = z.infer<typeof TrustListDetail>;

/** POST /v2x/lists: a list in COER, base64. */
export const ListImport = z.object({
  kind: ListKind,
  list: z
    .string()
    .min(40)
    .max(Math.ceil(MOST_LIST_BYTES / 3) * 4),
});
/** POST /v2x/lists/:id/decide and POST /v2x/anchors/:id/decide, by another person than who proposed it. */
export const TrustDecision = z.object({ decision: z.enum(['accept', 'reject', 'withdraw']) });
/** POST /v2x/lists/publish: signs a list of the accepted roots as authority of a pilot zone. */
export const ListPublish = z.object({
  /** HashedId8 of roots of the accepted lists and anchors. */
  roots: z.array(Id8).min(1).max(500),
  validDays: z.number().int().min(1).max(366).default(30),
});

/** A list at an address of the operator's choice, looked at every hour. */
export const ListSource = z.object({
  id: z.uuid(),
  kind: z.enum(['root-ctl', 'pki-ctl', 'crl']),
  url: z.string(),
  checkedAt: Iso.nullable(),
  problem: z.string().nullable(),
});
export type ListSource = z.infer<typeof ListSource>;
export const ListSourceList = z.object({ items: z.array(ListSource) });
export const NewListSource = z.object({ kind: z.enum(['root-ctl', 'pki-ctl', 'crl']), url: z.url().max(2048) });

/** A revocation list. */
export const Crl = z.object({
  id: z.uuid(),
  /** HashedId8 of the authority of revocation (CRACA). */
  craca: Id8,
  signerName: z.string(),
  series: z.number().int(),
  kind: z.enum(['full-hash', 'delta-hash', 'full-linked', 'delta-linked']),
  issuedAt: Iso,
  nextAt: Iso,
  freshness: Freshness,
  /** Certificates by hash, or devices and groups by seeds. */
  entries: z.number().int(),
  isInForce: z.boolean(),
  importedBy: z.string(),
  importedAt: Iso,
});
export type Crl = z.infer<typeof Crl>;
export const CrlList = z.object({ items: z.array(Crl) });
/** POST /v2x/crls: a SecuredCrl in COER, base64. */
export const CrlImport = z.object({
  crl: z
    .string()
    .min(40)
    .max(Math.ceil(MOST_LIST_BYTES / 3) * 4),
});

/** DELETE /v2x/sources/:id, and the path of lists and anchors. */
export const IdParams = z.object({ id: z.uuid() });
export const Created = z.object({ id: z.uuid() });
export const Decided = z.object({ status: TrustStatus });
/** GET /v2x/lists/:id/export: the list as it is (COER), or a bundle that says in JSON what is in it. */
export const ExportQuery = z.object({ form: z.enum(['coer', 'bundle']).default('bundle') });
/** GET /v2x/roots: roots that are trusted now, from lists and by hand. */
export const RootList = z.object({ items: z.array(ListedCertificate) });
