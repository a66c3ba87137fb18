import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import {
  Coverage,
  CoverageQuery,
  detectionPermissions,
  EngineStatus,
  ExplainRequest,
  Explanation,
  ImportQuery,
  ImportReport,
  NewRule,
  NewRuleException,
  RuleBulk,
  RuleChange,
  RuleDetail,
  RuleFilter,
  RulePage,
  RulesetList,
  RuleTest,
  RuleTestResult,
} from './contract.ts';
import {
  exampleCoverage,
  exampleDetail,
  exampleEngine,
  exampleExplanation,
  exampleRule,
  exampleRuleset,
} from './examples.ts';
import type { ruleUseCases } from './use-cases/change-rules.ts';

type Answer<S extends z.ZodType> = Promise<z.input<S>>;

/** What the routes stand on. */
export interface DetectionUses {
  readonly rules: ReturnType<typeof ruleUseCases>;
  readonly page: (filter: z.output<typeof RuleFilter>) => Answer<typeof RulePage>;
  readonly detail: (id: string) => Answer<typeof RuleDetail>;
  readonly rulesets: () => Answer<typeof RulesetList>;
  readonly importArchive: (
    asked: z.output<typeof ImportQuery>,
    body: Readable,
    actor: ActorRef,
  ) => Answer<typeof ImportReport>;
  readonly test: (test: z.output<typeof RuleTest>) => Answer<typeof RuleTestResult>;
  readonly explain: (asked: z.output<typeof ExplainRequest>) => Answer<typeof Explanation>;
  readonly coverage: (framework: z.output<typeof CoverageQuery>['framework']) => Answer<typeof Coverage>;
  readonly engine: () => Answer<typeof EngineStatus>;
}

const RuleParams = z.object({ id: z.string().min(1).max(100) });
const ExceptionParams = RuleParams.extend({ exception: z.uuid() });
const read = { permission: detectionPermissions.read, audit: 'none' } as const;

const ruleReads = (uses: DetectionUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/detection/rules',
    operationId: 'listRules',
    summary: { zh: '检测规则列表', en: 'Detection rules' },
    query: RuleFilter,
    response: RulePage,
    example: { items: [exampleRule], next: null, total: 1 },
    handle: ({ query }) => uses.page(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/detection/rules/:id',
    operationId: 'getRule',
    summary: { zh: '查看检测规则', en: 'One rule' },
    params: RuleParams,
    response: RuleDetail,
    example: exampleDetail,
    handle: ({ params }) => uses.detail(params.id),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/detection/rulesets',
    operationId: 'listRulesets',
    summary: { zh: '规则集', en: 'Rule sets' },
    response: RulesetList,
    example: { items: [exampleRuleset] },
    handle: () => uses.rulesets(),
  }),
];

const engineReads = (uses: DetectionUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/detection/coverage',
    operationId: 'getCoverage',
    summary: { zh: '检测覆盖', en: 'Coverage of a list of threats' },
    query: CoverageQuery,
    response: Coverage,
    example: exampleCoverage,
    handle: ({ query }) => uses.coverage(query.framework),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/detection/engine',
    operationId: 'getEngine',
    summary: { zh: '检测引擎状态', en: 'State of the engine' },
    response: EngineStatus,
    example: exampleEngine,
    handle: () => uses.engine(),
  }),
  route({
    ...read,
    method: 'POST',
    path: '/detection/explain',
    operationId: 'explainEvent',
    summary: { zh: '解释命中原因', en: 'Why a rule matched a stored event' },
    body: ExplainRequest,
    response: Explanation,
    example: exampleExplanation,
    handle: ({ body }) => uses.explain(body),
  }),
];

const tests = (uses: DetectionUses): Route[] => [
  route({
    method: 'POST',
    path: '/detection/test',
    operationId: 'testRule',
    summary: { zh: '试跑规则', en: 'Try a rule on events' },
    permission: detectionPermissions.test,
    audit: 'none',
    body: RuleTest,
    response: RuleTestResult,
    example: { loads: true, lint: [], tested: 0, matched: 0, samples: [] },
    handle: ({ body }) => uses.test(body),
  }),
];

const write = { permission: detectionPermissions.write } as const;

const writes = (uses: DetectionUses): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: '/detection/rules',
    operationId: 'createRule',
    summary: { zh: '新建规则', en: 'Create a rule' },
    audit: 'detection.rule-created',
    body: NewRule,
    response: RuleDetail,
    example: exampleDetail,
    handle: async ({ body, actor }) => uses.detail(await uses.rules.create(body, actor)),
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/detection/rules/:id',
    operationId: 'changeRule',
    summary: { zh: '修改规则', en: 'Change a rule' },
    audit: 'detection.rule-changed',
    params: RuleParams,
    body: RuleChange,
    response: RuleDetail,
    example: exampleDetail,
    handle: async ({ params, body, actor }) => {
      await uses.rules.change(params.id, body, actor);
      return uses.detail(params.id);
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/detection/rules/bulk',
    operationId: 'switchRules',
    summary: { zh: '批量启停规则', en: 'Switch many rules' },
    audit: 'detection.rules-switched',
    body: RuleBulk,
    response: z.object({ changed: z.number().int() }),
    example: { changed: 2 },
    handle: async ({ body, actor }) => ({ changed: await uses.rules.bulk(body.ids, body.enabled, actor) }),
  }),
];

const exceptions = (uses: DetectionUses): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: '/detection/rules/:id/exceptions',
    operationId: 'addException',
    summary: { zh: '添加例外', en: 'Add an exception' },
    audit: 'detection.exception-added',
    params: RuleParams,
    body: NewRuleException,
    response: RuleDetail,
    example: exampleDetail,
    handle: async ({ params, body, actor }) => {
      await uses.rules.addException(params.id, body, actor);
      return uses.detail(params.id);
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/detection/rules/:id/exceptions/:exception',
    operationId: 'removeException',
    summary: { zh: '删除例外', en: 'Remove an exception' },
    audit: 'detection.exception-removed',
    params: ExceptionParams,
    response: RuleDetail,
    example: exampleDetail,
    handle: async ({ params, actor }) => {
      await uses.rules.removeException(params.id, params.exception, actor);
      return uses.detail(params.id);
    },
  }),
];

const imports = (uses: DetectionUses): Route[] => [
  uploadRoute({
    ...write,
    method: 'POST',
    path: '/detection/rulesets/import',
    operationId: 'importRules',
    summary: { zh: '导入规则目录（zip）', en: 'Import a tree of rules (zip)' },
    audit: 'detection.rules-imported',
    query: ImportQuery,
    maxBytes: 64 * 1024 * 1024,
    response: ImportReport,
    example: { ruleset: 'sigmahq', loaded: 3141, unchanged: 0, removed: 0, failures: [] },
    handle: ({ query, body, actor }) => uses.importArchive(query, body, actor),
  }),
];

/** Routes of detection. */
export const detectionRoutes = (uses: DetectionUses): Route[] => [
  ...ruleReads(uses),
  ...engineReads(uses),
  ...tests(uses),
  ...writes(uses),
  ...exceptions(uses),
  ...imports(uses),
];
