import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import type { RuleFacts } from './contract.ts';
import {
  ClockDetail,
  ClockExportQuery,
  ClockFilter,
  ClockOrder,
  ClockPage,
  ClockParams,
  deadlinePermissions,
  MOST_RECEIPT,
  RuleList,
  StopQuery,
  type DeadlineAsks,
} from './contract.ts';
import { clocksCsv } from './domain/clock-csv.ts';
import { exampleClock, exampleDetail } from './examples.ts';
import type { DeadlineReadModel } from './read-model.ts';

/** What the routes stand on. */
export interface DeadlineUses {
  readonly screens: DeadlineReadModel;
  readonly rules: () => Promise<RuleFacts[]>;
  readonly start: DeadlineAsks['start'];
  readonly stop: DeadlineAsks['stop'];
}

const { read: READ, write: WRITE } = deadlinePermissions;
const MOST_EXPORTED = 10_000;
const detail = { response: ClockDetail, example: exampleDetail };

const lists = ({ screens, rules }: DeadlineUses): Route[] => [
  route({
    method: 'GET',
    path: '/deadlines',
    operationId: 'listDeadlines',
    summary: { zh: '时限列表', en: 'Clocks, what is due first first' },
    permission: READ,
    audit: 'none',
    query: ClockFilter,
    response: ClockPage,
    example: { items: [exampleClock], next: null, total: 1, counts: { running: 1, overdue: 0, late: 0 } },
    handle: ({ query }) => screens.page(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/deadlines/export',
    operationId: 'exportDeadlines',
    summary: { zh: '导出时限', en: 'Export clocks' },
    permission: READ,
    audit: 'deadlines.exported',
    query: ClockExportQuery,
    handle: async ({ query: { format, ...filter } }) => {
      const clocks = await screens.all(filter, MOST_EXPORTED);
      return {
        contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
        fileName: `deadlines.${format}`,
        body: Readable.from([format === 'csv' ? clocksCsv(clocks) : JSON.stringify(clocks, undefined, 2)]),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/deadlines/rules',
    operationId: 'listDeadlineRules',
    summary: { zh: '时限目录', en: 'The catalogue of legal deadlines' },
    permission: READ,
    audit: 'none',
    response: RuleList,
    example: { items: [exampleClock.rule] },
    handle: async () => ({ items: await rules() }),
  }),
];

const single = ({ screens }: DeadlineUses): Route[] => [
  route({
    method: 'GET',
    path: '/deadlines/:id',
    operationId: 'getDeadline',
    summary: { zh: '时限详情', en: 'A clock with its history' },
    permission: READ,
    audit: 'none',
    params: ClockParams,
    ...detail,
    handle: ({ params }) => screens.detail(params.id),
  }),
  downloadRoute({
    method: 'GET',
    path: '/deadlines/:id/receipt',
    operationId: 'downloadDeadlineReceipt',
    summary: { zh: '下载回执', en: 'The receipt of a clock' },
    permission: READ,
    audit: 'deadlines.receipt-read',
    params: ClockParams,
    handle: async ({ params }) => {
      const { name, body } = await screens.receipt(params.id);
      return { contentType: 'application/octet-stream', fileName: name, body };
    },
  }),
];

const working = ({ screens, start, stop }: DeadlineUses): Route[] => [
  route({
    method: 'POST',
    path: '/deadlines',
    operationId: 'startDeadline',
    summary: { zh: '登记时限', en: 'Start a clock for something that happened outside of the product' },
    permission: WRITE,
    audit: 'deadlines.started',
    body: ClockOrder,
    ...detail,
    handle: async ({ body: { rule, level, appliesTo, subject, record }, actor }) => {
      const byLevel = level === undefined ? undefined : ({ kind: 'level', level } as const);
      const wanted = appliesTo === undefined ? byLevel : ({ kind: 'named', name: appliesTo } as const);
      const records = [{ ...record, at: Date.parse(record.at) }];
      const { id } = await start({ rule, subject, records, actor, ...(wanted === undefined ? {} : { wanted }) });
      return screens.detail(id);
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/deadlines/:id/stop',
    operationId: 'stopDeadline',
    summary: { zh: '办结时限并留存回执', en: 'End a clock and keep its receipt' },
    permission: WRITE,
    audit: 'deadlines.stopped',
    params: ClockParams,
    query: StopQuery,
    maxBytes: MOST_RECEIPT,
    ...detail,
    handle: async ({ params, query: { fileName, ...order }, body, actor }) => {
      const receipt = { name: fileName, bytes: await buffer(body) };
      const { submittedAt, ...rest } = order;
      await stop(params.id, { ...rest, receipt, actor, ...(submittedAt === undefined ? {} : { submittedAt }) });
      return screens.detail(params.id);
    },
  }),
];

/** Routes of deadlines 时限. */
export const deadlineRoutes = (uses: DeadlineUses): Route[] => [...lists(uses), ...single(uses), ...working(uses)];
