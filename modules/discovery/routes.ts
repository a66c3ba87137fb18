import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { buffer } from 'node:stream/consumers';
import type { z } from 'zod';
import {
  ChangePage,
  ChangeQuery,
  discoveryPermissions,
  DiscoverySettings,
  DiscoverySummary,
  Done,
  IgnoreRequest,
  ImportQuery,
  ImportReport,
  OrphanPage,
  OrphanQuery,
  Registered,
  RegisterRequest,
  RunReport,
  ThingDetail,
  ThingPage,
  ThingParams,
  ThingQuery,
} from './contract.ts';
import {
  changeExample,
  detailExample,
  importExample,
  orphanExample,
  summaryExample,
  thingExample,
} from './examples.ts';
import type { DiscoveryReads } from './read-model.ts';

/** What the routes of discovery stand on. */
export interface DiscoveryUses {
  readonly reads: DiscoveryReads;
  readonly run: () => Promise<z.input<typeof RunReport>>;
  readonly importFile: (bytes: Uint8Array, query: ImportQuery, actor: ActorRef) => Promise<ImportReport>;
  readonly register: (request: RegisterRequest, actor: ActorRef) => Promise<number>;
  readonly ignore: (id: string, request: IgnoreRequest, actor: ActorRef) => Promise<void>;
  readonly watch: (id: string, actor: ActorRef) => Promise<void>;
  readonly saveSettings: (settings: DiscoverySettings, actor: ActorRef) => Promise<void>;
}

const { read: READ, write: WRITE } = discoveryPermissions;
const MAX_FILE = 128 * 1024 * 1024;
const done = { response: Done, example: { done: true } as const };

const reading = ({ reads }: DiscoveryUses): Route[] => [
  route({
    method: 'GET',
    path: '/discovery',
    operationId: 'getDiscovery',
    summary: { zh: '资产发现概况与各来源覆盖率', en: 'What was discovered, and what each source covers' },
    permission: READ,
    audit: 'none',
    response: DiscoverySummary,
    example: summaryExample,
    handle: () => reads.summary(),
  }),
  route({
    method: 'GET',
    path: '/discovery/things',
    operationId: 'listDiscoveredThings',
    summary: { zh: '发现的设备', en: 'Things that were discovered' },
    permission: READ,
    audit: 'none',
    query: ThingQuery,
    response: ThingPage,
    example: { items: [thingExample], next: null, total: 1 },
    handle: ({ query }) => reads.things(query),
  }),
  route({
    method: 'GET',
    path: '/discovery/things/:id',
    operationId: 'getDiscoveredThing',
    summary: { zh: '设备的来源、服务与变化', en: 'Sources, services and changes of a thing' },
    permission: READ,
    audit: 'none',
    params: ThingParams,
    response: ThingDetail,
    example: detailExample,
    handle: ({ params }) => reads.detail(params.id),
  }),
];

const readingMore = ({ reads }: DiscoveryUses): Route[] => [
  route({
    method: 'GET',
    path: '/discovery/changes',
    operationId: 'listDiscoveryChanges',
    summary: { zh: '变化记录', en: 'What became different' },
    permission: READ,
    audit: 'none',
    query: ChangeQuery,
    response: ChangePage,
    example: { items: [changeExample], next: null },
    handle: ({ query }) => reads.changes(query),
  }),
  route({
    method: 'GET',
    path: '/discovery/orphans',
    operationId: 'listOrphanHosts',
    summary: { zh: '无责任部门或长期未被发现的登记主机', en: 'Hosts on record that are nobody’s or not seen' },
    permission: READ,
    audit: 'none',
    query: OrphanQuery,
    response: OrphanPage,
    example: { items: [orphanExample], next: null, total: 1 },
    handle: ({ query }) => reads.orphans(query),
  }),
];

const bringing = (uses: DiscoveryUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/discovery/import',
    operationId: 'importDiscovery',
    summary: {
      zh: '导入扫描、租约、邻居表、CMDB 或云主机列表',
      en: 'Import a scan, leases, neighbours, a CMDB or a cloud list',
    },
    permission: WRITE,
    audit: 'discovery.imported',
    query: ImportQuery,
    maxBytes: MAX_FILE,
    response: ImportReport,
    example: importExample,
    handle: async ({ query, body, actor }) => uses.importFile(await buffer(body), query, actor),
  }),
  route({
    method: 'POST',
    path: '/discovery/run',
    operationId: 'runDiscovery',
    summary: { zh: '立即从日志与流量记录中发现', en: 'Look into logs and recordings now' },
    permission: WRITE,
    audit: 'discovery.run',
    response: RunReport,
    example: { observations: 120, appeared: 2, changes: 5, unknown: 3 },
    handle: async () => {
      const { observations, appeared, changes, unknown } = await uses.run();
      return { observations, appeared, changes, unknown };
    },
  }),
];

const deciding = (uses: DiscoveryUses): Route[] => [
  route({
    method: 'POST',
    path: '/discovery/register',
    operationId: 'registerDiscoveredThings',
    summary: { zh: '登记发现的设备', en: 'Put discovered things on record' },
    permission: WRITE,
    audit: 'discovery.registered',
    body: RegisterRequest,
    response: Registered,
    example: { registered: 1 },
    handle: async ({ body, actor }) => ({ registered: await uses.register(body, actor) }),
  }),
  route({
    method: 'POST',
    path: '/discovery/things/:id/ignore',
    operationId: 'ignoreDiscoveredThing',
    summary: { zh: '暂不处理设备', en: 'Set a thing aside until a day' },
    permission: WRITE,
    audit: 'discovery.ignored',
    params: ThingParams,
    body: IgnoreRequest,
    ...done,
    handle: async ({ params, body, actor }) => {
      await uses.ignore(params.id, body, actor);
      return { done: true as const };
    },
  }),
  route({
    method: 'POST',
    path: '/discovery/things/:id/watch',
    operationId: 'watchDiscoveredThing',
    summary: { zh: '恢复处理设备', en: 'Take a thing up again' },
    permission: WRITE,
    audit: 'discovery.watched',
    params: ThingParams,
    ...done,
    handle: async ({ params, actor }) => {
      await uses.watch(params.id, actor);
      return { done: true as const };
    },
  }),
  route({
    method: 'PUT',
    path: '/discovery/settings',
    operationId: 'saveDiscoverySettings',
    summary: { zh: '设置未发现天数', en: 'After how many days something counts as unseen' },
    permission: WRITE,
    audit: 'discovery.settings-saved',
    body: DiscoverySettings,
    ...done,
    handle: async ({ body, actor }) => {
      await uses.saveSettings(body, actor);
      return { done: true as const };
    },
  }),
];

/** Routes of discovery. */
export const discoveryRoutes = (uses: DiscoveryUses): Route[] => [
  ...reading(uses),
  ...readingMore(uses),
  ...bringing(uses),
  ...deciding(uses),
];
