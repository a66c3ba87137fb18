import {
  ImportReport,
  Looked,
  SupplierDossier,
  SupplierOverview,
  SupplierPage,
  Uploaded,
  type AgreementInput,
  type ReviewInput,
  type SupplierInput,
  type SupplierQuery,
  type TakeOver,
} from '@chedun/suppliers/contract';
import { apiUrl, call } from './client.ts';

const at = (id: string, rest = ''): string => `/suppliers/${encodeURIComponent(id)}${rest}`;

export const listSuppliers = (query: Partial<SupplierQuery>, signal?: AbortSignal) =>
  call('GET', '/suppliers', SupplierPage, { query, signal });

export const getSupplierOverview = (signal?: AbortSignal) =>
  call('GET', '/suppliers/overview', SupplierOverview, { signal });

export const getSupplier = (id: string, signal?: AbortSignal) => call('GET', at(id), SupplierDossier, { signal });

/** Address of the whole register as CSV. */
export const supplierExportUrl = (): string => apiUrl('/suppliers/export', {});

/** Address of the document of an agreement or review. */
export const supplierDocumentUrl = (id: string, part: string): string => apiUrl(at(id, `/documents/${part}`), {});

/** Adds a dossier, or changes the one with the id. */
export const saveSupplier = ({ id, supplier }: { readonly id: string | undefined; readonly supplier: SupplierInput }) =>
  id === undefined
    ? call('POST', '/suppliers', SupplierDossier, { body: supplier })
    : call('PUT', at(id), SupplierDossier, { body: supplier });

export const addSpelling = ({ id, name }: { readonly id: string; readonly name: string }) =>
  call('POST', at(id, '/spellings'), SupplierOverview, { body: { name } });

export const endRelation = ({
  id,
  ...body
}: {
  readonly id: string;
  readonly endedOn: string | null;
  readonly reason: string;
}) => call('POST', at(id, '/relation'), SupplierDossier, { body });

export const takeOverSuppliers = (body: TakeOver) => call('POST', '/suppliers/take-over', SupplierOverview, { body });

export const lookForSuppliers = () => call('POST', '/suppliers/look', Looked);

export const importSuppliers = ({ file, mode }: { readonly file: Blob; readonly mode: 'preview' | 'apply' }) =>
  call('POST', '/suppliers/import', ImportReport, { query: { mode }, bytes: file });

const documentFrom = async (file: File | undefined) => {
  if (file === undefined) return null;
  const bytes = new Blob([file], { type: 'application/octet-stream' });
  const { blob } = await call('POST', '/suppliers/documents', Uploaded, { bytes });
  return { blob, name: file.name };
};

/** Keeps an agreement with its document. */
export const addAgreement = async ({
  id,
  agreement,
  file,
}: {
  readonly id: string;
  readonly agreement: Omit<AgreementInput, 'document'>;
  readonly file: File | undefined;
}) =>
  call('POST', at(id, '/agreements'), SupplierDossier, {
    body: { ...agreement, document: await documentFrom(file) },
  });

export const endAgreement = ({
  id,
  part,
  validTo,
}: {
  readonly id: string;
  readonly part: string;
  readonly validTo: string;
}) => call('POST', at(id, `/agreements/${part}/end`), SupplierDossier, { body: { validTo } });

/** Keeps a review with its document. */
export const addReview = async ({
  id,
  review,
  file,
}: {
  readonly id: string;
  readonly review: Omit<ReviewInput, 'document'>;
  readonly file: File | undefined;
}) => call('POST', at(id, '/reviews'), SupplierDossier, { body: { ...review, document: await documentFrom(file) } });

export const meetCondition = ({
  id,
  part,
  metOn,
}: {
  readonly id: string;
  readonly part: string;
  readonly metOn: string;
}) => call('POST', at(id, `/conditions/${part}/met`), SupplierDossier, { body: { metOn } });
