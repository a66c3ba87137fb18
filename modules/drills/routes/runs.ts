import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  AnswerOrder,
  drillPermissions,
  InjectParams,
  LogOrder,
  PrepareOrder,
  ReportAnswer,
  Run,
  RunFilter,
  RunPage,
  RunParams,
  ScenarioList,
  StopRunOrder,
  VerdictOrder,
} from '../contract.ts';
import { exampleRun, exampleScenario, exampleSummary, ID } from '../examples.ts';

/** What the routes of runs stand on. */
export interface RunUses {
  readonly scenarios: () => Promise<z.input<typeof ScenarioList>>;
  readonly runs: (filter: z.output<typeof RunFilter>) => Promise<z.output<typeof RunPage>>;
  readonly run: (id: string) => Promise<Run>;
  readonly prepare: (order: z.output<typeof PrepareOrder>, actor: ActorRef) => Promise<string>;
  readonly start: (id: string, actor: ActorRef) => Promise<void>;
  readonly release: (id: string, inject: string, actor: ActorRef) => Promise<void>;
  readonly answer: (id: string, order: z.output<typeof AnswerOrder>, actor: ActorRef) => Promise<void>;
  readonly judge: (id: string, order: z.output<typeof VerdictOrder>, actor: ActorRef) => Promise<void>;
  readonly writeLog: (id: string, text: string, actor: ActorRef) => Promise<void>;
  readonly stop: (id: string, reason: string, actor: ActorRef) => Promise<void>;
  readonly report: (id: string, actor: ActorRef) => Promise<{ id: string; version: number; sm3: string }>;
}

const { read: READ, manage: MANAGE, takePart: TAKE_PART, review: REVIEW } = drillPermissions;
const run = { response: Run, example: exampleRun };

const lists = (uses: RunUses): Route[] => [
  route({
    method: 'GET',
    path: '/drills/scenarios',
    operationId: 'listDrillScenarios',
    summary: { zh: '演练场景', en: 'Scenarios of drills' },
    permission: READ,
    audit: 'none',
    response: ScenarioList,
    example: { items: [exampleScenario] },
    handle: () => uses.scenarios(),
  }),
  route({
    method: 'GET',
    path: '/drills/runs',
    operationId: 'listEmergencyDrills',
    summary: { zh: '演练记录', en: 'Drills' },
    permission: READ,
    audit: 'none',
    query: RunFilter,
    response: RunPage,
    example: { items: [exampleSummary], next: null, total: 1 },
    handle: ({ query }) => uses.runs(query),
  }),
  route({
    method: 'GET',
    path: '/drills/runs/:id',
    operationId: 'getEmergencyDrill',
    summary: { zh: '一次演练', en: 'A drill' },
    permission: READ,
    audit: 'none',
    params: RunParams,
    ...run,
    handle: ({ params }) => uses.run(params.id),
  }),
];

const conduct = (uses: RunUses): Route[] => [
  route({
    method: 'POST',
    path: '/drills/runs',
    operationId: 'prepareEmergencyDrill',
    summary: { zh: '准备演练', en: 'Prepare a drill' },
    permission: MANAGE,
    audit: 'drills.prepared',
    body: PrepareOrder,
    ...run,
    handle: async ({ body, actor }) => uses.run(await uses.prepare(body, actor)),
  }),
  route({
    method: 'POST',
    path: '/drills/runs/:id/start',
    operationId: 'startEmergencyDrill',
    summary: { zh: '开始演练', en: 'Start a drill' },
    permission: MANAGE,
    audit: 'drills.started',
    params: RunParams,
    ...run,
    handle: async ({ params, actor }) => {
      await uses.start(params.id, actor);
      return uses.run(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/drills/runs/:id/injects/:inject/release',
    operationId: 'releaseInject',
    summary: { zh: '提前注入', en: 'Release an inject now' },
    permission: MANAGE,
    audit: 'drills.released',
    params: InjectParams,
    ...run,
    handle: async ({ params, actor }) => {
      await uses.release(params.id, params.inject, actor);
      return uses.run(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/drills/runs/:id/stop',
    operationId: 'stopEmergencyDrill',
    summary: { zh: '提前结束演练', en: 'End a drill early' },
    permission: MANAGE,
    audit: 'drills.stopped',
    params: RunParams,
    body: StopRunOrder,
    ...run,
    handle: async ({ params, body, actor }) => {
      await uses.stop(params.id, body.reason, actor);
      return uses.run(params.id);
    },
  }),
];

const people = (uses: RunUses): Route[] => [
  route({
    method: 'POST',
    path: '/drills/runs/:id/answers',
    operationId: 'answerEmergencyDrill',
    summary: { zh: '作答检查点', en: 'Answer an expectation' },
    permission: TAKE_PART,
    audit: 'drills.answered',
    params: RunParams,
    body: AnswerOrder,
    ...run,
    handle: async ({ params, body, actor }) => {
      await uses.answer(params.id, body, actor);
      return uses.run(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/drills/runs/:id/verdicts',
    operationId: 'judgeEmergencyDrill',
    summary: { zh: '评判作答', en: 'Judge an answer' },
    permission: MANAGE,
    audit: 'drills.judged',
    params: RunParams,
    body: VerdictOrder,
    ...run,
    handle: async ({ params, body, actor }) => {
      await uses.judge(params.id, body, actor);
      return uses.run(params.id);
    },
  }),
];

const written = (uses: RunUses): Route[] => [
  route({
    method: 'POST',
    path: '/drills/runs/:id/log',
    operationId: 'logEmergencyDrill',
    summary: { zh: '写入演练记事', en: 'Write into the log of a drill' },
    permission: TAKE_PART,
    audit: 'drills.logged',
    params: RunParams,
    body: LogOrder,
    ...run,
    handle: async ({ params, body, actor }) => {
      await uses.writeLog(params.id, body.text, actor);
      return uses.run(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/drills/runs/:id/report',
    operationId: 'issueDrillReport',
    summary: { zh: '签发演练报告', en: 'Issue the report of a drill' },
    permission: REVIEW,
    audit: 'drills.report-issued',
    params: RunParams,
    response: ReportAnswer,
    example: { document: ID, version: 1, sm3: 'a7'.repeat(32) },
    handle: async ({ params, actor }) => {
      const { id, version, sm3 } = await uses.report(params.id, actor);
      return { document: id, version, sm3 };
    },
  }),
];

/** Routes of runs. */
export const runRoutes = (uses: RunUses): Route[] => [
  ...lists(uses),
  ...conduct(uses),
  ...people(uses),
  ...written(uses),
];
