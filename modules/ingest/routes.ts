import { route, streamRoute, uploadRoute, type Route } from '@chedun/http';
import { z } from 'zod';
import {
  DiscardRequest,
  Flow,
  FlowHistory,
  IngestReceipt,
  ingestPermissions,
  NewSource,
  QuarantineDiscarded,
  QuarantinePage,
  QuarantineQuery,
  ReplayRequest,
  ReplayResult,
  SessionList,
  Source,
  SourceChange,
  SourceId,
  SourceList,
  VehicleState,
  VehicleStateList,
  type VehicleSession,
} from './contract.ts';
import {
  exampleFlow,
  exampleQuarantine,
  exampleReceipt,
  exampleSession,
  exampleSource,
  exampleState,
} from './examples.ts';
import type { acceptUpload } from './use-cases/accept-upload.ts';
import type { sourceUseCases } from './use-cases/manage-sources.ts';
import type { quarantineUseCases } from './use-cases/quarantine.ts';

/** What the routes stand on. */
export interface IngestUses {
  readonly accept: ReturnType<typeof acceptUpload>;
  readonly sources: ReturnType<typeof sourceUseCases>;
  readonly quarantine: ReturnType<typeof quarantineUseCases>;
  readonly sessions: () => z.infer<typeof VehicleSession>[];
  readonly flow: () => Flow;
  readonly history: (minutes: number) => Promise<z.input<typeof FlowHistory>>;
  readonly states: (limit: number) => Promise<VehicleState[]>;
  readonly state: (vin: string) => VehicleState | undefined;
}

const SourceParams = z.object({ source: SourceId });
const VinParams = z.object({ vin: z.string().min(1).max(40) });
const LIVE_MS = 1000;

async function* live(flow: () => Flow, signal: AbortSignal): AsyncGenerator<{ event: string; data: Flow }> {
  while (!signal.aborted) {
    yield { event: 'flow', data: flow() };
    await new Promise((done) => setTimeout(done, LIVE_MS));
  }
}

const intake = (uses: IngestUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/ingest/:source',
    operationId: 'ingestRecords',
    summary: { zh: '上送一批记录；落盘后应答', en: 'Take a batch of records; answered when it is on disk' },
    permission: ingestPermissions.write,
    audit: 'none',
    params: SourceParams,
    maxBytes: 4096 * 1024 * 1024,
    response: IngestReceipt,
    example: exampleReceipt,
    handle: ({ params, body, headers }) =>
      uses.accept({ source: params.source, encoding: headers['content-encoding'] ?? '', body }),
  }),
  route({
    method: 'GET',
    path: '/ingest/flow',
    operationId: 'getFlow',
    summary: { zh: '接入流量', en: 'Flow of records now' },
    permission: ingestPermissions.read,
    audit: 'none',
    response: Flow,
    example: exampleFlow,
    handle: async () => uses.flow(),
  }),
  route({
    method: 'GET',
    path: '/ingest/history',
    operationId: 'getFlowHistory',
    summary: { zh: '每分钟接入量', en: 'Records per minute' },
    permission: ingestPermissions.read,
    audit: 'none',
    query: z.object({ minutes: z.coerce.number().int().min(5).max(1440).default(60) }),
    response: FlowHistory,
    example: { points: [{ at: '2026-11-23T01:00:00.000Z', events: 90_000, quarantined: 0 }] },
    handle: ({ query }) => uses.history(query.minutes),
  }),
  streamRoute({
    method: 'GET',
    path: '/ingest/live',
    operationId: 'streamFlow',
    summary: { zh: '接入流量（实时推送）', en: 'Flow of records, pushed every second' },
    permission: ingestPermissions.read,
    audit: 'none',
    handle: ({ signal }) => live(uses.flow, signal),
  }),
];

