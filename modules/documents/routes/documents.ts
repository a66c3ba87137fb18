import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import {
  DocumentDetail,
  DocumentExportQuery,
  DocumentFilter,
  DocumentPage,
  DocumentParams,
  documentPermissions,
  FileQuery,
  IssueBody,
  Issued,
  MOST_RECEIPT,
  Pages,
  Receipt,
  ReceiptParams,
  ReceiptQuery,
  Verification,
  VersionParams,
} from '../contract.ts';
import { documentsCsv } from '../domain/csv.ts';
import { exampleDetail, exampleDocument, exampleReceipt, exampleVerification } from '../examples.ts';
import type { OpenedFile } from '../use-cases/open-file.ts';
import type { DocumentUses } from './uses.ts';

const { read: READ, issue: ISSUE, receipt: RECEIPT } = documentPermissions;
const MOST_PACKAGE = 64 * 1024 * 1024;

const download = ({ contentType, fileName, bytes }: OpenedFile) => ({
  contentType,
  fileName,
  body: Readable.from([bytes]),
});

const reading = (uses: DocumentUses): Route[] => [
  route({
    method: 'GET',
    path: '/documents',
    operationId: 'listDocuments',
    summary: { zh: '文书', en: 'Documents' },
    permission: READ,
    audit: 'none',
    query: DocumentFilter,
    response: DocumentPage,
    example: { items: [exampleDocument], next: null, total: 1 },
    handle: ({ query }) => uses.list(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/documents/export',
    operationId: 'exportDocuments',
    summary: { zh: '导出文书清单', en: 'Export the list of documents' },
    permission: READ,
    audit: 'none',
    query: DocumentExportQuery,
    handle: async ({ query: { format, ...filter } }) => {
      const items = await uses.each(filter);
      const isCsv = format === 'csv';
      return {
        contentType: isCsv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
        fileName: `documents.${format}`,
        body: Readable.from([isCsv ? documentsCsv(items) : JSON.stringify(items, undefined, 2)]),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/documents/:id',
    operationId: 'getDocument',
    summary: { zh: '文书的版本与回执', en: 'A document with its versions and receipts' },
    permission: READ,
    audit: 'none',
    params: DocumentParams,
    response: DocumentDetail,
    example: exampleDetail,
    handle: ({ params }) => uses.read(params.id),
  }),
];

const files = (uses: DocumentUses): Route[] => [
  route({
    method: 'GET',
    path: '/documents/:id/versions/:version/pages',
    operationId: 'getDocumentPages',
    summary: { zh: '在页面中查看文书', en: 'See the pages of a document' },
    permission: READ,
    audit: 'none',
    params: VersionParams,
    response: Pages,
    example: { svg: '<svg/>' },
    handle: ({ params }) => uses.pages(params.id, params.version),
  }),
  downloadRoute({
    method: 'GET',
    path: '/documents/:id/versions/:version/file',
    operationId: 'downloadDocument',
    summary: { zh: '下载文书文件', en: 'Download a file of a document' },
    permission: READ,
    audit: 'none',
    params: VersionParams,
    query: FileQuery,
    handle: async ({ params: { id, version }, query: { part, attachment } }) =>
      download(
        attachment === undefined ? await uses.file(id, version, part) : await uses.attachment(id, version, attachment),
      ),
  }),
  downloadRoute({
    method: 'GET',
    path: '/documents/:id/receipts/:receipt/file',
    operationId: 'downloadReceipt',
    summary: { zh: '下载回执', en: 'Download a receipt' },
    permission: READ,
    audit: 'none',
    params: ReceiptParams,
    handle: async ({ params }) => download(await uses.receiptFile(params.id, params.receipt)),
  }),
];

const writing = (uses: DocumentUses): Route[] => [
  route({
    method: 'POST',
    path: '/documents',
    operationId: 'issueDocument',
    summary: { zh: '签发文书', en: 'Issue a document' },
    permission: ISSUE,
    audit: 'documents.issued',
    body: IssueBody,
    response: Issued,
    example: { id: exampleDocument.id, version: 1, sm3: exampleDocument.sm3 },
    handle: ({ body, actor }) => uses.issue({ ...body, actor }),
  }),
  uploadRoute({
    method: 'POST',
    path: '/documents/:id/versions/:version/receipts',
    operationId: 'keepReceipt',
    summary: { zh: '登记回执', en: 'Keep a receipt' },
    permission: RECEIPT,
    audit: 'documents.receipt-kept',
    params: VersionParams,
    query: ReceiptQuery,
    maxBytes: MOST_RECEIPT,
    response: Receipt,
    example: exampleReceipt,
    handle: async ({ params: { id, version }, query, body, actor }) =>
      uses.receipt(id, { ...query, version, bytes: await buffer(body), actor }),
  }),
];

const verifying = (uses: DocumentUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/documents/verify',
    operationId: 'verifyPackage',
    summary: { zh: '验证交换包', en: 'Verify an exchange package' },
    permission: READ,
    audit: 'none',
    maxBytes: MOST_PACKAGE,
    response: Verification,
    example: exampleVerification,
    handle: async ({ body }) => uses.verify(await buffer(body)),
  }),
  route({
    method: 'POST',
    path: '/documents/:id/versions/:version/verify',
    operationId: 'verifyDocument',
    summary: { zh: '验证已签发的文书', en: 'Verify what was issued' },
    permission: READ,
    audit: 'none',
    params: VersionParams,
    response: Verification,
    example: exampleVerification,
    handle: ({ params }) => uses.verifyIssued(params.id, params.version),
  }),
];

/** Routes of documents, their files and receipts. */
export const documentRoutes = (uses: DocumentUses): Route[] => [
  ...reading(uses),
  ...files(uses),
  ...writing(uses),
  ...verifying(uses),
];
