import { buffer } from 'node:stream/consumers';
import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  Exposure,
  ExposureParams,
  exposurePermissions,
  ExposureRemoved,
  ImportQuery,
  ImportReport,
  ProbeOrder,
  ProbesOrdered,
  RunList,
  ScanQuery,
  ScanReport,
  ServiceInput,
  TargetInput,
} from './contract.ts';

/** What the routes of exposure stand on. */
export interface ExposureUses {
  readonly read: () => Promise<Exposure>;
  readonly addTarget: (input: TargetInput, actor: ActorRef) => Promise<void>;
  readonly removeTarget: (id: string, actor: ActorRef) => Promise<void>;
  readonly saveService: (id: string | undefined, input: ServiceInput, actor: ActorRef) => Promise<void>;
  readonly removeService: (id: string, actor: ActorRef) => Promise<void>;
  readonly order: (target: string | undefined, actor: ActorRef) => Promise<number>;
  readonly runs: (target: string) => Promise<RunList>;
  readonly takeScan: (bytes: Uint8Array, from: string, actor: ActorRef) => Promise<ScanReport>;
  readonly importServices: (bytes: Uint8Array, mode: 'preview' | 'apply', actor: ActorRef) => Promise<ImportReport>;
}

const { read: READ, write: WRITE } = exposurePermissions;
const AT = '2026-11-23T01:00:00.000Z';
const MAX_SCAN = 128 * 1024 * 1024;
const MAX_TABLE = 8 * 1024 * 1024;
const example: z.input<typeof Exposure> = {
  allowsPrivate: false,
  targets: [
    {
      id: '0193a000-0000-7000-8000-000000000001',
      host: '203.0.113.10',
      ports: '',
      approver: '王工',
      note: '车联网平台入口',
      createdAt: AT,
      createdBy: 'li',
      lastRun: {
        at: AT,
        by: 'li',
        address: '203.0.113.10',
        probed: 76,
        open: 2,
        closed: 4,
        silent: 70,
        unreachable: 0,
        tookMs: 9_800,
        from: '',
        sm3: 'a7'.repeat(32),
      },
    },
  ],
  items: [{ host: '203.0.113.10', port: 3306, standing: 'unapproved', service: null, since: AT, seenAt: AT }],
  counts: { open: 2, unapproved: 1, ended: 0, approved: 1, notOpen: 0 },
};
const exposure = { response: Exposure, example };
const removed = { response: ExposureRemoved, example: { removed: true } } as const;

const probing = (uses: ExposureUses): Route[] => [
  route({
    method: 'GET',
    path: '/exposure',
    operationId: 'getExposure',
    summary: { zh: '互联网暴露面：批准清单与探测结果', en: 'What may be open to the outside, and what is' },
    permission: READ,
    audit: 'none',
    ...exposure,
    handle: uses.read,
  }),
  route({
    method: 'POST',
    path: '/exposure/targets',
    operationId: 'addExposureTarget',
    summary: { zh: '登记探测目标', en: 'Declare a public address to be probed' },
    permission: WRITE,
    audit: 'exposure.target-added',
    body: TargetInput,
    ...exposure,
    handle: async ({ body, actor }) => {
      await uses.addTarget(body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'DELETE',
    path: '/exposure/targets/:id',
    operationId: 'removeExposureTarget',
    summary: { zh: '删除探测目标', en: 'Remove a target' },
    permission: WRITE,
    audit: 'exposure.target-removed',
    params: ExposureParams,
    ...removed,
    handle: async ({ params, actor }) => {
      await uses.removeTarget(params.id, actor);
      return { removed: true as const };
    },
  }),
  route({
    method: 'POST',
    path: '/exposure/probe',
    operationId: 'probeExposure',
    summary: { zh: '立即探测', en: 'Probe now' },
    permission: WRITE,
    audit: 'exposure.probes-ordered',
    body: ProbeOrder,
    response: ProbesOrdered,
    example: { ordered: 1 },
    handle: async ({ body, actor }) => ({ ordered: await uses.order(body.target, actor) }),
  }),
];

const approving = (uses: ExposureUses): Route[] => [
  route({
    method: 'POST',
    path: '/exposure/services',
    operationId: 'approveExposedService',
    summary: { zh: '批准对外服务', en: 'Approve a service that may be open' },
    permission: WRITE,
    audit: 'exposure.service-approved',
    body: ServiceInput,
    ...exposure,
    handle: async ({ body, actor }) => {
      await uses.saveService(undefined, body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'PUT',
    path: '/exposure/services/:id',
    operationId: 'changeExposedService',
    summary: { zh: '修改对外服务批准', en: 'Change an approval' },
    permission: WRITE,
    audit: 'exposure.service-changed',
    params: ExposureParams,
    body: ServiceInput,
    ...exposure,
    handle: async ({ params, body, actor }) => {
      await uses.saveService(params.id, body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'DELETE',
    path: '/exposure/services/:id',
    operationId: 'withdrawExposedService',
    summary: { zh: '撤销对外服务批准', en: 'Withdraw an approval' },
    permission: WRITE,
    audit: 'exposure.service-withdrawn',
    params: ExposureParams,
    ...removed,
    handle: async ({ params, actor }) => {
      await uses.removeService(params.id, actor);
      return { removed: true as const };
    },
  }),
];

const bringing = (uses: ExposureUses): Route[] => [
  route({
    method: 'GET',
    path: '/exposure/targets/:id/runs',
    operationId: 'listExposureProbes',
    summary: { zh: '目标的探测记录', en: 'Probes of a target, and what changed' },
    permission: READ,
    audit: 'none',
    params: ExposureParams,
    response: RunList,
    example: { items: [] },
    handle: ({ params }) => uses.runs(params.id),
  }),
  uploadRoute({
    method: 'POST',
    path: '/exposure/scans',
    operationId: 'takeExposureScan',
    summary: { zh: '导入外部扫描结果（nmap）', en: 'Take a scan that was made from outside' },
    permission: WRITE,
    audit: 'exposure.scan-taken',
    query: ScanQuery,
    maxBytes: MAX_SCAN,
    response: ScanReport,
    example: { taken: ['203.0.113.10'], unknown: [], unknownCount: 0, refused: [], refusedCount: 0 },
    handle: async ({ query, body, actor }) => uses.takeScan(await buffer(body), query.from, actor),
  }),
  uploadRoute({
    method: 'POST',
    path: '/exposure/services/import',
    operationId: 'importExposedServices',
    summary: { zh: '导入批准清单', en: 'Import a table of approved services' },
    permission: WRITE,
    audit: 'exposure.services-imported',
    query: ImportQuery,
    maxBytes: MAX_TABLE,
    response: ImportReport,
    example: { applied: true, rows: 120, taken: 119, changed: 1, refused: [] },
    handle: async ({ query, body, actor }) => uses.importServices(await buffer(body), query.mode, actor),
  }),
];

/** Routes of exposure. */
export const exposureRoutes = (uses: ExposureUses): Route[] => [
  ...probing(uses),
  ...approving(uses),
  ...bringing(uses),
];
