import { buffer } from 'node:stream/consumers';
import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import * as C from './contract.ts';
import { coverageExample, registerExample, runExample, runsExample, uploadedExample } from './examples.ts';

type Out<T extends z.ZodType> = z.output<T>;

/** What the routes stand on. */
export interface RiskUses {
  readonly register: () => Promise<C.Register>;
  readonly treat: (input: C.TreatmentInput, actor: ActorRef) => Promise<void>;
  readonly decide: (id: string, input: Out<typeof C.Decision>, actor: ActorRef) => Promise<void>;
  readonly runs: () => Promise<{ readonly items: C.RunLine[] }>;
  readonly run: (id: string) => Promise<C.Run>;
  readonly startRun: (input: Out<typeof C.RunInput>, actor: ActorRef) => Promise<string>;
  readonly judge: (id: string, item: string, input: Out<typeof C.ItemInput>, actor: ActorRef) => Promise<void>;
  readonly importResults: (id: string, bytes: Uint8Array, actor: ActorRef) => Promise<C.ImportReport>;
  readonly keepReport: (id: string, input: Out<typeof C.ReportInput>, actor: ActorRef) => Promise<void>;
  readonly endRun: (id: string, input: Out<typeof C.EndInput>, actor: ActorRef) => Promise<void>;
  readonly upload: (body: AsyncIterable<Uint8Array>) => Promise<Out<typeof C.Uploaded>>;
  readonly coverage: () => Promise<C.CoverageList>;
}

const { read: READ, write: WRITE, accept: ACCEPT } = C.riskPermissions;

const register = (uses: RiskUses): Route[] => [
  route({
    method: 'GET',
    path: '/risks',
    operationId: 'getRiskRegister',
    summary: { zh: '风险清单', en: 'The register of risks' },
    permission: READ,
    audit: 'none',
    response: C.Register,
    example: registerExample,
    handle: () => uses.register(),
  }),
  route({
    method: 'POST',
    path: '/risks/treatments',
    operationId: 'treatRisk',
    summary: { zh: '处置风险', en: 'Treat a risk' },
    permission: WRITE,
    audit: 'risks.treated',
    body: C.TreatmentInput,
    response: C.Register,
    example: registerExample,
    handle: async ({ body, actor }) => {
      await uses.treat(body, actor);
      return uses.register();
    },
  }),
  route({
    method: 'POST',
    path: '/risks/treatments/:id/decision',
    operationId: 'decideTreatment',
    summary: { zh: '决定是否接受风险', en: 'Decide whether a risk is accepted' },
    permission: ACCEPT,
    audit: 'risks.decided',
    params: C.IdParams,
    body: C.Decision,
    response: C.Register,
    example: registerExample,
    handle: async ({ params, body, actor }) => {
      await uses.decide(params.id, body, actor);
      return uses.register();
    },
  }),
];

const runs = (uses: RiskUses): Route[] => [
  route({
    method: 'GET',
    path: '/risks/runs',
    operationId: 'listRiskRuns',
    summary: { zh: '评测与评估', en: 'Tests and assessments' },
    permission: READ,
    audit: 'none',
    response: C.RunList,
    example: runsExample,
    handle: () => uses.runs(),
  }),
  route({
    method: 'POST',
    path: '/risks/runs',
    operationId: 'startRiskRun',
    summary: { zh: '开始评测或评估', en: 'Start a test or an assessment' },
    permission: WRITE,
    audit: 'risks.run-started',
    body: C.RunInput,
    response: C.Run,
    example: runExample,
    handle: async ({ body, actor }) => uses.run(await uses.startRun(body, actor)),
  }),
  route({
    method: 'GET',
    path: '/risks/runs/:id',
    operationId: 'getRiskRun',
    summary: { zh: '一次评测或评估', en: 'A test or an assessment' },
    permission: READ,
    audit: 'none',
    params: C.IdParams,
    response: C.Run,
    example: runExample,
    handle: ({ params }) => uses.run(params.id),
  }),
];

const judging = (uses: RiskUses): Route[] => [
  route({
    method: 'PUT',
    path: '/risks/runs/:id/items/:item',
    operationId: 'judgeRiskItem',
    summary: { zh: '判定条目', en: 'Judge an item' },
    permission: WRITE,
    audit: 'risks.item-judged',
    params: C.ItemParams,
    body: C.ItemInput,
    response: C.Run,
    example: runExample,
    handle: async ({ params, body, actor }) => {
      await uses.judge(params.id, params.item, body, actor);
      return uses.run(params.id);
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/risks/runs/:id/import',
    operationId: 'importRiskResults',
    summary: { zh: '导入测评结果表', en: 'Import a table of results' },
    permission: WRITE,
    audit: 'risks.results-imported',
    params: C.IdParams,
    maxBytes: 8 * 1024 * 1024,
    response: C.ImportReport,
    example: { rows: 28, taken: 28, refused: [] },
    handle: async ({ params, body, actor }) => uses.importResults(params.id, await buffer(body), actor),
  }),
  route({
    method: 'POST',
    path: '/risks/runs/:id/end',
    operationId: 'endRiskRun',
    summary: { zh: '结束评测或评估', en: 'End a test or an assessment' },
    permission: WRITE,
    audit: 'risks.run-ended',
    params: C.IdParams,
    body: C.EndInput,
    response: C.Run,
    example: runExample,
    handle: async ({ params, body, actor }) => {
      await uses.endRun(params.id, body, actor);
      return uses.run(params.id);
    },
  }),
];

const files = (uses: RiskUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/risks/files',
    operationId: 'uploadRiskFile',
    summary: { zh: '上传测评报告', en: 'Upload the report of a laboratory' },
    permission: WRITE,
    audit: 'risks.file-uploaded',
    maxBytes: 64 * 1024 * 1024,
    response: C.Uploaded,
    example: uploadedExample,
    handle: ({ body }) => uses.upload(body),
  }),
  route({
    method: 'PUT',
    path: '/risks/runs/:id/report',
    operationId: 'keepRiskReport',
    summary: { zh: '登记测评报告', en: 'Keep the report of a laboratory' },
    permission: WRITE,
    audit: 'risks.report-kept',
    params: C.IdParams,
    body: C.ReportInput,
    response: C.Run,
    example: runExample,
    handle: async ({ params, body, actor }) => {
      await uses.keepReport(params.id, body, actor);
      return uses.run(params.id);
    },
  }),
  route({
    method: 'GET',
    path: '/risks/coverage',
    operationId: 'getBaselineCoverage',
    summary: { zh: '分级控制基线覆盖', en: 'Coverage of the baseline' },
    permission: READ,
    audit: 'none',
    response: C.CoverageList,
    example: coverageExample,
    handle: () => uses.coverage(),
  }),
];

/** Routes of risks. */
export const riskRoutes = (uses: RiskUses): Route[] => [
  ...register(uses),
  ...runs(uses),
  ...judging(uses),
  ...files(uses),
];
