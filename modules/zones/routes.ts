import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { buffer } from 'node:stream/consumers';
import type { z } from 'zod';
import {
  FlowPage,
  FlowQuery,
  Looked,
  Openings,
  PermissionInput,
  Removed,
  ZoneInput,
  ZoneOverview,
  ZoneParams,
  zonePermissions,
  ZonesImported,
  ZoneSuggestions,
  type ZoneSuggestion,
} from './contract.ts';
import { flowsExample, openingsExample, overviewExample } from './examples.ts';

/** What the routes of zones stand on. */
export interface ZoneUses {
  readonly overview: () => Promise<ZoneOverview>;
  readonly flows: (query: FlowQuery) => Promise<z.output<typeof FlowPage>>;
  readonly openings: () => Promise<Openings>;
  readonly suggest: () => Promise<ZoneSuggestion[]>;
  readonly addZone: (input: ZoneInput, actor: ActorRef) => Promise<void>;
  readonly changeZone: (id: string, input: ZoneInput, actor: ActorRef) => Promise<void>;
  readonly removeZone: (id: string, actor: ActorRef) => Promise<void>;
  readonly importZones: (bytes: Uint8Array, actor: ActorRef) => Promise<ZonesImported>;
  readonly addPermission: (input: PermissionInput, actor: ActorRef) => Promise<void>;
  readonly changePermission: (id: string, input: PermissionInput, actor: ActorRef) => Promise<void>;
  readonly removePermission: (id: string, actor: ActorRef) => Promise<void>;
  readonly look: () => Promise<z.input<typeof Looked>>;
  readonly compare: () => Promise<Openings>;
}

const { read: READ, write: WRITE } = zonePermissions;
const MOST_TABLE = 8 * 1024 * 1024;
const overview = { response: ZoneOverview, example: overviewExample };
const reads = { method: 'GET', permission: READ, audit: 'none' } as const;

const reading = (uses: ZoneUses): Route[] => [
  route({
    ...reads,
    path: '/zones',
    operationId: 'getZones',
    summary: { zh: '安全域、访问许可与观测到的跨域流量', en: 'Zones, what is allowed between them, and what was seen' },
    ...overview,
    handle: uses.overview,
  }),
  route({
    ...reads,
    path: '/zones/flows',
    operationId: 'listZoneFlows',
    summary: { zh: '按安全域归并的流量', en: 'Flows by zones' },
    query: FlowQuery,
    response: FlowPage,
    example: flowsExample,
    handle: ({ query }) => uses.flows(query),
  }),
  route({
    ...reads,
    path: '/zones/suggestions',
    operationId: 'suggestZones',
    summary: { zh: '安全域划分建议', en: 'Zones that the register and flows suggest' },
    response: ZoneSuggestions,
    example: { items: [{ name: '生产区', cidrs: ['10.1.2.0/24'], hosts: 12, basis: 'assets' }] },
    handle: async () => ({ items: await uses.suggest() }),
  }),
  route({
    ...reads,
    path: '/zones/openings',
    operationId: 'getZoneOpenings',
    summary: {
      zh: '防火墙放行但未获许可的跨域访问',
      en: 'What firewalls let through between zones though it is not allowed',
    },
    response: Openings,
    example: openingsExample,
    handle: uses.openings,
  }),
];

const keeping = (uses: ZoneUses): Route[] => [
  route({
    method: 'POST',
    path: '/zones',
    operationId: 'addZone',
    summary: { zh: '新建安全域', en: 'Add a zone' },
    permission: WRITE,
    audit: 'zones.added',
    body: ZoneInput,
    ...overview,
    handle: async ({ body, actor }) => {
      await uses.addZone(body, actor);
      return uses.overview();
    },
  }),
  route({
    method: 'PUT',
    path: '/zones/:id',
    operationId: 'changeZone',
    summary: { zh: '修改安全域', en: 'Change a zone' },
    permission: WRITE,
    audit: 'zones.changed',
    params: ZoneParams,
    body: ZoneInput,
    ...overview,
    handle: async ({ params, body, actor }) => {
      await uses.changeZone(params.id, body, actor);
      return uses.overview();
    },
  }),
  route({
    method: 'DELETE',
    path: '/zones/:id',
    operationId: 'removeZone',
    summary: { zh: '删除安全域及其访问许可', en: 'Remove a zone with its permissions' },
    permission: WRITE,
    audit: 'zones.removed',
    params: ZoneParams,
    response: Removed,
    example: { removed: true },
    handle: async ({ params, actor }) => {
      await uses.removeZone(params.id, actor);
      return { removed: true as const };
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/zones/import',
    operationId: 'importZones',
    summary: { zh: '导入安全域（CSV、XLSX）', en: 'Import zones from a table' },
    permission: WRITE,
    audit: 'zones.imported',
    maxBytes: MOST_TABLE,
    response: ZonesImported,
    example: { rows: 12, added: 10, changed: 2, refused: [] },
    handle: async ({ body, actor }) => uses.importZones(new Uint8Array(await buffer(body)), actor),
  }),
];

const permitting = (uses: ZoneUses): Route[] => [
  route({
    method: 'POST',
    path: '/zones/permissions',
    operationId: 'allowZoneFlow',
    summary: { zh: '新增访问许可', en: 'Allow a flow between zones' },
    permission: WRITE,
    audit: 'zones.permission-added',
    body: PermissionInput,
    ...overview,
    handle: async ({ body, actor }) => {
      await uses.addPermission(body, actor);
      return uses.overview();
    },
  }),
  route({
    method: 'PUT',
    path: '/zones/permissions/:id',
    operationId: 'changeZonePermission',
    summary: { zh: '修改访问许可', en: 'Change what is allowed between zones' },
    permission: WRITE,
    audit: 'zones.permission-changed',
    params: ZoneParams,
    body: PermissionInput,
    ...overview,
    handle: async ({ params, body, actor }) => {
      await uses.changePermission(params.id, body, actor);
      return uses.overview();
    },
  }),
  route({
    method: 'DELETE',
    path: '/zones/permissions/:id',
    operationId: 'removeZonePermission',
    summary: { zh: '撤销访问许可', en: 'Withdraw a permission' },
    permission: WRITE,
    audit: 'zones.permission-removed',
    params: ZoneParams,
    response: Removed,
    example: { removed: true },
    handle: async ({ params, actor }) => {
      await uses.removePermission(params.id, actor);
      return { removed: true as const };
    },
  }),
];

const looking = (uses: ZoneUses): Route[] => [
  route({
    method: 'POST',
    path: '/zones/look',
    operationId: 'lookForZoneFlows',
    summary: { zh: '立即汇总观测流量', en: 'Look for flows now' },
    permission: WRITE,
    audit: 'zones.looked',
    response: Looked,
    example: { conversations: 36, violating: 1 },
    handle: uses.look,
  }),
  route({
    method: 'POST',
    path: '/zones/compare',
    operationId: 'compareZonesWithFirewalls',
    summary: { zh: '立即比对防火墙与访问许可', en: 'Compare firewalls with what is allowed now' },
    permission: WRITE,
    audit: 'zones.compared',
    response: Openings,
    example: openingsExample,
    handle: uses.compare,
  }),
];

/** Routes of zones. */
export const zoneRoutes = (uses: ZoneUses): Route[] => [
  ...reading(uses),
  ...keeping(uses),
  ...permitting(uses),
  ...looking(uses),
];
