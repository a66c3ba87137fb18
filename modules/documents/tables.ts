import type { Generated, JSONColumnType } from 'kysely';
import type { DocumentVersion, Receipt } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface DocumentTables {
  readonly 'documents.signer': { readonly id: number; readonly organisation: string; readonly changed_at: Date };
  readonly 'documents.certificates': {
    readonly sm3: string;
    readonly key_id: string;
    readonly organisation: string;
    readonly certificate: Uint8Array;
    readonly made_at: Date;
  };
  readonly 'documents.documents': {
    readonly id: string;
    readonly template: string;
    readonly subject_kind: string;
    readonly subject_id: string;
    readonly title_zh: string;
    readonly title_en: string;
    readonly reserved: number;
    readonly newest: number;
    readonly issued_at: Date;
    readonly issued_by: string;
    readonly sm3: string;
    readonly receipts: Generated<number>;
  };
  readonly 'documents.versions': {
    readonly document_id: string;
    readonly version: number;
    readonly template_version: number;
    readonly title_zh: string;
    readonly title_en: string;
    readonly issuer: string;
    readonly issued_at: Date;
    readonly issued_by_id: string;
    readonly issued_by_name: string;
    readonly sm3: string;
    readonly bytes: number;
    readonly package_sm3: string;
    readonly parts: JSONColumnType<DocumentVersion['parts']>;
    readonly key_id: string;
    readonly certificate: string;
  };
  readonly 'documents.receipts': {
    readonly id: string;
    readonly document_id: string;
    readonly version: number;
    readonly kind: Receipt['kind'];
    readonly receiver: string;
    readonly number: string;
    readonly received_at: Date;
    readonly file_name: string;
    readonly bytes: number;
    readonly sm3: string;
    readonly proof: Receipt['proof'];
    readonly recorded_at: Date;
    readonly recorded_by_id: string;
    readonly recorded_by_name: string;
  };
}
