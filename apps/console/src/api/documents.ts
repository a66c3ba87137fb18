import {
  DocumentDetail,
  DocumentPage,
  Issued,
  Pages,
  Preview,
  Receipt,
  SignerDetail,
  TemplateDetail,
  TemplateList,
  Verification,
} from '@chedun/documents/contract';
import type { DocumentFilter, FilePart, IssueBody, PreviewBody, ReceiptQuery } from '@chedun/documents/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';

const at = (id: string, rest = ''): string => `/documents/${encodeURIComponent(id)}${rest}`;

export const listDocuments = (query: Partial<DocumentFilter>, signal?: AbortSignal) =>
  call('GET', '/documents', DocumentPage, { query: { ...query }, signal });

export const getDocument = (id: string, signal?: AbortSignal) => call('GET', at(id), DocumentDetail, { signal });

export const listTemplates = (signal?: AbortSignal) => call('GET', '/documents/templates', TemplateList, { signal });

export const getTemplate = (id: string, signal?: AbortSignal) =>
  call('GET', `/documents/templates/${encodeURIComponent(id)}`, TemplateDetail, { signal });

export const previewDocument = (body: z.input<typeof PreviewBody>, signal?: AbortSignal) =>
  call('POST', '/documents/preview', Preview, { body, signal });

export const issueDocument = (body: z.input<typeof IssueBody>) => call('POST', '/documents', Issued, { body });

export const documentPages = (id: string, version: number, signal?: AbortSignal) =>
  call('GET', at(id, `/versions/${version}/pages`), Pages, { signal });

/** Where a file of a version is fetched. */
export const documentFileUrl = (id: string, version: number, part: FilePart): string =>
  apiUrl(at(id, `/versions/${version}/file`), { part });

export const attachmentUrl = (id: string, version: number, attachment: string): string =>
  apiUrl(at(id, `/versions/${version}/file`), { attachment });

export const receiptFileUrl = (id: string, receipt: string): string =>
  apiUrl(at(id, `/receipts/${encodeURIComponent(receipt)}/file`));

export const verifyIssued = (id: string, version: number) =>
  call('POST', at(id, `/versions/${version}/verify`), Verification, { body: {} });

export const verifyFile = (file: Blob) =>
  call('POST', '/documents/verify', Verification, {
    bytes: new Blob([file], { type: 'application/octet-stream' }),
  });

export const keepReceipt = (id: string, version: number, query: z.input<typeof ReceiptQuery>, file: Blob) =>
  call('POST', at(id, `/versions/${version}/receipts`), Receipt, {
    query: { ...query },
    bytes: new Blob([file], { type: 'application/octet-stream' }),
  });

export const getSigner = (signal?: AbortSignal) => call('GET', '/documents/signer', SignerDetail, { signal });

export const nameSigner = (organisation: string) =>
  call('PUT', '/documents/signer', SignerDetail, { body: { organisation } });
