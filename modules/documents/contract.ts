import type { ActorRef, Bilingual, Json } from '@chedun/kernel';
import { z } from 'zod';
import { DocumentTemplate } from './template.ts';
import { DocumentTitle, TemplateId } from './words.ts';

export { DocumentTemplate } from './template.ts';
export type { TemplateField } from './template.ts';

/** Permissions of documents 文书. */
export const documentPermissions = {
  read: 'documents.read',
  /** Issues documents: renders, signs and keeps them. */
  issue: 'documents.issue',
  /** Keeps receipts 回执 of authorities. */
  receipt: 'documents.receipt',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Sm3 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a document is about: an incident, an assessment, a unit. */
export const DocumentSubject = z.object({
  kind: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z-]*$/),
  id: z.string().trim().min(1).max(200),
});
export type DocumentSubject = z.infer<typeof DocumentSubject>;

/** Most bytes of a document's data as JSON. */
export const MOST_DATA = 2 * 1024 * 1024;

/** Most bytes of a receipt. */
export const MOST_RECEIPT = 16 * 1024 * 1024;

/** What a receipt 回执 says. */
export const ReceiptKind = z.enum(['acceptance', 'supplement', 'approval', 'rejection', 'other']);
export type ReceiptKind = z.infer<typeof ReceiptKind>;

