import { RoleId } from '@chedun/identity/contract';
import { z } from 'zod';

/** Permissions of the policies. */
export const policyPermissions = {
  read: 'policies.read',
  acknowledge: 'policies.acknowledge',
  write: 'policies.write',
  approve: 'policies.approve',
} as const;

const Line = z.string().trim().min(1).max(200);
const Day = z.iso.date();
const Iso = z.iso.datetime();
const Two = z.object({ zh: z.string(), en: z.string() });
const ObligationId = z.string().regex(/^[0-9]\.[0-9]-[a-z]$/);
const Sm3 = z.string().regex(/^[0-9a-f]{64}$/);

/** Longest text of a version, in characters. */
export const MOST_TEXT = 200_000;
/** Largest uploaded file of a version, in bytes. */
export const MOST_FILE = 20 * 1024 * 1024;
/** Days after the effective day within which readers acknowledge: ours, the notice gives no number. */
export const ACKNOWLEDGE_DAYS = 14;
/** Days before the end of the review period from which the review is announced: ours. */
export const REVIEW_NOTICE_DAYS = 30;

/** Roles whose holders can be told to read a policy: those that do everyday work. */
export const AudienceRole = RoleId.extract([
  'analyst',
  'engineer-pki',
  'engineer-ota',
  'engineer-data',
  'engineer-product',
  'compliance',
  'viewer',
]);
export type AudienceRole = z.infer<typeof AudienceRole>;

/** A policy says what holds; a procedure says how it is done. */
export const PolicyKind = z.enum(['policy', 'procedure']);
export type PolicyKind = z.infer<typeof PolicyKind>;

/** What a policy is, whatever its version. */
export const PolicyInput = z.object({
  title: Line,
  kind: PolicyKind,
  /** Department or person that keeps it. */
  owner: z.string().trim().min(1).max(100),
  audience: z.array(AudienceRole).max(10).default([]),
  /** Months after which an effective version has to be reviewed; 12 is ours. */
  reviewMonths: z.number().int().min(1).max(60).default(12),
});
export type PolicyInput = z.output<typeof PolicyInput>;

export const NewPolicy = PolicyInput.extend({
  /** The number under which the organisation keeps it. */
  code: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u),
  /** Outline to begin with. */
  template: z.string().max(60).nullable().default(null),
});
export type NewPolicy = z.output<typeof NewPolicy>;

const FileName = z
  .string()
  .trim()
  .min(5)
  .max(200)
  .regex(/\.(pdf|docx)$/iu);

/** What a draft holds: a text, or a file that was uploaded before. */
export const DraftInput = z.object({
  text: z.string().max(MOST_TEXT).default(''),
  file: z
    .object({ blob: z.string().regex(/^policies\/files\/[0-9a-f-]{36}$/), name: FileName })
    .nullable()
    .default(null),
  /** Leave the file that the draft holds where it is; `file` is not looked at. */
  keepFile: z.boolean().default(false),
  /** Obligations of the notice that this version covers. */
  obligations: z.array(ObligationId).max(120).default([]),
  /** Articles of other rules and standards that it answers to, as people cite them. */
  references: z.array(Line).max(100).default([]),
  /** What changed against the version before. */
  note: z.string().trim().max(1000).default(''),
});
export type DraftInput = z.output<typeof DraftInput>;

export const VersionState = z.enum(['draft', 'submitted', 'approved']);
export type VersionState = z.infer<typeof VersionState>;

const Person = z.object({ id: z.string(), name: z.string() });

/** A version in lists. */
export const VersionLine = z.object({
  number: z.number().int(),
  state: VersionState,
  note: z.string(),
  author: Person,
  approver: Person.nullable(),
  submittedAt: Iso.nullable(),
  approvedAt: Iso.nullable(),
  effectiveFrom: Day.nullable(),
  reviewBy: Day.nullable(),
  /** Why the approver gave it back the last time. */
  returned: z.string().nullable(),
  file: z.object({ name: z.string(), bytes: z.number().int(), sm3: Sm3 }).nullable(),
  obligations: z.array(z.string()),
});
export type VersionLine = z.infer<typeof VersionLine>;

/** What became of the signature of an approved version when it was looked at just now. */
export const SignatureVerdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('valid'), signedAt: Iso, certificate: Sm3 }),
  z.object({ kind: z.literal('broken'), problem: z.enum(['content', 'statement', 'signature', 'signer']) }),
]);
export type SignatureVerdict = z.infer<typeof SignatureVerdict>;

/** GET /policies/:id/versions/:number */
export const Version = VersionLine.extend({
  text: z.string(),
  references: z.array(z.string()),
  /** SM3 of the text or of the file. */
  contentSm3: Sm3,
  signature: SignatureVerdict,
});
export type Version = z.infer<typeof Version>;

/** How a policy stands today. */
export const PolicyState = z.enum(['none', 'scheduled', 'effective', 'review-due', 'review-overdue', 'retired']);
export type PolicyState = z.infer<typeof PolicyState>;

