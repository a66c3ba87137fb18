/** Contract of inspections at the enterprise 检查接待: orders that it accepted, whom it let in, who looked at what. Isomorphic. */
import { UserName } from '@chedun/identity/contract';
import { INSPECTION_KIND_IDS } from '@chedun/inspection/kinds';
import { z } from 'zod';

export const inspectionAccessPermissions = {
  /** Sees inspections and who looked at what. */
  read: 'inspection-access.read',
  /** Brings orders, accepts them, lets inspectors in. */
  manage: 'inspection-access.manage',
  /** Ends an inspection, or shows one inspector out. */
  withdraw: 'inspection-access.withdraw',
  /** An inspector: sees his own inspections and takes evidence. */
  inspect: 'inspection-access.inspect',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Sm3 = z.string().regex(/^[0-9a-f]{64}$/);
export const InspectionKindName = z.enum(INSPECTION_KIND_IDS);
const Scope = z.object({
  kinds: z.array(InspectionKindName),
  /** Empty: all. */
  obligations: z.array(z.string()),
  /** Names; empty: all. */
  units: z.array(z.string()),
  from: Iso,
  until: Iso,
});

/**
 * `waiting` to be accepted or refused · `expired` never accepted · `ready` accepted, not begun · `running` in its time box ·
 * `over` ended by itself · `withdrawn` ended by the enterprise.
 */
export const AccessState = z.enum(['waiting', 'expired', 'refused', 'ready', 'running', 'over', 'withdrawn']);
export type AccessState = z.infer<typeof AccessState>;

export const Inspector = z.object({
  /** Place in the order, from 0. */
  position: z.number().int(),
  name: z.string(),
  organisation: z.string(),
  /** Sign-in name of the account that was let in; empty: not let in. */
  login: z.string(),
  letInAt: Iso.nullable(),
  letInBy: z.string(),
  withdrawnAt: Iso.nullable(),
});
export const AccessLine = z.object({
  id: z.uuid(),
  number: z.string(),
  authority: z.string(),
  basis: z.string(),
  state: AccessState,
  /** What the order names. */
  ordered: Scope,
  /** What was opened of it; null until it is accepted. */
  opened: Scope.nullable(),
  inspectors: z.array(Inspector),
  /** `sm3` is told after somebody has typed it: who compares has to ask the authority for it. */
  signer: z.object({ sm3: Sm3.nullable(), subject: z.string() }),
  manifestSm3: Sm3,
  broughtAt: Iso,
  broughtBy: z.string(),
  decidedAt: Iso.nullable(),
  decidedBy: z.string(),
  /** With whom and how the certificate was compared. */
  compared: z.string(),
  withdrawnAt: Iso.nullable(),
  withdrawnBy: z.string(),
  why: z.string(),
  looks: z.number().int(),
  refused: z.number().int(),
  evidence: z.number().int(),
});
export type AccessLine = z.infer<typeof AccessLine>;
/** Newest first; `next` is the cursor of the page after it. */
export const AccessPage = z.object({ items: z.array(AccessLine).max(200), next: z.string().nullable() });
export type AccessPage = z.infer<typeof AccessPage>;
export const AccessQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const AccessParams = z.object({ id: z.uuid() });
export const InspectorParams = z.object({ id: z.uuid(), position: z.coerce.number().int().min(0).max(100) });

/** A look of an inspector. */
export const Look = z.object({
  id: z.uuid(),
  /** Null: a guest who is let in nowhere. */
  inspection: z.uuid().nullable(),
  number: z.string(),
  at: Iso,
  inspector: z.string(),
  ip: z.string(),
  method: z.string(),
  path: z.string(),
  kind: InspectionKindName.nullable(),
  /** Why it was refused; empty: it was let through. */
  refused: z.enum(['', 'not-let-in', 'not-yet', 'over', 'withdrawn', 'not-reading', 'not-in-scope']),
});
export type Look = z.infer<typeof Look>;
export const LookQuery = z.object({
  inspection: z.uuid().optional(),
  outcome: z.enum(['answered', 'refused']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const LookPage = z.object({
  items: z.array(Look).max(200),
  next: z.string().nullable(),
  total: z.number().int(),
});
export type LookPage = z.infer<typeof LookPage>;

export const Evidence = z.object({
  id: z.uuid(),
  at: Iso,
  inspector: z.string(),
  paths: z.array(z.string()),
  /** SM3 of the manifest of the signed bundle. */
  sm3: Sm3,
  note: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;
export const Access = z.object({ inspection: AccessLine, evidence: z.array(Evidence).max(500) });
export type Access = z.infer<typeof Access>;

/** Most bytes of an order. */
export const MOST_ORDER = 8 * 1024 * 1024;
/** Accounts of inspectors that can be let in again. */
export const GuestList = z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string() })).max(500) });
/** POST …/accept: the SM3 of the signing certificate as the authority told it, how it was asked, and what is opened. */
export const Accept = z.object({
  signerSm3: z
    .string()
    .max(200)
    .transform((text) => text.replaceAll(/[\s:]/g, '').toLowerCase())
    .pipe(Sm3),
  compared: z.string().trim().min(4).max(300),
  scope: Scope.extend({
    kinds: z.array(InspectionKindName).min(1).max(INSPECTION_KIND_IDS.length),
    obligations: z.array(z.string().max(20)).max(200),
    units: z.array(z.string().max(200)).max(50),
  }).optional(),
});
export type Accept = z.output<typeof Accept>;
/** POST …/inspectors/:position/let-in: a new account with a name to sign in, or one that exists. */
export const LetIn = z.object({
  account: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('new'), login: UserName }),
    z.object({ kind: z.literal('existing'), id: z.uuid() }),
  ]),
});
export type LetIn = z.output<typeof LetIn>;
/** `oneTimePassword` is shown here only. */
export const LetInResult = Access.extend({ login: z.string(), oneTimePassword: z.string().nullable() });
export type LetInResult = z.infer<typeof LetInResult>;
export const Why = z.object({ why: z.string().trim().min(2).max(500) });

/** What an inspector may read now. */
export const Mine = z.object({
  id: z.uuid(),
  number: z.string(),
  authority: z.string(),
  enterprise: z.string(),
  basis: z.string(),
  state: AccessState,
  /** Whether this inspector was shown out. */
  shownOut: z.boolean(),
  scope: Scope,
  inspector: z.string(),
  why: z.string(),
  pages: z.array(
    z.object({
      kind: InspectionKindName,
      title: z.object({ zh: z.string(), en: z.string() }),
      /** Pages of the console; an empty label stands for the title. */
      links: z.array(z.object({ to: z.string(), label: z.string() })),
      /** What evidence can be taken from, besides what is seen behind it. */
      paths: z.array(z.string()),
    }),
  ),
  evidence: z.array(Evidence),
});
export type Mine = z.infer<typeof Mine>;
export const MineList = z.object({ items: z.array(Mine).max(50) });
export const OwnLookQuery = LookQuery.omit({ inspection: true });
export const TakeEvidence = z.object({
  /** Paths below /api as they were read, with their query. */
  paths: z.array(z.string().min(2).max(500)).min(1).max(50),
  note: z.string().trim().max(500).default(''),
});
export type TakeEvidence = z.output<typeof TakeEvidence>;
export const EvidenceParams = z.object({ id: z.uuid(), evidence: z.uuid() });
