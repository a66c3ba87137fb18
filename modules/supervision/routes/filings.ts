import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import {
  Admit,
  FileParams,
  FileQuery,
  Filing,
  FilingPage,
  FilingParams,
  FilingQuery,
  MOST_PACKAGE,
  ReceiptParams,
  Refuse,
  RegisterQuery,
  Statistics,
  Submission,
  SubmissionList,
  SubmissionParams,
  SubmissionQuery,
  supervisionPermissions,
} from '../contract.ts';
import { registerCsv } from '../domain/register-csv.ts';
import { exampleFiling, exampleLine, exampleStatistics, exampleSubmission } from '../examples.ts';
import type { OpenedFile, SupervisionUses } from './uses.ts';

const { inbox: READ, review: REVIEW, enterprises: ADMIT } = supervisionPermissions;
const download = ({ contentType, fileName, bytes }: OpenedFile) => ({
  contentType,
  fileName,
  body: Readable.from([bytes]),
});
const list = { response: SubmissionList, example: { items: [exampleSubmission] } };

const inbox = (uses: SupervisionUses): Route[] => [
  route({
    method: 'GET',
    path: '/supervision/submissions',
    operationId: 'listSubmissions',
    summary: { zh: '待确认与拒收的报送包', en: 'Packages that wait or were refused' },
    permission: READ,
    audit: 'none',
    query: SubmissionQuery,
    ...list,
    handle: async ({ query }) => ({ items: await uses.submissions(query.status) }),
  }),
  uploadRoute({
    method: 'POST',
    path: '/supervision/submissions',
    operationId: 'uploadSubmission',
    summary: { zh: '上传离线报送包', en: 'Upload a package that came on a medium' },
    permission: REVIEW,
    audit: 'supervision.package-arrived',
    maxBytes: MOST_PACKAGE,
    response: Submission,
    example: exampleSubmission,
    handle: async ({ body, actor }) => uses.upload(new Uint8Array(await buffer(body)), actor),
  }),
  route({
    method: 'POST',
    path: '/supervision/submissions/:id/admit',
    operationId: 'admitSubmission',
    summary: { zh: '确认签名证书并接收', en: 'Confirm the sender and receive' },
    permission: ADMIT,
    audit: 'supervision.sender-confirmed',
    params: SubmissionParams,
    body: Admit,
    response: Submission,
    example: { ...exampleSubmission, status: 'received' },
    handle: ({ params, body, actor }) => uses.admit(params.id, body.enterprise, actor),
  }),
  route({
    method: 'POST',
    path: '/supervision/submissions/:id/refuse',
    operationId: 'refuseSubmission',
    summary: { zh: '拒收', en: 'Refuse a package' },
    permission: ADMIT,
    audit: 'supervision.package-refused',
    params: SubmissionParams,
    body: Refuse,
    ...list,
    handle: async ({ params, body, actor }) => {
      await uses.refuse(params.id, body.reason, actor);
      return { items: await uses.submissions('waiting') };
    },
  }),
];

const reading = (uses: SupervisionUses): Route[] => [
  route({
    method: 'GET',
    path: '/supervision/filings',
    operationId: 'listSupervisedFilings',
    summary: { zh: '企业报送的材料', en: 'Filings of enterprises' },
    permission: READ,
    audit: 'none',
    query: FilingQuery,
    response: FilingPage,
    example: { items: [exampleLine], next: null, total: 1 },
    handle: ({ query }) => uses.filings(query),
  }),
  route({
    method: 'GET',
    path: '/supervision/filings/:id',
    operationId: 'getSupervisedFiling',
    summary: { zh: '材料、机器核查结果与审核过程', en: 'A filing with its review' },
    permission: READ,
    audit: 'none',
    params: FilingParams,
    response: Filing,
    example: exampleFiling,
    handle: ({ params }) => uses.filing(params.id),
  }),
  route({
    method: 'GET',
    path: '/supervision/statistics',
    operationId: 'getSupervisionStatistics',
    summary: { zh: '监管统计', en: 'Statistics of reviews' },
    permission: READ,
    audit: 'none',
    response: Statistics,
    example: exampleStatistics,
    handle: () => uses.statistics(),
  }),
];

const files = (uses: SupervisionUses): Route[] => [
  downloadRoute({
    method: 'GET',
    path: '/supervision/register/export',
    operationId: 'exportRegister',
    summary: { zh: '导出备案登记', en: 'Export the register' },
    permission: READ,
    audit: 'none',
    query: RegisterQuery,
    handle: async ({ query }) => ({
      contentType: 'text/csv; charset=utf-8',
      fileName: 'register.csv',
      body: Readable.from([registerCsv(await uses.register(query))]),
    }),
  }),
  downloadRoute({
    method: 'GET',
    path: '/supervision/filings/:id/versions/:version/file',
    operationId: 'downloadFilingFile',
    summary: { zh: '下载报送文件', en: 'Download a file of a filing' },
    permission: READ,
    audit: 'none',
    params: FileParams,
    query: FileQuery,
    handle: async ({ params: { id, version }, query }) => download(await uses.file(id, version, query.part)),
  }),
  downloadRoute({
    method: 'GET',
    path: '/supervision/filings/:id/receipts/:receipt/file',
    operationId: 'downloadFilingReceipt',
    summary: { zh: '下载回执', en: 'Download a receipt' },
    permission: READ,
    audit: 'none',
    params: ReceiptParams,
    handle: async ({ params }) => download(await uses.receipt(params.id, params.receipt)),
  }),
];

/** Routes of the inbox, filings, register and statistics. */
export const filingRoutes = (uses: SupervisionUses): Route[] => [...inbox(uses), ...reading(uses), ...files(uses)];