/** Who has to read the effective version, and who did. */
export const Acknowledgement = z.object({
  version: z.number().int().nullable(),
  dueBy: Day.nullable(),
  readers: z.number().int(),
  done: z.number().int(),
  overdue: z.number().int(),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** A policy in lists. */
export const PolicyLine = z.object({
  id: z.uuid(),
  code: z.string(),
  title: z.string(),
  kind: PolicyKind,
  owner: z.string(),
  audience: z.array(AudienceRole),
  reviewMonths: z.number().int(),
  state: PolicyState,
  /** Version that holds today. */
  effective: z.number().int().nullable(),
  effectiveFrom: Day.nullable(),
  reviewBy: Day.nullable(),
  /** The newest version, when people still work on it. */
  working: z.object({ number: z.number().int(), state: z.enum(['draft', 'submitted']) }).nullable(),
  /** What the effective version covers. */
  obligations: z.array(z.string()),
  acknowledgement: Acknowledgement,
});
export type PolicyLine = z.infer<typeof PolicyLine>;

export const PolicyQuery = z.object({
  find: z.string().trim().max(100).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type PolicyQuery = z.output<typeof PolicyQuery>;
export const PolicyPage = z.object({
  items: z.array(PolicyLine).max(200),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type PolicyPage = z.infer<typeof PolicyPage>;

/** GET /policies/:id */
export const Policy = PolicyLine.extend({
  retired: z.object({ at: Iso, by: z.string(), reason: z.string() }).nullable(),
  versions: z.array(VersionLine).max(500),
});
export type Policy = z.infer<typeof Policy>;

/** An obligation of the notice, whether it needs a written rule, and which rules cover it. */
export const Clause = z.object({
  obligation: z.string(),
  article: z.string(),
  articleTitle: z.string(),
  title: Two,
  /** `notice`: its text names a rule; `ours`: it does not, we demand one all the same; null: no rule needed. */
  need: z.enum(['notice', 'ours']).nullable(),
  /** What the notice calls it. */
  words: z.string().nullable(),
  policies: z.array(z.object({ id: z.uuid(), code: z.string(), title: z.string() })),
  /** A draft or a submitted version that would cover it. */
  inWork: z.boolean(),
});
export type Clause = z.infer<typeof Clause>;

export const PolicyWeakness = z.object({
  key: z.string(),
  kind: z.enum(['gap', 'review', 'acknowledge', 'signature']),
  obligations: z.array(z.string()),
  policy: z.uuid().nullable(),
  text: Two,
});
export type PolicyWeakness = z.infer<typeof PolicyWeakness>;

/** GET /policies/overview */
export const Overview = z.object({
  policies: z.number().int(),
  effective: z.number().int(),
  needed: z.number().int(),
  covered: z.number().int(),
  readers: z.number().int(),
  acknowledged: z.number().int(),
  clauses: z.array(Clause),
  weaknesses: z.array(PolicyWeakness),
});
export type Overview = z.infer<typeof Overview>;

/** An outline to begin with. */
export const Template = z.object({
  id: z.string(),
  kind: PolicyKind,
  title: Two,
  purpose: Two,
  obligations: z.array(z.string()),
  chapters: z.array(z.object({ title: Two, questions: z.array(Two) })),
});
export type Template = z.infer<typeof Template>;
export const Templates = z.object({ items: z.array(Template).max(100) });

export const PolicyParams = z.object({ id: z.uuid() });
export const VersionParams = z.object({ id: z.uuid(), number: z.coerce.number().int().min(1).max(500) });
export const Approve = z.object({ effectiveFrom: Day });
export const GiveReason = z.object({ reason: z.string().trim().min(1).max(1000) });
export const Uploaded = z.object({ blob: z.string(), bytes: z.number().int(), sm3: Sm3 });

/** One line of a comparison. */
export const DifferenceLine = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export type DifferenceLine = z.infer<typeof DifferenceLine>;
export const DifferenceQuery = z.object({ from: z.coerce.number().int().min(1).max(500) });
export const Difference = z.object({
  from: z.number().int(),
  to: z.number().int(),
  lines: z.array(DifferenceLine).max(20_000),
  added: z.number().int(),
  removed: z.number().int(),
  /** Obligations that only one of the two covers. */
  obligationsAdded: z.array(z.string()),
  obligationsRemoved: z.array(z.string()),
  /** One of them is a file: only its SM3 can be compared. */
  hasFile: z.boolean(),
  sameContent: z.boolean(),
});
export type Difference = z.infer<typeof Difference>;

/** Whether somebody who has to read a policy did, and how urgent it is. */
export const ReadingState = z.enum(['read', 'waiting', 'due-soon', 'overdue']);
export type ReadingState = z.infer<typeof ReadingState>;
export const Reader = z.object({
  person: Person,
  state: ReadingState,
  at: Iso.nullable(),
});
export type Reader = z.infer<typeof Reader>;
export const Readers = z.object({ version: z.number().int().nullable(), items: z.array(Reader).max(20_000) });

/** GET /policies/mine: what the asker has to read. */
export const Reading = z.object({
  id: z.uuid(),
  code: z.string(),
  title: z.string(),
  version: z.number().int(),
  effectiveFrom: Day,
  dueBy: Day,
  state: ReadingState,
  at: Iso.nullable(),
});
export type Reading = z.infer<typeof Reading>;
export const Readings = z.object({ items: z.array(Reading).max(1000) });
export const Acknowledge = z.object({ version: z.number().int().min(1).max(500) });

/** Questions that other modules may bring. */
export interface PoliciesAsks {
  /** Effective policies that cover an obligation today. */
  readonly covering: (obligation: string) => Promise<readonly { readonly code: string; readonly title: string }[]>;
}
