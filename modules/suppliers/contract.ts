import { z } from 'zod';
import { DocumentInput, DocumentView, Questionnaire, Review, ReviewResult } from './contract/review.ts';

export * from './contract/review.ts';
export { scoreOf } from './domain/score.ts';

/** Permissions of the register of suppliers 供应商. */
export const suppliersPermissions = { read: 'suppliers.read', write: 'suppliers.write' } as const;

const Line = z.string().trim().min(1).max(200);
const Note = z.string().trim().max(1000);
const Day = z.iso.date();
const Bilingual = z.object({ zh: z.string(), en: z.string() });
const Hours = z.number().int().min(1).max(8_760).nullable().default(null);

/** Most suppliers of a register, and most names of the register of assets that are compared with it. */
export const MOST_SUPPLIERS = 20_000;
export const MOST_NAMES = 5_000;
/** An agreement that ends within so many days is told; a choice of the product. */
export const ENDING_DAYS = 30;
/** A supplier is reviewed for the first time within so many days; a choice of the product. */
export const FIRST_REVIEW_DAYS = 30;
/** Years between two reviews by importance; choices of the product, no law. */
export const REVIEW_YEARS = { critical: 1, important: 2, ordinary: 3 } as const;

export const SupplierKind = z.enum([
  'component',
  'software',
  'cloud',
  'communication',
  'security-service',
  'operation',
  'testing',
  'other',
]);
export type SupplierKind = z.infer<typeof SupplierKind>;
export const Importance = z.enum(['critical', 'important', 'ordinary']);
export type Importance = z.infer<typeof Importance>;

/** What can be wrong with a supplier; each is decided by a file of `domain/rules`. */
export const ProblemKind = z.enum([
  'no-agreement',
  'agreement-over',
  'agreement-ending',
  'no-security-terms',
  'no-confidentiality',
  'no-contact',
  'review-overdue',
  'review-failed',
  'condition-overdue',
]);
export type ProblemKind = z.infer<typeof ProblemKind>;

/** A service or host of the register of assets that stands on what a supplier supplies. */
export const Dependent = z.object({ kind: z.enum(['service', 'host']), name: Line });
export type Dependent = z.infer<typeof Dependent>;

export const SupplierInput = z.object({
  name: Line,
  /** 统一社会信用代码 with its check character; empty for foreign firms. */
  creditCode: z.union([z.literal(''), z.string().trim().toUpperCase().length(18)]).default(''),
  /** ISO 3166-1, two letters. */
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/)
    .default('CN'),
  kinds: z.array(SupplierKind).min(1).max(8),
  importance: Importance,
  supplies: Note.default(''),
  /** Other spellings of the name, as the register of assets writes them. */
  aliases: z.array(Line).max(50).default([]),
  dependents: z.array(Dependent).max(200).default([]),
  contactPerson: z.string().trim().max(100).default(''),
  contactPhone: z
    .union([
      z.literal(''),
      z
        .string()
        .trim()
        .regex(/^\+?[0-9][0-9 -]{5,24}$/),
    ])
    .default(''),
  contactEmail: z.union([z.literal(''), z.email().max(200)]).default(''),
});
export type SupplierInput = z.output<typeof SupplierInput>;