const sources = (uses: IngestUses): Route[] => [
  route({
    method: 'GET',
    path: '/sources',
    operationId: 'listSources',
    summary: { zh: '接入源列表', en: 'Sources with their health' },
    permission: ingestPermissions.read,
    audit: 'none',
    response: SourceList,
    example: { items: [exampleSource] },
    handle: async () => ({ items: await uses.sources.list() }),
  }),
  route({
    method: 'POST',
    path: '/sources',
    operationId: 'createSource',
    summary: { zh: '新建接入源', en: 'Declare a source' },
    permission: ingestPermissions.manage,
    audit: 'ingest.source-created',
    body: NewSource,
    response: Source,
    example: exampleSource,
    handle: ({ body, actor }) => uses.sources.create(body, actor),
  }),
  route({
    method: 'PATCH',
    path: '/sources/:source',
    operationId: 'changeSource',
    summary: { zh: '修改接入源', en: 'Change a source' },
    permission: ingestPermissions.manage,
    audit: 'ingest.source-changed',
    params: SourceParams,
    body: SourceChange,
    response: Source,
    example: exampleSource,
    handle: ({ params, body, actor }) => uses.sources.change(params.source, body, actor),
  }),
];

const vehicles = (uses: IngestUses): Route[] => [
  route({
    method: 'GET',
    path: '/vehicle-states',
    operationId: 'listVehicleStates',
    summary: { zh: '最近上报的车辆状态', en: 'States of the vehicles that reported last' },
    permission: ingestPermissions.read,
    audit: 'none',
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) }),
    response: VehicleStateList,
    example: { items: [exampleState] },
    handle: async ({ query }) => ({ items: await uses.states(query.limit) }),
  }),
  route({
    method: 'GET',
    path: '/vehicle-states/:vin',
    operationId: 'getVehicleState',
    summary: { zh: '一辆车的最近状态', en: 'Last state of one vehicle' },
    permission: ingestPermissions.read,
    audit: 'none',
    params: VinParams,
    response: z.object({ state: VehicleState.nullable() }),
    example: { state: exampleState },
    handle: async ({ params }) => ({ state: uses.state(params.vin) ?? null }),
  }),
];

const sessions = (uses: IngestUses): Route[] => [
  route({
    method: 'GET',
    path: '/vehicle-sessions',
    operationId: 'listVehicleSessions',
    summary: { zh: '车辆与平台连接', en: 'Open connections of vehicles and forwarding platforms' },
    permission: ingestPermissions.read,
    audit: 'none',
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) }),
    response: SessionList,
    example: { items: [exampleSession], total: 1 },
    handle: async ({ query }) => {
      const open = uses.sessions();
      const newest = open.toSorted((a, b) => (b.lastFrame ?? '').localeCompare(a.lastFrame ?? ''));
      return { items: newest.slice(0, query.limit), total: open.length };
    },
  }),
];

const quarantine = (uses: IngestUses): Route[] => [
  route({
    method: 'GET',
    path: '/quarantine',
    operationId: 'listQuarantine',
    summary: { zh: '隔离区：无法解析的记录', en: 'Records that could not be read' },
    permission: ingestPermissions.read,
    audit: 'none',
    query: QuarantineQuery,
    response: QuarantinePage,
    example: { items: [exampleQuarantine], next: null, total: 1 },
    handle: ({ query }) => uses.quarantine.page(query),
  }),
  route({
    method: 'POST',
    path: '/quarantine/replay',
    operationId: 'replayQuarantine',
    summary: { zh: '用当前解析器重放隔离记录', en: 'Read the kept bytes again' },
    permission: ingestPermissions.replay,
    audit: 'ingest.quarantine-replayed',
    body: ReplayRequest,
    response: ReplayResult,
    example: { replayed: 3, still: 0 },
    handle: ({ body, actor }) => uses.quarantine.replay(body, actor),
  }),
  route({
    method: 'POST',
    path: '/quarantine/discard',
    operationId: 'discardQuarantine',
    summary: { zh: '忽略隔离记录（原始字节仍在日志中）', en: 'Set entries aside; their bytes stay in the journal' },
    permission: ingestPermissions.replay,
    audit: 'ingest.quarantine-discarded',
    body: DiscardRequest,
    response: QuarantineDiscarded,
    example: { discarded: 1 },
    handle: ({ body, actor }) => uses.quarantine.discard(body.ids, actor),
  }),
];

/** Routes of ingest. */
export const ingestRoutes = (uses: IngestUses): Route[] => [
  ...intake(uses),
  ...sources(uses),
  ...vehicles(uses),
  ...sessions(uses),
  ...quarantine(uses),
];
