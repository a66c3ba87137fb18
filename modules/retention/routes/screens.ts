import { downloadRoute, route, type Route } from '@chedun/http';
import { Readable } from 'node:stream';
import { searchPermissions } from '@chedun/search/contract';
import {
  ColdPage,
  ColdQuery,
  Hours,
  HoursParams,
  HoursQuery,
  Ledger,
  RetentionOverview,
  retentionPermissions,
  SegmentPage,
  SegmentQuery,
  TombstoneList,
} from '../contract.ts';
import { ledgerCsv } from '../domain/ledger-csv.ts';
import * as examples from '../examples.ts';
import type { RetentionUses } from './uses.ts';

const read = { permission: retentionPermissions.read, audit: 'none' } as const;

const ledgerRoutes = ({ ledger }: RetentionUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/retention/ledger',
    operationId: 'retentionLedger',
    summary: { zh: '各接入源的留存台账', en: 'Ledger of what is kept of every source' },
    response: Ledger,
    example: { items: [examples.exampleEntry] },
    handle: async () => ({ items: await ledger.list() }),
  }),
  downloadRoute({
    ...read,
    method: 'GET',
    path: '/retention/ledger.csv',
    operationId: 'exportRetentionLedger',
    summary: { zh: '导出留存台账', en: 'Export the ledger' },
    handle: async () => ({
      contentType: 'text/csv; charset=utf-8',
      fileName: 'retention-ledger.csv',
      body: Readable.from([ledgerCsv(await ledger.list())]),
    }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/retention/ledger/:source/hours',
    operationId: 'retentionHours',
    summary: { zh: '接入源每小时记录数', en: 'Records of a source per hour' },
    params: HoursParams,
    query: HoursQuery,
    response: Hours,
    example: {
      from: '2026-11-23T00:00:00.000Z',
      to: '2026-11-23T02:00:00.000Z',
      hours: [{ at: '2026-11-23T01:00:00.000Z', events: 20, bytes: 6_000 }],
    },
    handle: ({ params, query }) => ledger.hoursOf(params.source, query.days),
  }),
];

const listRoutes = ({ screens }: RetentionUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/retention',
    operationId: 'retentionOverview',
    summary: { zh: '日志留存概况', en: 'Classes, clocks and disk of the logs' },
    response: RetentionOverview,
    example: {
      classes: [examples.exampleClass],
      streams: [examples.exampleUse],
      clocks: examples.exampleClocks,
      activeHolds: 1,
      openProposals: 0,
      restoreTest: null,
    },
    handle: () => screens.overview(),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/retention/segments',
    operationId: 'listRetentionSegments',
    summary: { zh: '已封存的日志分段及保留原因', en: 'Sealed segments and why each of them stays' },
    query: SegmentQuery,
    response: SegmentPage,
    example: { items: [examples.exampleSegment], next: null },
    handle: ({ query }) => screens.segments(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/retention/tombstones',
    operationId: 'listTombstones',
    summary: { zh: '删除凭证', en: 'Signed statements about what was removed' },
    response: TombstoneList,
    example: { items: [examples.exampleTombstone] },
    handle: async () => ({ items: await screens.tombstones() }),
  }),
];

const coldRoutes = ({ searchCold }: RetentionUses): Route[] => [
  route({
    permission: searchPermissions.read,
    audit: 'none',
    method: 'GET',
    path: '/retention/cold-events',
    operationId: 'searchColdEvents',
    summary: { zh: '检索冷存的事件记录', en: 'Search records of the cold tier' },
    query: ColdQuery,
    response: ColdPage,
    example: { items: [], next: null, tookMs: 40, files: 3 },
    handle: ({ query }) => searchCold(query),
  }),
];

/** What people look at. */
export const screenRoutes = (uses: RetentionUses): Route[] => [
  ...listRoutes(uses),
  ...ledgerRoutes(uses),
  ...coldRoutes(uses),
];