export const Receipt = z.object({
  id: z.uuid(),
  version: z.number().int(),
  kind: ReceiptKind,
  /** Who received the document, as the receipt says. */
  receiver: z.string(),
  /** 收件号 or 备案号; empty when the receipt has none. */
  number: z.string(),
  receivedAt: Iso,
  fileName: z.string(),
  bytes: z.number().int(),
  sm3: Sm3,
  /** `countersigned`: a receipt of an exchange package whose signature and content hold; `kept`: bytes that people brought. */
  proof: z.enum(['countersigned', 'kept']),
  recordedAt: Iso,
  recordedBy: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

/** An order to issue a document. */
export interface IssueOrder {
  /** Id of a template of content/documents. */
  readonly template: string;
  readonly title: Bilingual;
  readonly subject: DocumentSubject;
  /** Has to fit the JSON Schema of the template. */
  readonly data: Readonly<Record<string, Json>>;
  /** Files that go along 附件 (topology, reports), by file name; signed with the rest. */
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly actor: ActorRef;
}

/** What was issued. `sm3` is that of the manifest, which names the SM3 of every part and is what is signed. */
export interface IssuedDocument {
  readonly id: string;
  readonly version: number;
  readonly sm3: string;
}

/** A receipt that is to be kept. */
export interface ReceiptOrder {
  readonly version: number;
  readonly kind: ReceiptKind;
  readonly receiver: string;
  readonly number: string;
  /** ISO 8601, when the receiver says that it was received. */
  readonly receivedAt: string;
  readonly fileName: string;
  /** At most 16 MiB. */
  readonly bytes: Uint8Array;
  readonly actor: ActorRef;
}

/** What other modules may ask. */
export interface DocumentsAsks {
  /**
   * Renders, signs and keeps a document. The same template and subject give the next version of the same document; nothing
   * is ever overwritten. Takes up to seconds, so call it outside of transactions. Throws `documents.unknown-template`,
   * `documents.bad-data` with the place, `documents.too-large`.
   */
  readonly issue: (order: IssueOrder) => Promise<IssuedDocument>;
  /** Fields, titles and basis of a template. Throws `documents.unknown-template`. */
  readonly template: (id: string) => Promise<DocumentTemplate>;
  /** The signed package `.cdf` of a version, as it was issued. Throws `documents.unknown`, `documents.damaged`. */
  readonly packageOf: (id: string, version: number) => Promise<Uint8Array>;
  /** Keeps the bytes of a receipt. Throws `documents.unknown`, `documents.too-large`. */
  readonly receipt: (id: string, order: ReceiptOrder) => Promise<Receipt>;
  /** Documents about a subject, newest first, with what was issued last. */
  readonly of: (subject: DocumentSubject) => Promise<readonly DocumentSummary[]>;
}

export const DocumentSummary = z.object({
  id: z.uuid(),
  template: TemplateId,
  templateTitle: DocumentTitle,
  title: DocumentTitle,
  subject: DocumentSubject,
  /** Newest version. */
  version: z.number().int(),
  sm3: Sm3,
  issuedAt: Iso,
  issuedBy: z.string(),
  receipts: z.number().int(),
});
export type DocumentSummary = z.infer<typeof DocumentSummary>;

const Json: z.ZodType<Json> = z.json() as never;
const Data = z.record(z.string().max(60), Json);

/** POST /documents: issues a document, or the next version of it. */
export const IssueBody = z.object({
  template: TemplateId,
  title: DocumentTitle,
  subject: DocumentSubject,
  data: Data,
});
export const Issued = z.object({ id: z.uuid(), version: z.number().int(), sm3: Sm3 });

/** POST /documents/preview: what a document would look like; incomplete data is shown as open. */
export const PreviewBody = z.object({
  template: TemplateId,
  title: DocumentTitle,
  data: Data,
  lang: z.enum(['zh', 'en']).default('zh'),
});
export const DataProblem = z.object({ at: z.string(), reason: z.string() });
export const Preview = z.object({
  /** The pages as a picture; nothing is kept. */
  svg: z.string(),
  /** Where the data does not fit yet. */
  problems: z.array(DataProblem),
});

/** GET /documents */
export const DocumentFilter = z.object({
  template: TemplateId.optional(),
  subjectKind: DocumentSubject.shape.kind.optional(),
  subjectId: DocumentSubject.shape.id.optional(),
  search: z.string().trim().min(1).max(100).optional(),
  receipts: z.enum(['with', 'without']).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DocumentFilter = z.output<typeof DocumentFilter>;
export const DocumentPage = z.object({
  items: z.array(DocumentSummary),
  next: z.string().nullable(),
  total: z.number().int(),
});
/** GET /documents/export: the filter of the list without its paging, at most 10,000 lines. */
export const DocumentExportQuery = DocumentFilter.omit({ cursor: true, limit: true }).extend({
  format: z.enum(['csv', 'json']).default('csv'),
});

/** GET /documents/templates */
export const TemplateList = z.object({
  items: z.array(DocumentTemplate.omit({ sections: true }).extend({ fields: z.number().int() })),
});
export const TemplateParams = z.object({ id: TemplateId });
export const TemplateDetail = z.object({ template: DocumentTemplate, schema: z.record(z.string(), z.unknown()) });
export type TemplateDetail = z.infer<typeof TemplateDetail>;

export const DocumentParams = z.object({ id: z.uuid() });
export const VersionParams = z.object({ id: z.uuid(), version: z.coerce.number().int().min(1).max(1_000_000) });
export const ReceiptParams = z.object({ id: z.uuid(), receipt: z.uuid() });

export const DocumentVersion = z.object({
  version: z.number().int(),
  templateVersion: z.number().int(),
  title: DocumentTitle,
  issuer: z.string(),
  issuedAt: Iso,
  issuedBy: z.string(),
  sm3: Sm3,
  bytes: z.number().int(),
  parts: z.array(z.object({ name: z.string(), bytes: z.number().int(), sm3: Sm3 })),
  keyId: z.string(),
  /** SM3 of the certificate that it was signed with. */
  certificate: Sm3,
});
export type DocumentVersion = z.infer<typeof DocumentVersion>;

/** GET /documents/:id */
export const DocumentDetail = z.object({
  document: DocumentSummary,
  /** Newest first. */
  versions: z.array(DocumentVersion),
  receipts: z.array(Receipt),
});
export type DocumentDetail = z.infer<typeof DocumentDetail>;

/** GET /documents/:id/versions/:version/file */
export const FilePart = z.enum(['package', 'pdf', 'docx', 'xlsx', 'json', 'manifest', 'signature']);
export type FilePart = z.infer<typeof FilePart>;
export const FileQuery = z.object({
  part: FilePart.default('package'),
  /** File name of an attachment, instead of a part. */
  attachment: z.string().min(1).max(200).optional(),
});

/** GET /documents/:id/versions/:version/pages: the pages of an issued version as a picture. */
export const Pages = z.object({ svg: z.string() });

/** POST /documents/:id/versions/:version/receipts, with the file as body. */
export const ReceiptQuery = z.object({
  kind: ReceiptKind,
  receiver: z.string().trim().min(1).max(200),
  number: z.string().trim().max(100).default(''),
  receivedAt: Iso,
  fileName: z.string().trim().min(1).max(200),
});

/** One question that verifying a package answers. */
export const VerificationCheck = z.object({
  id: z.enum(['structure', 'signature', 'signer', 'form', 'embedded', 'receipt']),
  outcome: z.enum(['ok', 'failed', 'none']),
  /** Code of the reason; empty when there is nothing to say. */
  reason: z.string(),
});
export const Verification = z.object({
  /** Every check that has something to check is `ok`. */
  holds: z.boolean(),
  checks: z.array(VerificationCheck),
  /** What the package says it is; null when it cannot be read. */
  document: z
    .object({
      id: z.string(),
      version: z.number().int(),
      template: z.string(),
      title: z.object({ zh: z.string(), en: z.string() }),
      issuer: z.string(),
      issuedAt: Iso,
      sm3: Sm3,
      parts: z.number().int(),
    })
    .nullable(),
  signer: z
    .object({
      subject: z.string(),
      certificate: Sm3,
      signedAt: Iso,
      /** Whether the certificate is one of this installation. */
      ours: z.boolean(),
    })
    .nullable(),
});
export type Verification = z.infer<typeof Verification>;

/** GET and PUT /documents/signer */
export const SignerBody = z.object({ organisation: z.string().trim().min(1).max(100) });
export const SignerDetail = z.object({
  /** Empty while nobody has set it. */
  organisation: z.string(),
  certificate: z.object({
    pem: z.string(),
    sm3: Sm3,
    subject: z.string(),
    notBefore: Iso,
    notAfter: Iso,
    keyId: z.string(),
  }),
  /** `file`: software, no certified cryptographic product. */
  provider: z.enum(['file', 'pkcs11', 'sdf']),
});
export type SignerDetail = z.infer<typeof SignerDetail>;
