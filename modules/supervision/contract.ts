/** Contract of the authority's side 监管侧: packages of enterprises, their review, the register. Isomorphic: the console imports it. */
import { ACTIONS, FILING_KIND_IDS, OFFICES, STATES, type Action, type FilingKindId } from '@chedun/review';
import type { Json } from '@chedun/kernel';
import { z } from 'zod';

/** Permissions of the authority's side. None ends in `read`: roles of an enterprise that read everything see nothing of it. */
export const supervisionPermissions = {
  /** Sees the inbox, filings, register and statistics. */
  inbox: 'supervision.inbox',
  /** Receives, checks, asks for supplements, hears experts, numbers, rejects. */
  review: 'supervision.review',
  /** Registers enterprises and confirms their certificates and accounts. */
  enterprises: 'supervision.enterprises',
  /** Give the opinion of their office. */
  opinionTelecom: 'supervision.opinion-telecom',
  opinionIndustry: 'supervision.opinion-industry',
  /** An enterprise hands packages in and fetches its receipts. */
  exchange: 'supervision.exchange',
} as const;

/** Domain events told here. */
export const supervisionEvents = {
  /** Payload {@link PackageReceived}. */
  received: 'supervision.package-received@1',
  /** Payload {@link FilingNumbered}. */
  numbered: 'supervision.filing-numbered@1',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Day = z.iso.date();
const Line = z.string().trim().min(1).max(200);
const Sm3 = z.string().regex(/^[0-9a-f]{64}$/);
const Title = z.object({ zh: z.string(), en: z.string() });
const JsonValue: z.ZodType<Json> = z.json() as never;

export const FilingState = z.enum(STATES);
export const Kind = z.enum(FILING_KIND_IDS as readonly [FilingKindId, ...FilingKindId[]]);
export const OfficeId = z.enum(OFFICES);

export const PackageReceived = z.object({
  submission: z.uuid(),
  filing: z.uuid(),
  enterprise: z.uuid(),
  kind: Kind,
  template: z.string(),
  version: z.number().int(),
  at: Iso,
});
export type PackageReceived = z.infer<typeof PackageReceived>;
export const FilingNumbered = z.object({
  filing: z.uuid(),
  enterprise: z.uuid(),
  kind: Kind,
  number: z.string(),
  at: Iso,
});

/** An enterprise under supervision. */
export const EnterpriseInput = z.object({
  name: Line,
  /** 统一社会信用代码. */
  creditCode: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z]{18}$/),
  /** Division code of the province, two digits. */
  province: z.string().regex(/^\d\d$/),
  licence: z.string().trim().max(100).default(''),
  contact: z.string().trim().max(200).default(''),
});
export type EnterpriseInput = z.output<typeof EnterpriseInput>;
export const Enterprise = EnterpriseInput.extend({
  id: z.uuid(),
  /** Account that hands in; empty while none is confirmed. */
  account: z.string(),
  certificates: z.array(z.object({ sm3: Sm3, subject: z.string(), confirmedAt: Iso, confirmedBy: z.string() })),
  filings: z.number().int(),
  numbered: z.number().int(),
  lastAt: Iso.nullable(),
});
export type Enterprise = z.infer<typeof Enterprise>;
export const EnterpriseList = z.object({ items: z.array(Enterprise).max(2000) });
export const EnterpriseParams = z.object({ id: z.uuid() });
/** POST /supervision/enterprises/:id/certificates: a certificate whose SM3 was compared on another way. */
export const CertificateInput = z.object({ sm3: z.string().trim().toLowerCase().pipe(Sm3), subject: Line });
export const CertificateParams = z.object({ id: z.uuid(), sm3: Sm3 });
/** POST /supervision/enterprises/import: a table of enterprises. */
export const ImportReport = z.object({
  rows: z.number().int(),
  taken: z.number().int(),
  /** Registered before, by credit code. */
  known: z.number().int(),
  refused: z.array(z.object({ row: z.number().int(), column: z.string(), value: z.string(), text: Title })),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** A package as it came in; `waiting` for a certificate or account that a person has to confirm, `refused` with its reason. */
export const Submission = z.object({
  id: z.uuid(),
  status: z.enum(['waiting', 'received', 'refused']),
  reason: z.string(),
  via: z.enum(['exchange', 'upload']),
  issuer: z.string(),
  title: Title,
  template: z.string(),
  version: z.number().int(),
  manifestSm3: z.string(),
  signer: z.object({ sm3: z.string(), subject: z.string() }),
  account: z.string(),
  bytes: z.number().int(),
  receivedAt: Iso,
});
export type Submission = z.infer<typeof Submission>;
export const SubmissionQuery = z.object({ status: z.enum(['waiting', 'refused']).default('waiting') });
export const SubmissionList = z.object({ items: z.array(Submission).max(200) });
export const SubmissionParams = z.object({ id: z.uuid() });
/** POST /supervision/submissions/:id/admit: whose package it is; its certificate and account count from then on. */
export const Admit = z.object({ enterprise: z.union([z.uuid(), EnterpriseInput]) });
export const Refuse = z.object({ reason: z.string().trim().min(2).max(500) });

/** A filing as lists show it. */
export const FilingLine = z.object({
  id: z.uuid(),
  kind: Kind,
  kindTitle: Title,
  enterprise: z.object({ id: z.uuid(), name: z.string(), province: z.string() }),
  title: Title,
  state: FilingState,
  version: z.number().int(),
  /** Rounds of supplements 补正. */
  rounds: z.number().int(),
  /** 收件号 and 备案号; empty while there is none. */
  acceptance: z.string(),
  number: z.string(),
  problems: z.number().int(),
  receivedAt: Iso,
  /** Until when the review, or the supplement, is due. */
  dueOn: Day.nullable(),
  overdue: z.boolean(),
  decidedAt: Iso.nullable(),
});
export type FilingLine = z.infer<typeof FilingLine>;
export const FilingQuery = z.object({
  state: z.enum(['open', 'supplement', 'numbered', 'done', 'all']).default('open'),
  kind: Kind.optional(),
  enterprise: z.uuid().optional(),
  search: z.string().trim().min(1).max(100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type FilingQuery = z.output<typeof FilingQuery>;
export const FilingPage = z.object({
  items: z.array(FilingLine),
  next: z.string().nullable(),
  total: z.number().int(),
});
export type FilingPage = z.infer<typeof FilingPage>;
export const RegisterQuery = FilingQuery.omit({ cursor: true, limit: true, state: true });

/** What a rule of the machine found. */
export const Problem = z.object({
  rule: z.string(),
  field: z.string(),
  zh: z.string(),
  en: z.string(),
});
export type Problem = z.infer<typeof Problem>;

/** Something that was asked for, and whether it is settled. */
export const Item = z.object({
  id: z.uuid(),
  round: z.number().int(),
  field: z.string(),
  text: z.string(),
  rule: z.string(),
  /** `changed`: the field has another value in the next version; `explained`: a reviewer took the explanation. */
  answer: z.enum(['open', 'changed', 'explained']),
  note: z.string(),
});
export type Item = z.infer<typeof Item>;

export const Field = z.object({
  name: z.string(),
  label: Title,
  unverified: z.boolean(),
  columns: z.array(z.object({ name: z.string(), label: Title })),
  /** As people read it: labels of choices, lines of tables. */
  value: JsonValue,
  /** Differs from the version before. */
  changed: z.boolean(),
});
export const ReceiptLine = z.object({
  id: z.uuid(),
  kind: z.enum(['acceptance', 'supplement', 'approval', 'rejection', 'other']),
  number: z.string(),
  note: z.string(),
  at: Iso,
  by: z.string(),
  version: z.number().int(),
});
export const OpinionLine = z.object({
  office: OfficeId,
  agrees: z.boolean(),
  by: z.string(),
  text: z.string(),
  at: Iso,
  round: z.number().int(),
});
export const Expert = z.object({
  id: z.uuid(),
  name: z.string(),
  organisation: z.string(),
  way: z.enum(['material', 'defence', 'inquiry']),
  vote: z.enum(['for', 'against']),
  minutes: z.string(),
  at: Iso,
});
export const StepLine = z.object({
  at: Iso,
  by: z.string(),
  action: z.enum(ACTIONS),
  note: z.string(),
  version: z.number().int(),
});

/** GET /supervision/filings/:id */
export const Filing = z.object({
  filing: FilingLine,
  basis: z.object({ title: Title, isVerified: z.boolean() }),
  experts: z.enum(['needed', 'optional', 'none']),
  offices: z.array(OfficeId),
  supplementDays: z.number().int(),
  sections: z.array(z.object({ title: Title, fields: z.array(Field) })),
  attachments: z.array(z.object({ name: z.string(), bytes: z.number().int() })),
  problems: z.array(Problem),
  items: z.array(Item),
  opinions: z.array(OpinionLine),
  votes: z.array(Expert),
  receipts: z.array(ReceiptLine),
  versions: z.array(
    z.object({
      version: z.number().int(),
      at: Iso,
      manifestSm3: z.string(),
      signer: z.string(),
      bytes: z.number().int(),
    }),
  ),
  steps: z.array(StepLine),
  /** What the authority may try now. */
  actions: z.array(z.enum(ACTIONS)),
});
export type Filing = z.infer<typeof Filing>;
export const FilingParams = z.object({ id: z.uuid() });
export const FileParams = z.object({ id: z.uuid(), version: z.coerce.number().int().min(1).max(1_000_000) });
export const FileQuery = z.object({ part: z.string().min(1).max(240).default('form.pdf') });
export const ReceiptParams = z.object({ id: z.uuid(), receipt: z.uuid() });

export const AskedItem = z.object({
  field: z.string().trim().max(200).default(''),
  text: z.string().trim().min(2).max(1000),
  rule: z.string().max(60).default(''),
});
const step = <A extends Action>(action: A) => z.literal(action);
/** POST /supervision/filings/:id/steps */
export const StepOrder = z.discriminatedUnion('action', [
  z.object({ action: step('begin-check') }),
  z.object({ action: step('ask-supplement'), items: z.array(AskedItem).min(1).max(200), dueOn: Day }),
  z.object({ action: step('call-experts'), note: z.string().trim().max(500).default('') }),
  z.object({
    action: step('give-opinion'),
    office: OfficeId,
    agrees: z.boolean(),
    text: z.string().trim().min(2).max(2000),
  }),
  z.object({ action: step('number'), note: z.string().trim().max(500).default('') }),
  z.object({ action: step('reject'), note: z.string().trim().min(2).max(2000) }),
  z.object({ action: step('cancel'), note: z.string().trim().min(2).max(500) }),
]);
export type StepOrder = z.output<typeof StepOrder>;
export const ExpertInput = Expert.omit({ id: true, at: true }).extend({
  name: Line,
  organisation: z.string().trim().max(200).default(''),
  minutes: z.string().trim().max(4000).default(''),
});
/** PUT /supervision/items/:id: the explanation is taken, or not. */
export const ItemDecision = z.object({
  answer: z.enum(['open', 'explained']),
  note: z.string().trim().max(500).default(''),
});
export const ItemParams = z.object({ id: z.uuid() });

/** POST /supervision/filings/:id/reminders: 催办, signed and handed over with the receipts. */
export const ReminderInput = z.object({ text: z.string().trim().min(2).max(500) });

/** GET and PUT /supervision/settings: in whose name receipts are signed. */
export const SettingsInput = z.object({ name: Line });
export const Settings = z.object({ name: z.string(), certificate: Sm3 });

/** GET /supervision/statistics */
export const Statistics = z.object({
  filings: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  supplement: z.number().int(),
  numbered: z.number().int(),
  rejected: z.number().int(),
  /** Share of decided filings that were returned at least once, 0 to 1; null while nothing is decided. */
  returnedShare: z.number().nullable(),
  /** Median days from the first receipt to the decision. */
  medianDays: z.number().nullable(),
  byKind: z.array(z.object({ kind: Kind, title: Title, open: z.number().int(), numbered: z.number().int() })),
  byProvince: z.array(z.object({ province: z.string(), filings: z.number().int() })),
  byMonth: z.array(z.object({ month: z.string(), received: z.number().int(), numbered: z.number().int() })),
  byLevel: z.array(z.object({ level: z.string(), filings: z.number().int() })),
  /** Rounds of supplements of what was numbered. */
  byRounds: z.array(z.object({ rounds: z.number().int(), filings: z.number().int() })),
  byRule: z.array(z.object({ rule: z.string(), count: z.number().int() })),
});
export type Statistics = z.infer<typeof Statistics>;

/** Most bytes of a package. */
export const MOST_PACKAGE = 64 * 1024 * 1024;
export const ExchangeParams = z.object({ sm3: Sm3 });
/** What an enterprise hears: state and every receipt so far, base64. */
export const ExchangeAnswer = z.object({
  submission: z.uuid(),
  manifestSm3: Sm3,
  state: z.union([FilingState, z.literal('waiting')]),
  receipts: z.array(z.string()),
});
export type ExchangeAnswer = z.infer<typeof ExchangeAnswer>;

/** A filing for other modules. */
export interface FilingFacts {
  readonly filing: string;
  readonly enterprise: string;
  readonly kind: FilingKindId;
  readonly template: string;
  readonly version: number;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly title: { readonly zh: string; readonly en: string };
  readonly number: string;
  readonly receivedAt: string;
  readonly data: Readonly<Record<string, Json>>;
}

/** What other modules may ask. */
export interface SupervisionAsks {
  readonly enterprises: () => Promise<readonly Enterprise[]>;
  /** The enterprise that an account hands in for. */
  readonly ofAccount: (account: string) => Promise<Enterprise | undefined>;
  /** Newest versions of filings, newest first, at most 1,000. */
  readonly filings: (of: {
    readonly enterprise?: string;
    readonly kind?: FilingKindId;
  }) => Promise<readonly FilingFacts[]>;
}
