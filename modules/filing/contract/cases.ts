import { FILING_KIND_IDS, STATES, type FilingKindId } from '@chedun/review';
import type { Json } from '@chedun/kernel';
import { z } from 'zod';
import { Iso, Para, Title } from './common.ts';

const JsonValue: z.ZodType<Json> = z.json() as never;
export const CaseState = z.enum(STATES);
export const CaseKind = z.enum(FILING_KIND_IDS as readonly [FilingKindId, ...FilingKindId[]]);

/** A case as lists show it. */
export const CaseLine = z.object({
  id: z.uuid(),
  kind: CaseKind,
  kindTitle: Title,
  template: z.string(),
  title: z.string(),
  unit: z.uuid().nullable(),
  state: CaseState,
  /** Version of the document that was issued last; 0 before. */
  version: z.number().int(),
  /** 收件号. */
  received: z.string(),
  /** 备案号. */
  number: z.string(),
  /** Day by which a supplement is due; null when none is asked for. */
  supplementDue: z.iso.date().nullable(),
  supplementOverdue: z.boolean(),
  openedBy: z.string(),
  openedAt: Iso,
  submittedAt: Iso.nullable(),
});
export type CaseLine = z.infer<typeof CaseLine>;

/** Something that has to be supplemented, with what was answered. */
export const Item = z.object({
  field: z.string(),
  text: z.string(),
  answer: z.object({ kind: z.enum(['value', 'explanation']), text: z.string() }).nullable(),
});
export type Item = z.infer<typeof Item>;

/** A machine-found problem of the form. `missing` has to be filled in; `differs` may be explained. */
export const Problem = z.object({
  key: z.string(),
  field: z.string(),
  kind: z.enum(['missing', 'differs']),
  text: Title,
  explanation: z.string(),
});
export type Problem = z.infer<typeof Problem>;

export const HistoryLine = z.object({ at: Iso, by: z.string(), action: z.string(), note: z.string() });
export const ReceiptLine = z.object({
  id: z.uuid(),
  kind: z.enum(['acceptance', 'supplement', 'approval', 'rejection', 'other']),
  number: z.string(),
  receiver: z.string(),
  receivedAt: Iso,
  note: z.string(),
  sm3: z.string(),
  version: z.number().int(),
});
export type ReceiptLine = z.infer<typeof ReceiptLine>;

/** One field of the form with its value and where it comes from. */
export const FormField = z.object({
  name: z.string(),
  label: Title,
  type: z.enum(['text', 'paragraph', 'date', 'time', 'number', 'flag', 'choice', 'table']),
  required: z.boolean(),
  unverified: z.boolean(),
  choices: z.array(z.object({ value: z.string(), label: Title })),
  columns: z.array(z.object({ name: z.string(), label: Title })),
  value: JsonValue,
  source: z.enum(['records', 'person', 'none']),
});
export type FormField = z.infer<typeof FormField>;

/** GET /filing/cases/:id */
export const CaseDetail = z.object({
  case: CaseLine,
  sections: z.array(z.object({ title: Title, fields: z.array(FormField) })),
  problems: z.array(Problem),
  items: z.array(Item),
  actions: z.array(z.string()),
  document: z.object({ id: z.uuid(), version: z.number().int(), sm3: z.string() }).nullable(),
  channel: z.enum(['network', 'file']).nullable(),
  receipts: z.array(ReceiptLine),
  history: z.array(HistoryLine),
  rejection: z.string(),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

/** GET /filing/cases */
export const CaseQuery = z.object({
  state: z.enum(['open', 'done', 'all']).default('all'),
  unit: z.uuid().optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const CasePage = z.object({ items: z.array(CaseLine), next: z.string().nullable(), total: z.number().int() });
export type CasePage = z.infer<typeof CasePage>;

/** POST /filing/cases */
export const OpenCaseBody = z.object({
  template: z.string().max(60),
  unit: z.uuid().nullable().default(null),
  title: z.string().trim().max(200).default(''),
});
/** PUT /filing/cases/:id/values: what people change of the form; null takes the value of the records again. */
export const ValuesBody = z.object({ values: z.record(z.string().max(60), JsonValue) });
/** PUT /filing/cases/:id/explanations: of problems by key and of items by number. */
export const ExplainBody = z.object({
  problems: z.record(z.string().max(200), Para).default({}),
  items: z.record(z.string().regex(/^\d{1,3}$/), Para).default({}),
});
export const StepBody = z.object({
  action: z.enum(['request-approval', 'return-draft', 'withdraw']),
  note: z.string().trim().max(1000).default(''),
});
/** POST /filing/cases/:id/approval */
export const ApproveBody = StepBody.pick({ note: true });
export const SubmitBody = z.object({
  channel: z.enum(['network', 'file']),
  /** Why it is late; needed when the clock ran out. */
  lateReason: z.string().trim().max(2000).default(''),
});

/** GET and PUT /filing/exchange: where the authority's side is. */
export const ExchangeInput = z.object({
  url: z.url().max(300),
  /** Absent keeps the stored one. */
  token: z.string().trim().min(8).max(500).optional(),
  /** Forgets the certificate that receipts were signed with so far. */
  forgetSigner: z.boolean().default(false),
});
export const Exchange = z.object({
  url: z.string(),
  hasToken: z.boolean(),
  /** SM3 of the certificate of the authority's side, from the first receipt on. */
  signer: z.string(),
  lastAt: Iso.nullable(),
  lastProblem: z.string(),
});
export type Exchange = z.infer<typeof Exchange>;
export const ExchangeTest = z.object({ reached: z.boolean(), problem: z.string() });
export const Polled = z.object({ asked: z.number().int(), receipts: z.number().int(), failed: z.number().int() });

/** What the other side answers to a package. */
export const ExchangeAnswer = z.object({
  submission: z.string().max(100),
  manifestSm3: z.string().max(64),
  state: z.string().max(40),
  receipts: z.array(z.string().max(400_000)).max(500),
});
export type ExchangeAnswer = z.infer<typeof ExchangeAnswer>;
export const ReceiptTaken = z.object({ kind: ReceiptLine.shape.kind, known: z.boolean() });
