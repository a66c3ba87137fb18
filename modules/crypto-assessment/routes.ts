import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  AssessmentDetail,
  AssessmentDocument,
  AssessmentHead,
  AssessmentList,
  AssessmentParams,
  AssessmentRemoved,
  cryptoAssessmentPermissions,
  ItemsChange,
  ItemsImported,
  ReportQuery,
  type AssessmentItem,
  type AssessmentSummary,
} from './contract.ts';
import { reportCsv } from './domain/report.ts';
import { exampleAssessment, exampleSummary } from './examples.ts';

/** What the routes of assessments stand on. */
export interface AssessmentUses {
  readonly list: () => Promise<AssessmentSummary[]>;
  readonly read: (id: string) => Promise<AssessmentDetail>;
  readonly create: (head: AssessmentHead, actor: ActorRef) => Promise<AssessmentDetail>;
  readonly changeHead: (id: string, head: AssessmentHead, actor: ActorRef) => Promise<AssessmentDetail>;
  readonly judge: (id: string, items: readonly AssessmentItem[], actor: ActorRef) => Promise<AssessmentDetail>;
  readonly importItems: (id: string, bytes: Uint8Array, actor: ActorRef) => Promise<z.input<typeof ItemsImported>>;
  readonly suggest: (id: string, actor: ActorRef) => Promise<AssessmentDetail>;
  readonly complete: (id: string, actor: ActorRef) => Promise<AssessmentDetail>;
  readonly issue: (id: string, actor: ActorRef) => Promise<z.input<typeof AssessmentDocument>>;
  readonly remove: (id: string, actor: ActorRef) => Promise<{ removed: boolean }>;
}

const { read: READ, write: WRITE } = cryptoAssessmentPermissions;
const MAX_TABLE = 4 * 1024 * 1024;
const detail = { response: AssessmentDetail, example: exampleAssessment };
const one = { permission: WRITE, params: AssessmentParams, ...detail } as const;

const reading = (uses: AssessmentUses): Route[] => [
  route({
    method: 'GET',
    path: '/cryptography/assessments',
    operationId: 'listCryptoAssessments',
    summary: { zh: '密评项目', en: 'Assessments of the use of cryptography' },
    permission: READ,
    audit: 'none',
    response: AssessmentList,
    example: { items: [exampleSummary], total: 1 },
    handle: async () => {
      const items = await uses.list();
      return { items, total: items.length };
    },
  }),
  route({
    method: 'GET',
    path: '/cryptography/assessments/:id',
    operationId: 'getCryptoAssessment',
    summary: { zh: '密评项目的判定与得分', en: 'An assessment with its judgements and score' },
    permission: READ,
    audit: 'none',
    params: AssessmentParams,
    ...detail,
    handle: ({ params }) => uses.read(params.id),
  }),
  downloadRoute({
    method: 'GET',
    path: '/cryptography/assessments/:id/report',
    operationId: 'downloadCryptoAssessment',
    summary: { zh: '导出密评结果', en: 'Export an assessment' },
    permission: READ,
    audit: 'crypto-assessment.exported',
    params: AssessmentParams,
    query: ReportQuery,
    handle: async ({ params, query: { format } }) => {
      const found = await uses.read(params.id);
      return {
        contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
        fileName: `miping-${params.id}.${format}`,
        body: Readable.from([format === 'csv' ? reportCsv(found) : JSON.stringify(found, undefined, 2)]),
      };
    },
  }),
];

const working = (uses: AssessmentUses): Route[] => [
  route({
    method: 'POST',
    path: '/cryptography/assessments',
    operationId: 'createCryptoAssessment',
    summary: { zh: '新建密评项目', en: 'Begin an assessment' },
    permission: WRITE,
    audit: 'crypto-assessment.created',
    body: AssessmentHead,
    ...detail,
    handle: ({ body, actor }) => uses.create(body, actor),
  }),
  route({
    ...one,
    method: 'PUT',
    path: '/cryptography/assessments/:id',
    operationId: 'changeCryptoAssessment',
    summary: { zh: '修改密评项目信息', en: 'Change the head of an assessment' },
    audit: 'crypto-assessment.changed',
    body: AssessmentHead,
    handle: ({ params, body, actor }) => uses.changeHead(params.id, body, actor),
  }),
  route({
    ...one,
    method: 'PUT',
    path: '/cryptography/assessments/:id/items',
    operationId: 'judgeCryptoAssessment',
    summary: { zh: '保存测评判定', en: 'Keep the judgements of an assessment' },
    audit: 'crypto-assessment.judged',
    body: ItemsChange,
    handle: ({ params, body, actor }) => uses.judge(params.id, body.items, actor),
  }),
];

const deciding = (uses: AssessmentUses): Route[] => [
  uploadRoute({
    permission: WRITE,
    method: 'POST',
    path: '/cryptography/assessments/:id/import',
    operationId: 'importCryptoAssessment',
    summary: { zh: '导入填写好的判定表', en: 'Take the judgements of a table' },
    audit: 'crypto-assessment.judged',
    params: AssessmentParams,
    maxBytes: MAX_TABLE,
    response: ItemsImported,
    example: { imported: 41, refused: [] },
    handle: async ({ params, body, actor }) => uses.importItems(params.id, await buffer(body), actor),
  }),
  route({
    ...one,
    method: 'POST',
    path: '/cryptography/assessments/:id/suggest',
    operationId: 'suggestCryptoAssessment',
    summary: { zh: '按探测结果预填', en: 'Add what the probes of endpoints show' },
    audit: 'crypto-assessment.suggested',
    handle: ({ params, actor }) => uses.suggest(params.id, actor),
  }),
  route({
    ...one,
    method: 'POST',
    path: '/cryptography/assessments/:id/complete',
    operationId: 'completeCryptoAssessment',
    summary: { zh: '完成密评', en: 'Complete an assessment' },
    audit: 'crypto-assessment.completed',
    handle: ({ params, actor }) => uses.complete(params.id, actor),
  }),
  route({
    method: 'POST',
    path: '/cryptography/assessments/:id/document',
    operationId: 'issueCryptoAssessment',
    summary: { zh: '生成密评结果报送表', en: 'Issue the result as a document' },
    permission: WRITE,
    audit: 'crypto-assessment.issued',
    params: AssessmentParams,
    response: AssessmentDocument,
    example: { id: exampleAssessment.assessment.id, version: 1, sm3: 'a'.repeat(64) },
    handle: ({ params, actor }) => uses.issue(params.id, actor),
  }),
  route({
    method: 'DELETE',
    path: '/cryptography/assessments/:id',
    operationId: 'removeCryptoAssessment',
    summary: { zh: '删除草稿', en: 'Remove a draft' },
    permission: WRITE,
    audit: 'crypto-assessment.removed',
    params: AssessmentParams,
    response: AssessmentRemoved,
    example: { removed: true },
    handle: ({ params, actor }) => uses.remove(params.id, actor),
  }),
];

/** Routes of assessments 密评. */
export const cryptoAssessmentRoutes = (uses: AssessmentUses): Route[] => [
  ...reading(uses),
  ...working(uses),
  ...deciding(uses),
];
