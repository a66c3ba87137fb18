/** Contract of access reviews 访问权限审查: accounts of systems, what is wrong with them, who decided what. Isomorphic: the console imports it. */
import { z } from 'zod';

/** Permissions of access reviews. */
export const accessReviewPermissions = {
  read: 'access-reviews.read',
  /** Collects accounts, keeps systems and settings, opens reviews. */
  write: 'access-reviews.write',
  /** Decides about accounts of others, and completes reviews. */
  decide: 'access-reviews.decide',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Sm3 = z.string().regex(/^[0-9a-f]{64}$/);
const Both = z.object({ zh: z.string(), en: z.string() });
const PageQuery = {
  cursor: z.string().max(10).regex(/^\d+$/).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
};

export const AccessRuleId = z.enum([
  'root-rights',
  'conflicting-duties',
  'orphan',
  'no-second-factor',
  'wildcard',
  'default-account',
  'shared',
  'dormant',
  'never-used',
  'service-interactive',
  'administrator',
]);
export type AccessRuleId = z.infer<typeof AccessRuleId>;
const Severity = z.enum(['high', 'medium', 'low']);

/** An account of the newest collection, with what is wrong with it. */
export const AccessAccount = z.object({
  name: z.string(),
  person: z.string(),
  kind: z.enum(['person', 'service', 'shared']),
  roles: z.array(z.string()),
  lastSignInAt: Iso.nullable(),
  /** False: never; null: the export does not tell. */
  hasSignedIn: z.boolean().nullable(),
  isEnabled: z.boolean(),
  hasSecondFactor: z.boolean().nullable(),
  isInteractive: z.boolean().nullable(),
  /** Addresses from which it signed in lately, by the records; null where they tell nothing. */
  addresses: z.number().int().nullable(),
});
export type AccessAccount = z.infer<typeof AccessAccount>;

/** What a rule says about an account. `isAccepted`: the last review kept the account in spite of it. */
export const AccessFlag = z.object({ rule: AccessRuleId, severity: Severity, isAccepted: z.boolean() });
export type AccessFlag = z.infer<typeof AccessFlag>;
export const FlaggedAccount = AccessAccount.extend({ flags: z.array(AccessFlag) });
export type FlaggedAccount = z.infer<typeof FlaggedAccount>;

export const Origin = z.enum(['own', 'table', 'linux', 'ldif']);
export type Origin = z.infer<typeof Origin>;
export const ImportFormat = z.enum(['table', 'linux', 'ldif']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** A system with what its newest collection and its last review say. */
export const AccessSystem = z.object({
  id: z.uuid(),
  name: z.string(),
  origin: Origin,
  collectedAt: Iso,
  collectedBy: z.string(),
  source: z.string(),
  sm3: Sm3,
  accounts: z.number().int(),
  /** Accounts with a flag that no review has accepted. */
  flagged: z.number().int(),
  counts: z.array(z.object({ rule: AccessRuleId, count: z.number().int() })),
  reviewedAt: Iso.nullable(),
  /** When the next review has to be completed. */
  dueAt: Iso,
  openReview: z.uuid().nullable(),
  /** Decisions that are not carried out yet, and of these the ones that a collection or the term found not carried out. */
  tasks: z.number().int(),
  tasksHeld: z.number().int(),
});
export type AccessSystem = z.infer<typeof AccessSystem>;

const Pattern = z.string().trim().min(1).max(100);
/** What the rules go by: patterns of administrator roles (`*` for any run), and duties that no hand may join. */
export const AccessSettings = z.object({
  administrators: z.array(Pattern).min(1).max(100),
  conflicts: z.array(z.array(Pattern).min(2).max(10)).max(50),
});
export type AccessSettings = z.infer<typeof AccessSettings>;

/** GET /access-reviews */
export const AccessOverview = z.object({
  systems: z.array(AccessSystem).max(500),
  settings: AccessSettings,
  /** People in service by the list that was imported; 0: none was. */
  people: z.number().int(),
});
export type AccessOverview = z.infer<typeof AccessOverview>;

export const SystemParams = z.object({ id: z.uuid() });
export const AccountQuery = z.object({
  ...PageQuery,
  q: z.string().trim().max(100).optional(),
  rule: AccessRuleId.optional(),
  only: z.enum(['flagged']).optional(),
  sort: z.enum(['flags', 'name', 'lastSignIn']).default('flags'),
});
export type AccountQuery = z.output<typeof AccountQuery>;
export const AccountPage = z.object({
  items: z.array(FlaggedAccount).max(500),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type AccountPage = z.infer<typeof AccountPage>;

export const Decision = z.enum(['keep', 'reduce', 'disable', 'remove']);
export type Decision = z.infer<typeof Decision>;
export const TaskState = z.enum(['open', 'held', 'done', 'superseded']);

/** A decision that has to be carried out; the next collection verifies it. */
export const AccessTask = z.object({
  id: z.uuid(),
  account: z.string(),
  decision: Decision,
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: Iso,
  dueAt: Iso,
  state: TaskState,
  verifiedAt: Iso.nullable(),
  /** Why CheDun could not carry it out itself; '' otherwise. */
  note: z.string(),
});
export type AccessTask = z.infer<typeof AccessTask>;

/** A review of one system. */
export const AccessReview = z.object({
  id: z.uuid(),
  system: z.uuid(),
  systemName: z.string(),
  state: z.enum(['open', 'completed']),
  openedAt: Iso,
  openedBy: z.string(),
  dueAt: Iso,
  collectedAt: Iso,
  items: z.number().int(),
  decided: z.number().int(),
  /** Items with a flag that are not decided. */
  flaggedLeft: z.number().int(),
  decisions: z.array(z.object({ decision: Decision, count: z.number().int() })),
  completedAt: Iso.nullable(),
  completedBy: z.string(),
  /** Number in the chain of completed reviews, SM3 of its record and of the one before; null and '' until then. */
  number: z.number().int().nullable(),
  sm3: z.string(),
  previousSm3: z.string(),
});
export type AccessReview = z.infer<typeof AccessReview>;

/** GET /access-reviews/systems/:id */
export const SystemDetail = z.object({
  system: AccessSystem,
  collections: z
    .array(
      z.object({
        at: Iso,
        by: z.string(),
        source: z.string(),
        sm3: Sm3,
        accounts: z.number().int(),
        refused: z.number().int(),
      }),
    )
    .max(50),
  reviews: z.array(AccessReview).max(50),
  tasks: z.array(AccessTask).max(500),
});
export type SystemDetail = z.infer<typeof SystemDetail>;

export const ItemQuery = z.object({ ...PageQuery, show: z.enum(['all', 'undecided', 'flagged']).default('all') });
export type ItemQuery = z.output<typeof ItemQuery>;
/** An account of a review: as it was when the review was opened. */
export const ReviewItem = AccessAccount.extend({
  flags: z.array(AccessRuleId),
  decision: Decision.nullable(),
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: Iso.nullable(),
  /** Whether the account is that of whoever asks: somebody else has to decide. */
  isOwn: z.boolean(),
});
export type ReviewItem = z.infer<typeof ReviewItem>;
export const ItemPage = z.object({ items: z.array(ReviewItem).max(500), next: z.string().nullable() });
export type ItemPage = z.infer<typeof ItemPage>;

/** Decides about named accounts, or about all without a flag that are undecided and not of the reviewer. */
export const DecideBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('named'),
    accounts: z.array(z.string().min(1).max(200)).min(1).max(500),
    decision: Decision,
    reason: z.string().trim().max(500).default(''),
  }),
  z.object({
    kind: z.literal('unflagged'),
    decision: z.literal('keep'),
    reason: z.string().trim().max(500).default(''),
  }),
]);
export type DecideBody = z.output<typeof DecideBody>;

