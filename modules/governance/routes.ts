import { downloadRoute, route, type Route } from '@chedun/http';
import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  Finding,
  FindingBulkChange,
  FindingChange,
  FindingChanged,
  FindingExportQuery,
  FindingFilter,
  FindingPage,
  FindingStats,
  FindingStatsQuery,
  governancePermissions,
} from './contract.ts';
import { ocsfLines } from './domain/ocsf.ts';
import { exampleFinding, examplePage, exampleStats } from './examples.ts';
import type { findingReadModel } from './read-model.ts';
import type { statsReadModel } from './read-stats.ts';
import type { changeFindings } from './use-cases/change-findings.ts';

const FindingParams = z.object({ id: z.uuid() });

interface Uses {
  readonly findings: ReturnType<typeof findingReadModel>;
  readonly stats: ReturnType<typeof statsReadModel>;
  readonly change: ReturnType<typeof changeFindings>;
}

const reads = (uses: Uses): Route[] => [
  route({
    method: 'GET',
    path: '/findings',
    operationId: 'listFindings',
    summary: { zh: '查询隐患与告警台账', en: 'List findings' },
    permission: governancePermissions.read,
    audit: 'none',
    query: FindingFilter,
    response: FindingPage,
    example: examplePage,
    handle: ({ query }) => uses.findings.page(query),
  }),
  route({
    method: 'GET',
    path: '/findings/stats',
    operationId: 'findingStats',
    summary: { zh: '隐患与告警统计', en: 'Statistics of findings' },
    permission: governancePermissions.read,
    audit: 'none',
    query: FindingStatsQuery,
    response: FindingStats,
    example: exampleStats,
    handle: ({ query }) => uses.stats.stats(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/findings/export',
    operationId: 'exportFindings',
    summary: { zh: '按 OCSF 导出隐患与告警', en: 'Export findings as OCSF' },
    permission: governancePermissions.read,
    audit: 'none',
    query: FindingExportQuery,
    handle: async ({ query: { format: _format, ...filter } }) => ({
      contentType: 'application/x-ndjson; charset=utf-8',
      fileName: 'findings.ocsf.ndjson',
      body: Readable.from(ocsfLines(uses.findings.each(filter))),
    }),
  }),
  route({
    method: 'GET',
    path: '/findings/:id',
    operationId: 'getFinding',
    summary: { zh: '查看一条隐患或告警', en: 'One finding with samples and history' },
    permission: governancePermissions.read,
    audit: 'none',
    params: FindingParams,
    response: Finding,
    example: exampleFinding,
    handle: ({ params }) => uses.findings.must(params.id),
  }),
];

const writes = (uses: Uses): Route[] => [
  route({
    method: 'PATCH',
    path: '/findings/:id',
    operationId: 'changeFinding',
    summary: { zh: '处置一条隐患或告警', en: 'Change status, owner, due date or add a comment' },
    permission: governancePermissions.handle,
    audit: 'governance.finding-changed',
    params: FindingParams,
    body: FindingChange,
    response: Finding,
    example: exampleFinding,
    handle: async ({ params, body, actor }) => {
      await uses.change([params.id], body, actor);
      return uses.findings.must(params.id);
    },
  }),
  route({
    method: 'PATCH',
    path: '/findings',
    operationId: 'changeFindings',
    summary: { zh: '批量处置隐患或告警', en: 'Change many findings at once' },
    permission: governancePermissions.handle,
    audit: 'governance.finding-changed',
    body: FindingBulkChange,
    response: FindingChanged,
    example: { changed: 2 },
    handle: async ({ body, actor }) => ({ changed: await uses.change(body.ids, body.change, actor) }),
  }),
];

/** Routes of the ledger. */
export const governanceRoutes = (uses: Uses): Route[] => [...reads(uses), ...writes(uses)];
