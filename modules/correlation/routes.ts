import { route, type Route } from '@chedun/http';
import { z } from 'zod';
import {
  CorrelationBulk,
  CorrelationChange,
  CorrelationDetail,
  CorrelationEngine,
  CorrelationFilter,
  CorrelationPage,
  correlationPermissions,
  CorrelationTest,
  CorrelationTestResult,
  FiringEvents,
  FiringPage,
  FiringQuery,
  NewCorrelation,
} from './contract.ts';
import { exampleCorrelation, exampleDetail, exampleEngine, exampleFiring, exampleTest } from './examples.ts';
import type { correlationReadModel } from './read-model.ts';
import type { correlationUseCases } from './use-cases/change-correlations.ts';

/** What the routes stand on. */
interface CorrelationUses {
  readonly reads: ReturnType<typeof correlationReadModel>;
  readonly writes: ReturnType<typeof correlationUseCases>;
  readonly test: (test: z.output<typeof CorrelationTest>) => Promise<z.input<typeof CorrelationTestResult>>;
  readonly engine: () => Promise<z.input<typeof CorrelationEngine>>;
}

const Params = z.object({ id: z.string().min(1).max(100) });
const FiringParams = Params.extend({ firing: z.string().regex(/^[0-9a-f]{1,64}$/) });
const read = { permission: correlationPermissions.read, audit: 'none' } as const;
const write = { permission: correlationPermissions.write } as const;

const lists = ({ reads, engine }: CorrelationUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/correlations',
    operationId: 'listCorrelations',
    summary: { zh: '关联规则列表', en: 'Correlations and filters' },
    query: CorrelationFilter,
    response: CorrelationPage,
    example: { items: [exampleCorrelation], next: null, total: 1 },
    handle: ({ query }) => reads.page(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/correlations/engine',
    operationId: 'getCorrelationEngine',
    summary: { zh: '关联引擎状态', en: 'State of the correlation engine' },
    response: CorrelationEngine,
    example: exampleEngine,
    handle: () => engine(),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/correlations/:id',
    operationId: 'getCorrelation',
    summary: { zh: '查看关联规则', en: 'One correlation' },
    params: Params,
    response: CorrelationDetail,
    example: exampleDetail,
    handle: ({ params }) => reads.detail(params.id),
  }),
];

const firings = ({ reads }: CorrelationUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/correlations/:id/firings',
    operationId: 'listFirings',
    summary: { zh: '关联触发记录', en: 'Firings of a correlation, newest first' },
    params: Params,
    query: FiringQuery,
    response: FiringPage,
    example: { items: [exampleFiring], next: null, total: 1 },
    handle: ({ params, query }) => reads.firings(params.id, query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/correlations/:id/firings/:firing/events',
    operationId: 'listFiringEvents',
    summary: { zh: '一次触发的事件', en: 'Stored events of one firing' },
    params: FiringParams,
    response: FiringEvents,
    example: { items: [] },
    handle: ({ params }) => reads.firingEvents(params.id, params.firing),
  }),
];

const tests = ({ test }: CorrelationUses): Route[] => [
  route({
    method: 'POST',
    path: '/correlations/test',
    operationId: 'testCorrelation',
    summary: { zh: '试跑关联规则', en: 'Try a correlation on events' },
    permission: correlationPermissions.test,
    audit: 'none',
    body: CorrelationTest,
    response: CorrelationTestResult,
    example: exampleTest,
    handle: ({ body }) => test(body),
  }),
];

const changes = ({ reads, writes }: CorrelationUses): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: '/correlations',
    operationId: 'createCorrelation',
    summary: { zh: '新建关联规则', en: 'Create a correlation' },
    audit: 'correlation.created',
    body: NewCorrelation,
    response: CorrelationDetail,
    example: exampleDetail,
    handle: async ({ body, actor }) => reads.detail(await writes.create(body, actor)),
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/correlations/:id',
    operationId: 'changeCorrelation',
    summary: { zh: '修改关联规则', en: 'Change a correlation' },
    audit: 'correlation.changed',
    params: Params,
    body: CorrelationChange,
    response: CorrelationDetail,
    example: exampleDetail,
    handle: async ({ params, body, actor }) => {
      await writes.change(params.id, body, actor);
      return reads.detail(params.id);
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/correlations/bulk',
    operationId: 'switchCorrelations',
    summary: { zh: '批量启停关联规则', en: 'Switch many correlations' },
    audit: 'correlation.switched',
    body: CorrelationBulk,
    response: z.object({ changed: z.number().int() }),
    example: { changed: 2 },
    handle: async ({ body, actor }) => ({ changed: await writes.bulk(body.ids, body.enabled, actor) }),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/correlations/:id',
    operationId: 'removeCorrelation',
    summary: { zh: '删除关联规则', en: 'Delete a correlation' },
    audit: 'correlation.removed',
    params: Params,
    response: z.object({ removed: z.string() }),
    example: { removed: exampleCorrelation.id },
    handle: async ({ params, actor }) => {
      await writes.remove(params.id, actor);
      return { removed: params.id };
    },
  }),
];

/** Routes of correlations. */
export const correlationRoutes = (uses: CorrelationUses): Route[] => [
  ...lists(uses),
  ...firings(uses),
  ...tests(uses),
  ...changes(uses),
];