export const AgreementInput = z.object({
  title: Line,
  validFrom: Day,
  /** Last day; null: until it is ended. */
  validTo: Day.nullable().default(null),
  securityTerms: z.boolean(),
  confidentiality: z.boolean(),
  /** Hours within which the supplier has to report; null: nothing is agreed. */
  incidentHours: Hours,
  vulnerabilityHours: Hours,
  document: DocumentInput,
});
export type AgreementInput = z.output<typeof AgreementInput>;
export const Agreement = AgreementInput.omit({ document: true }).extend({
  id: z.uuid(),
  document: DocumentView,
  state: z.enum(['in-force', 'later', 'over']),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type Agreement = z.infer<typeof Agreement>;
export const EndAgreement = z.object({ validTo: Day });

/** Ends a relation; null takes it up again. */
export const EndRelation = z.object({ endedOn: Day.nullable(), reason: Note.default('') });

// What is read

export const Problem = z.object({
  kind: ProblemKind,
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  text: Bilingual,
  fingerprint: z.string(),
});
export type Problem = z.infer<typeof Problem>;

/** Row of the list. */
export const SupplierLine = SupplierInput.omit({ dependents: true }).extend({
  id: z.uuid(),
  dependents: z.number().int(),
  /** ECUs of the register that carry one of its names. */
  ecus: z.number().int(),
  endedOn: Day.nullable(),
  isInUse: z.boolean(),
  agreedTo: Day.nullable(),
  agreement: z.enum(['none', 'in-force', 'over']),
  reviewedOn: Day.nullable(),
  result: ReviewResult.nullable(),
  nextReviewOn: Day.nullable(),
  problems: z.array(ProblemKind),
  updatedAt: z.iso.datetime(),
});
export type SupplierLine = z.infer<typeof SupplierLine>;

export const SupplierQuery = z.object({
  /** Part of a name, spelling, code, contact, or what is supplied. */
  q: z.string().trim().max(200).optional(),
  importance: Importance.optional(),
  kind: SupplierKind.optional(),
  problem: z.union([z.literal('any'), ProblemKind]).optional(),
  relation: z.enum(['in-use', 'ended']).optional(),
  sort: z.enum(['name', 'importance', 'review', 'problems']).default('problems'),
  cursor: z.string().max(600).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SupplierQuery = z.infer<typeof SupplierQuery>;
export const SupplierPage = z.object({
  items: z.array(SupplierLine).max(200),
  next: z.string().nullable(),
  total: z.number().int(),
});
export type SupplierPage = z.infer<typeof SupplierPage>;

/** A name that the register of assets carries and no dossier has. */
export const UnknownName = z.object({
  name: z.string(),
  vehicles: z.number().int(),
  ecus: z.number().int(),
  parts: z.array(z.string()),
});
export type UnknownName = z.infer<typeof UnknownName>;

export const SupplierOverview = z.object({
  total: z.number().int(),
  inUse: z.number().int(),
  critical: z.number().int(),
  withoutAgreement: z.number().int(),
  agreementEnding: z.number().int(),
  reviewOverdue: z.number().int(),
  withProblems: z.number().int(),
  problems: z.array(z.object({ kind: ProblemKind, count: z.number().int() })),
  newestReviewAt: Day.nullable(),
  unknown: z.number().int(),
  /** Most used first, at most 500. */
  unknownNames: z.array(UnknownName).max(500),
  /** Some names were left out, there are more than {@link MOST_NAMES}. */
  cut: z.boolean(),
  lookedAt: z.iso.datetime().nullable(),
  judgedOn: Day.nullable(),
  questionnaire: Questionnaire,
});
export type SupplierOverview = z.infer<typeof SupplierOverview>;

export const Change = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  kind: z.enum([
    'added',
    'changed',
    'agreement-added',
    'agreement-ended',
    'reviewed',
    'condition-met',
    'ended',
    'resumed',
    'spelling-added',
  ]),
  /** What is not the same any more; texts before and after. */
  fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
});
export type Change = z.infer<typeof Change>;

export const SupplierDossier = z.object({
  supplier: SupplierLine.omit({ dependents: true, problems: true }).extend({ endReason: z.string() }),
  dependents: z.array(Dependent.extend({ isOnRecord: z.boolean() })),
  /** Names of the register of assets that belong to it. */
  names: z.array(UnknownName),
  agreements: z.array(Agreement).max(500),
  reviews: z.array(Review).max(500),
  problems: z.array(Problem),
  /** Newest first, at most 500. */
  history: z.array(Change).max(500),
});
export type SupplierDossier = z.infer<typeof SupplierDossier>;

// Verbs

export const SupplierParams = z.object({ id: z.uuid() });
export const PartParams = z.object({ id: z.uuid(), part: z.uuid() });
export const Uploaded = z.object({ blob: z.string(), bytes: z.number().int(), sm3: z.string() });
export const ImportQuery = z.object({ mode: z.enum(['preview', 'apply']) });
export const ImportReport = z.object({
  applied: z.boolean(),
  rows: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  refusedRows: z.number().int(),
  /** Lines of the file with the column as it stands there; at most 500, `refusedRows` counts all. */
  refused: z
    .array(z.object({ row: z.number().int(), column: z.string(), value: z.string(), text: Bilingual }))
    .max(500),
});
export type ImportReport = z.infer<typeof ImportReport>;
/** Takes names of the register of assets over as dossiers. */
export const TakeOver = z.object({
  names: z.array(z.string().trim().min(1).max(200)).min(1).max(500),
  kinds: z.array(SupplierKind).min(1).max(8).default(['component']),
  importance: Importance.default('ordinary'),
});
export type TakeOver = z.output<typeof TakeOver>;
export const Spelling = z.object({ name: Line });
export const Looked = z.object({ names: z.number().int(), unknown: z.number().int() });

/** How suppliers stand today. */
export interface SuppliersStanding {
  /** Suppliers whose relation has not ended, and those of them that are critical. */
  readonly total: number;
  readonly critical: number;
  readonly withoutAgreement: number;
  readonly reviewOverdue: number;
  /** Names of the register of assets without a dossier. */
  readonly unknown: number;
  /** Day of the newest review. */
  readonly newestReviewAt: string | null;
}

/** What other modules may ask. */
export interface SuppliersAsks {
  readonly standing: () => Promise<SuppliersStanding>;
  /** By its name or one of its spellings, whatever their case and spaces; null where there is no dossier. */
  readonly byName: (name: string) => Promise<SupplierLine | null>;
}
