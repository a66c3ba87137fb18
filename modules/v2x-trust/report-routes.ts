import { Readable } from 'node:stream';
import { downloadRoute, route, type Route } from '@chedun/http';
import {
  IdParams,
  ReportDelivery,
  ReportList,
  ReportQuery,
  v2xTrustPermissions as may,
  type MisbehaviourReport,
} from './contract.ts';
import { ID8 } from './examples.ts';
import type { V2xTrustUses } from './uses.ts';

const EXAMPLE: MisbehaviourReport = {
  id: '0193a5c0-0000-7000-8000-000000000001',
  at: '2026-11-23T01:00:00.000Z',
  signer: ID8,
  linkage: '010203040506070809',
  aid: 111,
  receiver: 'rsu-17',
  place: { lat: 31.2745, lon: 121.1772 },
  suspicion: 1.4,
  observations: [
    {
      rule: 'v2x-constant-position',
      target: 3,
      observation: 128,
      times: 8,
      observed: 13.9,
      limit: 0.2,
      unit: 'm',
    },
  ],
  related: [],
  messages: 8,
  bytes: 2412,
  state: 'delivered',
  problem: null,
  deliveredAt: '2026-11-23T01:00:01.000Z',
  authorityId: '0193a5c0-0000-7000-8000-000000000002',
};

/** Routes of misbehaviour reports. */
export const reportRoutes = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'GET',
    path: '/v2x/reports',
    operationId: 'listRoadMisbehaviourReports',
    summary: { zh: '异常行为报告', en: 'Misbehaviour reports' },
    permission: may.read,
    audit: 'none',
    query: ReportQuery,
    response: ReportList,
    example: { items: [EXAMPLE], totals: { waiting: 0, delivered: 1, refused: 0, foreign: 0 }, accused: 1 },
    handle: ({ query }) => uses.reports(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/v2x/reports/:id/export',
    operationId: 'exportRoadMisbehaviourReport',
    summary: { zh: '下载异常行为报告（COER）', en: 'Download a misbehaviour report (COER)' },
    permission: may.read,
    audit: 'none',
    params: IdParams,
    handle: async ({ params }) => ({
      contentType: 'application/octet-stream',
      fileName: `misbehaviour-report-${params.id}.coer`,
      body: Readable.from([Buffer.from(await uses.reportBytes(params.id))]),
    }),
  }),
  route({
    method: 'POST',
    path: '/v2x/reports/:id/deliver',
    operationId: 'deliverRoadMisbehaviourReport',
    summary: { zh: '重新送达异常行为报告', en: 'Hand a misbehaviour report over again' },
    permission: may.propose,
    audit: 'v2x-trust.report-delivered',
    params: IdParams,
    response: ReportDelivery,
    example: { state: 'delivered', problem: null },
    handle: ({ params, actor }) => uses.deliverReport(params.id, actor),
  }),
];