export const ImportQuery = z.object({
  format: ImportFormat,
  /** Name of the system: needed for a Linux host, and for tables without a column of systems. */
  system: z.string().trim().max(200).default(''),
  /** Name of the file. */
  source: z.string().trim().max(200).default(''),
  apply: z.enum(['yes', 'no']).default('no'),
});
export type ImportQuery = z.output<typeof ImportQuery>;
export const RefusedRow = z.object({ row: z.number().int(), column: z.string(), value: z.string(), text: Both });
/** What an import takes; with `apply=no` nothing is kept. */
export const AccountsImported = z.object({
  isApplied: z.boolean(),
  sm3: Sm3,
  rows: z.number().int(),
  systems: z
    .array(
      z.object({
        name: z.string(),
        isNew: z.boolean(),
        accounts: z.number().int(),
        /** Accounts of the collection before that are gone, and those that are new. */
        gone: z.number().int(),
        added: z.number().int(),
        flagged: z.number().int(),
      }),
    )
    .max(500),
  refusedRows: z.number().int(),
  refused: z.array(RefusedRow).max(10_000),
});
export type AccountsImported = z.infer<typeof AccountsImported>;
export const PeopleImported = z.object({ people: z.number().int(), refused: z.array(RefusedRow).max(10_000) });
export type PeopleImported = z.infer<typeof PeopleImported>;
export const SystemRemoved = z.object({ removed: z.boolean() });
/** Most bytes of a file of accounts. */
export const MOST_IMPORT = 32 * 1024 * 1024;

/** Days between reviews, and days that a review and a removal may take: defaults of the product, no law names them. */
export const REVIEW_EVERY_DAYS = 90;
export const REVIEW_TAKES_DAYS = 30;
export const TASK_TAKES_DAYS = 14;
