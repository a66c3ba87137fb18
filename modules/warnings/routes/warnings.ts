import type { AssetRef } from '@chedun/governance/contract';
import { route, type Route } from '@chedun/http';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import {
  NewWarning,
  PolicyChange,
  PolicyInForce,
  RiskDetail,
  RiskList,
  RiskParams,
  RiskQuery,
  Warning,
  WarningBoard,
  WarningDecision,
  WarningFilter,
  WarningPage,
  WarningParams,
  warningPermissions,
  WarningPolicy,
} from '../contract.ts';
import type { Documents } from '../documents.ts';
import { exampleBoard, exampleRisk, exampleSummary, exampleWarning } from '../examples.ts';
import type { warningReadModel } from '../read-model.ts';
import type { decide, issueWarning } from '../use-cases/decide.ts';

export interface WarningOnlyUses {
  readonly warnings: ReturnType<typeof warningReadModel>;
  readonly documents: Documents;
  readonly risk: {
    readonly list: (query: z.output<typeof RiskQuery>) => Promise<z.input<typeof RiskList>>;
    readonly explain: (asset: AssetRef) => Promise<RiskDetail>;
  };
  readonly evaluate: () => Promise<void>;
  readonly decide: ReturnType<typeof decide>;
  readonly issue: ReturnType<typeof issueWarning>;
}

const read = { permission: warningPermissions.read, audit: 'none' } as const;
const issue = { permission: warningPermissions.issue } as const;

const examplePolicy = (): z.input<typeof PolicyInForce> => ({
  version: 0,
  policy: WarningPolicy.parse(
    JSON.parse(readFileSync(new URL('../../../content/warnings/policy.json', import.meta.url), 'utf8')),
  ),
  versions: [],
});

const policyRoutes = ({ documents }: WarningOnlyUses): Route[] => {
  const inForce = async (): Promise<z.input<typeof PolicyInForce>> => {
    const { version, body } = await documents.policy();
    return { version, policy: body, versions: await documents.versions('policy') };
  };
  return [
    route({
      ...read,
      method: 'GET',
      path: '/warnings/policy',
      operationId: 'getWarningPolicy',
      summary: { zh: '预警策略', en: 'The policy in force' },
      response: PolicyInForce,
      example: examplePolicy(),
      handle: inForce,
    }),
    route({
      permission: warningPermissions.policy,
      method: 'PUT',
      path: '/warnings/policy',
      operationId: 'changeWarningPolicy',
      summary: { zh: '修改预警策略', en: 'Change the policy; becomes the next version' },
      audit: 'warnings.policy-changed',
      body: PolicyChange,
      response: PolicyInForce,
      example: examplePolicy(),
      handle: async ({ body, actor }) => {
        await documents.savePolicy(body.policy, body.note, actor);
        return inForce();
      },
    }),
  ];
};

const riskRoutes = ({ risk }: WarningOnlyUses): Route[] => {
  const { contributions: _why, halfLifeHours: _half, ruleCap: _cap, ...score } = exampleRisk;
  return [
    route({
      ...read,
      method: 'GET',
      path: '/warnings/risk',
      operationId: 'listRisk',
      summary: { zh: '风险最高的资产', en: 'Assets by risk' },
      query: RiskQuery,
      response: RiskList,
      example: { items: [score], total: 1 },
      handle: ({ query }) => risk.list(query),
    }),
    route({
      ...read,
      method: 'GET',
      path: '/warnings/risk/:kind/:id',
      operationId: 'explainRisk',
      summary: { zh: '风险分的构成', en: 'Why a score is what it is' },
      params: RiskParams,
      response: RiskDetail,
      example: exampleRisk,
      handle: ({ params }) => risk.explain(params),
    }),
  ];
};

const issuing = ({ warnings, decide: take, issue: write, evaluate }: WarningOnlyUses): Route[] => [
  route({
    ...issue,
    method: 'POST',
    path: '/warnings/evaluate',
    operationId: 'evaluateWarnings',
    summary: { zh: '立即评估', en: 'Evaluate now instead of within a minute' },
    audit: 'none',
    response: WarningBoard,
    example: exampleBoard,
    handle: async () => {
      await evaluate();
      return warnings.board();
    },
  }),
  route({
    ...issue,
    method: 'POST',
    path: '/warnings',
    operationId: 'issueWarning',
    summary: { zh: '人工发布预警', en: 'Issue a warning by hand' },
    audit: 'warnings.issued',
    body: NewWarning,
    response: Warning,
    example: exampleWarning,
    handle: async ({ body, actor }) => warnings.must(await write(body, actor)),
  }),
  route({
    ...issue,
    method: 'POST',
    path: '/warnings/:id/decision',
    operationId: 'decideWarning',
    summary: { zh: '确认、调整、解除或签收预警', en: 'Confirm, refuse, change, lift, acknowledge or edit' },
    audit: 'warnings.decided',
    params: WarningParams,
    body: WarningDecision,
    response: Warning,
    example: exampleWarning,
    handle: async ({ params, body, actor }) => {
      await take(params.id, body, actor);
      return warnings.must(params.id);
    },
  }),
];

/** Routes of warnings, their policy and risk scores. */
export const warningOnlyRoutes = (uses: WarningOnlyUses): Route[] => [
  ...policyRoutes(uses),
  ...riskRoutes(uses),
  route({
    ...read,
    method: 'GET',
    path: '/warnings/board',
    operationId: 'warningBoard',
    summary: { zh: '预警总览', en: 'Warnings in force by level' },
    response: WarningBoard,
    example: exampleBoard,
    handle: () => uses.warnings.board(),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/warnings',
    operationId: 'listWarnings',
    summary: { zh: '预警列表', en: 'Warnings' },
    query: WarningFilter,
    response: WarningPage,
    example: { items: [exampleSummary], next: null, total: 1 },
    handle: ({ query }) => uses.warnings.page(query),
  }),
  ...issuing(uses),
  route({
    ...read,
    method: 'GET',
    path: '/warnings/:id',
    operationId: 'getWarning',
    summary: { zh: '查看预警', en: 'One warning with its history' },
    params: WarningParams,
    response: Warning,
    example: exampleWarning,
    handle: ({ params }) => uses.warnings.must(params.id),
  }),
];
