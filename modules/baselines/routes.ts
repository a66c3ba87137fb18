import { route, type Route } from '@chedun/http';
import { z } from 'zod';
import {
  BandQuery,
  BaselineBand,
  BaselineChange,
  BaselineDetail,
  BaselineEngine,
  BaselineList,
  BaselineParams,
  baselinePermissions,
  BaselineTest,
  BaselineTestResult,
  EntityPage,
  EntityQuery,
  NewBaseline,
  VerdictPage,
  VerdictQuery,
} from './contract.ts';
import {
  exampleBand,
  exampleBaseline,
  exampleDetail,
  exampleEngine,
  exampleEntity,
  exampleTest,
  exampleVerdict,
} from './examples.ts';
import type { baselineReadModel } from './read-model.ts';
import type { ruleUseCases } from './use-cases/change-rules.ts';

/** What the routes stand on. */
interface BaselineUses {
  readonly reads: ReturnType<typeof baselineReadModel>;
  readonly writes: ReturnType<typeof ruleUseCases>;
  readonly test: (test: z.output<typeof BaselineTest>) => Promise<z.input<typeof BaselineTestResult>>;
  readonly engine: () => Promise<z.input<typeof BaselineEngine>>;
}

const read = { permission: baselinePermissions.read, audit: 'none' } as const;
const write = { permission: baselinePermissions.write } as const;

const lists = ({ reads, engine }: BaselineUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/baselines',
    operationId: 'listBaselines',
    summary: { zh: '行为基线规则列表', en: 'Behaviour rules and how they stand' },
    response: BaselineList,
    example: { items: [exampleBaseline] },
    handle: async () => ({ items: await reads.list() }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/baselines/engine',
    operationId: 'getBaselineEngine',
    summary: { zh: '行为基线引擎状态', en: 'State of the engine of behaviour rules' },
    response: BaselineEngine,
    example: exampleEngine,
    handle: () => engine(),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/baselines/:id',
    operationId: 'getBaseline',
    summary: { zh: '查看行为基线规则', en: 'One behaviour rule' },
    params: BaselineParams,
    response: BaselineDetail,
    example: exampleDetail,
    handle: ({ params }) => reads.detail(params.id),
  }),
];

const learnt = ({ reads }: BaselineUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/baselines/:id/entities',
    operationId: 'listBaselineEntities',
    summary: { zh: '行为基线已学习的对象', en: 'Entities that a behaviour rule knows' },
    params: BaselineParams,
    query: EntityQuery,
    response: EntityPage,
    example: { items: [exampleEntity], total: 1 },
    handle: async ({ params, query }) => reads.entities(params.id, query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/baselines/:id/band',
    operationId: 'getBaselineBand',
    summary: { zh: '一个对象的周期基线', en: 'The seasonal baseline of one entity' },
    params: BaselineParams,
    query: BandQuery,
    response: BaselineBand,
    example: exampleBand,
    handle: async ({ params, query }) => reads.band(params.id, query.entity),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/baselines/:id/verdicts',
    operationId: 'listBaselineVerdicts',
    summary: { zh: '行为基线偏离记录', en: 'What deviated from a baseline, newest first' },
    params: BaselineParams,
    query: VerdictQuery,
    response: VerdictPage,
    example: { items: [exampleVerdict], next: null, total: 1 },
    handle: ({ params, query }) => reads.verdicts(params.id, query),
  }),
];

const tests = ({ test }: BaselineUses): Route[] => [
  route({
    method: 'POST',
    path: '/baselines/test',
    operationId: 'testBaseline',
    summary: { zh: '试跑行为基线规则', en: 'Check a behaviour rule and try it on events' },
    permission: baselinePermissions.test,
    audit: 'none',
    body: BaselineTest,
    response: BaselineTestResult,
    example: exampleTest,
    handle: ({ body }) => test(body),
  }),
];

const changes = ({ reads, writes }: BaselineUses): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: '/baselines',
    operationId: 'createBaseline',
    summary: { zh: '新建行为基线规则', en: 'Create a behaviour rule' },
    audit: 'baselines.created',
    body: NewBaseline,
    response: BaselineDetail,
    example: exampleDetail,
    handle: async ({ body, actor }) => reads.detail(await writes.create(body, actor)),
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/baselines/:id',
    operationId: 'changeBaseline',
    summary: { zh: '修改行为基线规则', en: 'Change a behaviour rule' },
    audit: 'baselines.changed',
    params: BaselineParams,
    body: BaselineChange,
    response: BaselineDetail,
    example: exampleDetail,
    handle: async ({ params, body, actor }) => {
      await writes.change(params.id, body, actor);
      return reads.detail(params.id);
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/baselines/:id',
    operationId: 'removeBaseline',
    summary: { zh: '删除行为基线规则', en: 'Delete a behaviour rule' },
    audit: 'baselines.removed',
    params: BaselineParams,
    response: z.object({ removed: z.string() }),
    example: { removed: exampleBaseline.id },
    handle: async ({ params, actor }) => {
      await writes.remove(params.id, actor);
      return { removed: params.id };
    },
  }),
];

/** Routes of behaviour rules. */
export const baselineRoutes = (uses: BaselineUses): Route[] => [
  ...lists(uses),
  ...learnt(uses),
  ...tests(uses),
  ...changes(uses),
];
