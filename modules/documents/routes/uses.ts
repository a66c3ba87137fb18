import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type {
  DocumentDetail,
  DocumentFilter,
  DocumentPage,
  DocumentsAsks,
  DocumentSummary,
  FilePart,
  Pages,
  Preview,
  PreviewBody,
  SignerDetail,
  Verification,
} from '../contract.ts';
import type { DocumentTemplate } from '../template.ts';
import type { OpenedFile } from '../use-cases/open-file.ts';

/** What the routes of documents stand on. */
export interface DocumentUses extends Pick<DocumentsAsks, 'issue' | 'receipt'> {
  readonly templates: () => Promise<readonly DocumentTemplate[]>;
  readonly template: (id: string) => Promise<DocumentTemplate>;
  readonly preview: (body: z.output<typeof PreviewBody>) => Promise<z.input<typeof Preview>>;
  readonly list: (filter: DocumentFilter) => Promise<z.input<typeof DocumentPage>>;
  readonly each: (filter: Omit<DocumentFilter, 'cursor' | 'limit'>) => Promise<DocumentSummary[]>;
  readonly read: (id: string) => Promise<DocumentDetail>;
  readonly pages: (id: string, version: number) => Promise<z.input<typeof Pages>>;
  readonly attachment: (id: string, version: number, name: string) => Promise<OpenedFile>;
  readonly file: (id: string, version: number, part: FilePart) => Promise<OpenedFile>;
  readonly receiptFile: (id: string, receipt: string) => Promise<OpenedFile>;
  readonly verify: (bytes: Uint8Array) => Promise<Verification>;
  readonly verifyIssued: (id: string, version: number) => Promise<Verification>;
  readonly signer: () => Promise<z.input<typeof SignerDetail>>;
  readonly nameSigner: (organisation: string, actor: ActorRef) => Promise<z.input<typeof SignerDetail>>;
}
