import { downloadRoute, route, type Route } from '@chedun/http';
import { personIdOf } from '@chedun/kernel';
import {
  Acknowledge,
  Difference,
  DifferenceQuery,
  Overview,
  Policy,
  PolicyPage,
  PolicyParams,
  policyPermissions,
  PolicyQuery,
  Readers,
  Readings,
  Templates,
  Version,
  VersionParams,
} from '../contract.ts';
import {
  differenceExample,
  lineExample,
  overviewExample,
  policyExample,
  readingExample,
  templateExample,
  versionExample,
} from '../examples.ts';
import type { PolicyUses } from './uses.ts';

const { read: READ, acknowledge: ACKNOWLEDGE, write: WRITE } = policyPermissions;

const library = (uses: PolicyUses): Route[] => [
  route({
    method: 'GET',
    path: '/policies',
    operationId: 'listPolicies',
    summary: { zh: '制度列表', en: 'Policies and procedures' },
    permission: READ,
    audit: 'none',
    query: PolicyQuery,
    response: PolicyPage,
    example: { items: [lineExample], total: 1, next: null },
    handle: ({ query }) => uses.list(query),
  }),
  route({
    method: 'GET',
    path: '/policies/overview',
    operationId: 'readPolicyOverview',
    summary: { zh: '条款覆盖与需要处理的问题', en: 'Which clauses have a rule, and what is wrong' },
    permission: READ,
    audit: 'none',
    response: Overview,
    example: overviewExample,
    handle: () => uses.overview(),
  }),
  route({
    method: 'GET',
    path: '/policies/templates',
    operationId: 'listPolicyTemplates',
    summary: { zh: '制度模板', en: 'Outlines of policies' },
    permission: READ,
    audit: 'none',
    response: Templates,
    example: { items: [templateExample] },
    handle: async () => ({ items: [...(await uses.templates())] }),
  }),
  route({
    method: 'GET',
    path: '/policies/:id',
    operationId: 'getWrittenPolicy',
    summary: { zh: '一项制度及其版本', en: 'A policy and its versions' },
    permission: READ,
    audit: 'none',
    params: PolicyParams,
    response: Policy,
    example: policyExample,
    handle: ({ params }) => uses.policy(params.id),
  }),
];

const versions = (uses: PolicyUses): Route[] => [
  route({
    method: 'GET',
    path: '/policies/:id/versions/:number',
    operationId: 'getPolicyVersion',
    summary: { zh: '一个版本的正文与批准签名', en: 'A version with its text and the verdict on its signature' },
    permission: READ,
    audit: 'none',
    params: VersionParams,
    response: Version,
    example: versionExample,
    handle: ({ params }) => uses.version(params.id, params.number),
  }),
  route({
    method: 'GET',
    path: '/policies/:id/versions/:number/difference',
    operationId: 'comparePolicyVersions',
    summary: { zh: '与另一版本逐行对比', en: 'What changed against another version, line by line' },
    permission: READ,
    audit: 'none',
    params: VersionParams,
    query: DifferenceQuery,
    response: Difference,
    example: differenceExample,
    handle: ({ params, query }) => uses.compare(params.id, query.from, params.number),
  }),
  downloadRoute({
    method: 'GET',
    path: '/policies/:id/versions/:number/file',
    operationId: 'downloadPolicyFile',
    summary: { zh: '下载版本文件', en: 'Download the file of a version' },
    permission: READ,
    audit: 'none',
    params: VersionParams,
    handle: async ({ params }) => {
      const { name, body } = await uses.file(params.id, params.number);
      return { contentType: 'application/octet-stream', fileName: name, body };
    },
  }),
  route({
    method: 'GET',
    path: '/policies/:id/readers',
    operationId: 'listPolicyReaders',
    summary: { zh: '应阅读人员与确认情况', en: 'Who has to read a policy, and who did' },
    permission: WRITE,
    audit: 'none',
    params: PolicyParams,
    response: Readers,
    example: {
      version: 1,
      items: [{ person: { id: policyExample.id, name: '王芳' }, state: 'read', at: '2026-11-24T01:00:00.000Z' }],
    },
    handle: ({ params }) => uses.readers(params.id),
  }),
];

const mine = (uses: PolicyUses): Route[] => [
  route({
    method: 'GET',
    path: '/policies/mine',
    operationId: 'listMyReadings',
    summary: { zh: '我应阅读的制度', en: 'What the asker has to read' },
    permission: ACKNOWLEDGE,
    audit: 'none',
    response: Readings,
    example: { items: [readingExample] },
    handle: ({ actor }) => uses.mine(personIdOf(actor)),
  }),
  route({
    method: 'POST',
    path: '/policies/:id/acknowledge',
    operationId: 'acknowledgePolicy',
    summary: { zh: '确认已阅读现行版本', en: 'Acknowledge the version in force' },
    permission: ACKNOWLEDGE,
    audit: 'policies.acknowledged',
    params: PolicyParams,
    body: Acknowledge,
    response: Readings,
    example: { items: [{ ...readingExample, state: 'read', at: '2026-11-24T01:00:00.000Z' }] },
    handle: async ({ params, body, actor }) => {
      await uses.acknowledge(params.id, body.version, actor);
      return uses.mine(personIdOf(actor));
    },
  }),
];

/** Routes by which policies are read and acknowledged. */
export const readingRoutes = (uses: PolicyUses): Route[] => [...library(uses), ...mine(uses), ...versions(uses)];
