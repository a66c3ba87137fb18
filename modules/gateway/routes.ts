import type { Readable } from 'node:stream';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  BindingDecision,
  BindingPage,
  BindingQuery,
  BindingsDecided,
  BindingsImported,
  GatewayCounts,
  gatewayPermissions,
  PolicyList,
  type Policy,
} from './contract.ts';

/** What the routes stand on. */
export interface GatewayUses {
  readonly list: (query: z.output<typeof BindingQuery>) => Promise<z.input<typeof BindingPage>>;
  readonly importTable: (bytes: Uint8Array, actor: ActorRef) => Promise<BindingsImported>;
  readonly decide: (decision: z.output<typeof BindingDecision>, actor: ActorRef) => Promise<{ changed: number }>;
  readonly confirmAll: (actor: ActorRef) => Promise<{ changed: number }>;
  readonly table: () => Readable;
  readonly policies: () => readonly Policy[];
  readonly setPolicies: (policies: readonly Policy[], actor: ActorRef) => Promise<void>;
  readonly counts: () => GatewayCounts;
}

const MAX_FILE = 32 * 1024 * 1024;
const POLICIES = { items: [{ listener: 'gbt32960', mode: 'observe', unbound: 'learn' }] } as const;

const readAll = async (body: Readable): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const reading = (uses: GatewayUses): Route[] => [
  route({
    method: 'GET',
    path: '/gateway/bindings',
    operationId: 'listBindings',
    summary: { zh: '接入绑定', en: 'What vehicles and accounts are bound to' },
    permission: gatewayPermissions.read,
    audit: 'none',
    query: BindingQuery,
    response: BindingPage,
    example: {
      items: [
        {
          subject: 'LSVAA49J132047371',
          kind: 'platform',
          value: 'east-platform',
          status: 'confirmed',
          origin: 'import',
          changedAt: '2026-11-23T01:00:00.000Z',
        },
      ],
      next: null,
      total: 1,
      proposed: 0,
    },
    handle: ({ query }) => uses.list(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/gateway/bindings/export',
    operationId: 'exportBindings',
    summary: { zh: '导出接入绑定', en: 'Export bindings' },
    permission: gatewayPermissions.read,
    audit: 'gateway.bindings-exported',
    handle: async () => ({
      fileName: 'chedun-bindings.csv',
      contentType: 'text/csv; charset=utf-8',
      body: uses.table(),
    }),
  }),
];

const judging = (uses: GatewayUses): Route[] => [
  route({
    method: 'GET',
    path: '/gateway/policies',
    operationId: 'getGatewayPolicies',
    summary: { zh: '接入策略', en: 'What the listeners do' },
    permission: gatewayPermissions.read,
    audit: 'none',
    response: PolicyList,
    example: { items: [...POLICIES.items] },
    handle: async () => ({ items: [...uses.policies()] }),
  }),
  route({
    method: 'GET',
    path: '/gateway/counts',
    operationId: 'getGatewayCounts',
    summary: { zh: '接入统计', en: 'What the gateway judged' },
    permission: gatewayPermissions.read,
    audit: 'none',
    response: GatewayCounts,
    example: {
      judged: 1200,
      violations: 2,
      refused: 0,
      unbound: 31,
      skipped: 0,
      held: 0,
      closedForRate: 0,
      blocked: 0,
      flooding: 0,
      limits: { sourcePerSecond: 0, vehiclePerMinute: 600 },
    },
    handle: async () => uses.counts(),
  }),
];

const managing = (uses: GatewayUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/gateway/bindings/import',
    operationId: 'importBindings',
    summary: { zh: '导入接入绑定（CSV 或 XLSX）', en: 'Import bindings (CSV or XLSX)' },
    permission: gatewayPermissions.manage,
    audit: 'gateway.bindings-imported',
    rate: 'normal',
    maxBytes: MAX_FILE,
    response: BindingsImported,
    example: { imported: 200, unchanged: 0, refused: [{ row: 7, reason: 'bad_value', value: '12' }] },
    handle: async ({ body, actor }) => uses.importTable(await readAll(body), actor),
  }),
  route({
    method: 'POST',
    path: '/gateway/bindings/decide',
    operationId: 'decideBindings',
    summary: { zh: '确认或撤销绑定', en: 'Confirm or withdraw bindings' },
    permission: gatewayPermissions.manage,
    audit: 'gateway.bindings-decided',
    body: BindingDecision,
    response: BindingsDecided,
    example: { changed: 1 },
    handle: ({ body, actor }) => uses.decide(body, actor),
  }),
  route({
    method: 'POST',
    path: '/gateway/bindings/confirm-proposed',
    operationId: 'confirmProposedBindings',
    summary: { zh: '确认全部学习到的绑定', en: 'Confirm everything that was learned' },
    permission: gatewayPermissions.manage,
    audit: 'gateway.bindings-decided',
    response: BindingsDecided,
    example: { changed: 200 },
    handle: ({ actor }) => uses.confirmAll(actor),
  }),
  route({
    method: 'PUT',
    path: '/gateway/policies',
    operationId: 'setGatewayPolicies',
    summary: { zh: '设置接入策略', en: 'Set what the listeners do' },
    permission: gatewayPermissions.manage,
    audit: 'gateway.policy-set',
    body: PolicyList,
    response: PolicyList,
    example: { items: [...POLICIES.items] },
    handle: async ({ body, actor }) => {
      await uses.setPolicies(body.items, actor);
      return { items: [...uses.policies()] };
    },
  }),
];

/** Routes of bindings and policies. */
export const gatewayRoutes = (uses: GatewayUses): Route[] => [...reading(uses), ...judging(uses), ...managing(uses)];
