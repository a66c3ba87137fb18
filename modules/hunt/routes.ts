import { downloadRoute, route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import {
  CoverageParams,
  HuntDetail,
  HuntExportQuery,
  HuntList,
  HuntParams,
  huntPermissions,
  HuntQuery,
  NewBackfill,
  NewHunt,
  Promoted,
  Promotion,
  RuleCoverage,
  type Hunt,
} from './contract.ts';
import { exampleBackfill, exampleCoverage, exampleHunt, exampleRow } from './examples.ts';

/** What the routes stand on. */
export interface HuntUses {
  readonly list: (ruleId?: string) => Promise<readonly Hunt[]>;
  readonly detail: (id: string) => Promise<HuntDetail>;
  readonly start: (hunt: NewHunt, actor: ActorRef) => Promise<HuntDetail>;
  readonly backfill: (wanted: NewBackfill, actor: ActorRef) => Promise<HuntDetail>;
  readonly cancel: (id: string, actor: ActorRef) => Promise<HuntDetail>;
  readonly goOn: (id: string, actor: ActorRef) => Promise<HuntDetail>;
  readonly coverage: (ruleId: string) => Promise<RuleCoverage>;
  readonly promote: (
    id: string,
    asked: z.output<typeof Promotion>,
    actor: ActorRef,
  ) => Promise<z.output<typeof Promoted>>;
  readonly export: (id: string, format: 'csv' | 'ndjson') => AsyncIterable<string>;
}

const reads = ({ list, detail, coverage, export: lines }: HuntUses): Route[] => [
  route({
    permission: huntPermissions.read,
    audit: 'none',
    method: 'GET',
    path: '/hunts',
    operationId: 'listHunts',
    summary: { zh: '威胁狩猎列表', en: 'Hunts, newest first' },
    query: HuntQuery,
    response: HuntList,
    example: { items: [exampleRow] },
    handle: async ({ query }) => ({ items: [...(await list(query.ruleId))] }),
  }),
  route({
    permission: huntPermissions.read,
    audit: 'none',
    method: 'GET',
    path: '/hunts/coverage/:ruleId',
    operationId: 'getRuleCoverage',
    summary: { zh: '规则已检测的时间范围', en: 'What a rule has evaluated' },
    params: CoverageParams,
    response: RuleCoverage,
    example: exampleCoverage,
    handle: ({ params }) => coverage(params.ruleId),
  }),
  route({
    permission: huntPermissions.read,
    audit: 'none',
    method: 'GET',
    path: '/hunts/:id',
    operationId: 'getHunt',
    summary: { zh: '查看一次狩猎的进度与命中', en: 'Progress and hits of a hunt' },
    params: HuntParams,
    response: HuntDetail,
    example: exampleHunt,
    handle: ({ params }) => detail(params.id),
  }),
  downloadRoute({
    permission: huntPermissions.read,
    audit: 'hunt.exported',
    method: 'GET',
    path: '/hunts/:id/export',
    operationId: 'exportHunt',
    summary: { zh: '导出狩猎命中', en: 'Export the hits of a hunt' },
    params: HuntParams,
    query: HuntExportQuery,
    handle: async ({ params, query: { format } }) => {
      await detail(params.id);
      return {
        contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
        fileName: `hunt-${params.id}.${format}`,
        body: Readable.from(lines(params.id, format)),
      };
    },
  }),
];

const starts = ({ start, backfill }: HuntUses): Route[] => [
  route({
    permission: huntPermissions.run,
    audit: 'hunt.started',
    method: 'POST',
    path: '/hunts',
    operationId: 'startHunt',
    summary: { zh: '在历史事件上运行规则或关联规则', en: 'Run rules or correlations over stored events' },
    body: NewHunt,
    response: HuntDetail,
    example: exampleHunt,
    handle: ({ body, actor }) => start(body, actor),
  }),
  route({
    permission: huntPermissions.run,
    audit: 'hunt.backfill-started',
    method: 'POST',
    path: '/hunts/backfills',
    operationId: 'startBackfill',
    summary: { zh: '用已启用的规则回补检测', en: 'Evaluate an enabled rule on what it has not seen' },
    body: NewBackfill,
    response: HuntDetail,
    example: exampleBackfill,
    handle: ({ body, actor }) => backfill(body, actor),
  }),
];

const changes = ({ cancel, goOn, promote }: HuntUses): Route[] => [
  route({
    permission: huntPermissions.run,
    audit: 'hunt.cancelled',
    method: 'POST',
    path: '/hunts/:id/cancel',
    operationId: 'cancelHunt',
    summary: { zh: '取消狩猎', en: 'Cancel a hunt' },
    params: HuntParams,
    response: HuntDetail,
    example: exampleHunt,
    handle: ({ params, actor }) => cancel(params.id, actor),
  }),
  route({
    permission: huntPermissions.run,
    audit: 'hunt.continued',
    method: 'POST',
    path: '/hunts/:id/continue',
    operationId: 'continueHunt',
    summary: { zh: '继续失败或已取消的狩猎', en: 'Go on with a hunt that failed or was cancelled' },
    params: HuntParams,
    response: HuntDetail,
    example: exampleHunt,
    handle: ({ params, actor }) => goOn(params.id, actor),
  }),
  route({
    permission: huntPermissions.run,
    audit: 'hunt.promoted',
    method: 'POST',
    path: '/hunts/:id/promote',
    operationId: 'promoteHits',
    summary: { zh: '将命中转为隐患台账中的告警', en: 'Bring hits into the ledger of findings' },
    params: HuntParams,
    body: Promotion,
    response: Promoted,
    example: { promoted: 2, findings: 1 },
    handle: ({ params, body, actor }) => promote(params.id, body, actor),
  }),
];

/** Routes of the hunts. */
export const huntRoutes = (uses: HuntUses): Route[] => [...reads(uses), ...starts(uses), ...changes(uses)];
