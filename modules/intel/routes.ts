import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import {
  Feed,
  FeedChange,
  FeedList,
  FeedParams,
  Import,
  ImportDetail,
  ImportList,
  ImportQuery,
  Indicator,
  IndicatorChange,
  IndicatorPage,
  IndicatorParams,
  IndicatorQuery,
  intelPermissions,
  MatchAnswer,
  MatchRequest,
  MAX_INTEL_BYTES,
  NewFeed,
  SightingHistory,
  SightingHistoryQuery,
  SightingPage,
  SightingQuery,
  TaxiiCollections,
  TaxiiQuestion,
} from './contract.ts';
import { exampleFeed, exampleImport, exampleIndicator, exampleSighting } from './examples.ts';
import type { IntelUses } from './uses.ts';

const read = { permission: intelPermissions.read, audit: 'none' } as const;
const feedsWrite = { permission: intelPermissions.feeds } as const;

const exampleDetail = {
  ...exampleImport,
  problemCounts: [{ code: 'unsupported-pattern' as const, count: 1 }],
  problems: [
    {
      code: 'unsupported-pattern' as const,
      place: 'object 7',
      detail: 'FOLLOWEDBY',
      sample: "[ipv4-addr:value = '198.51.100.1'] FOLLOWEDBY …",
    },
  ],
};

const feedReadRoutes = (uses: IntelUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/intel/feeds',
    operationId: 'listIntelFeeds',
    summary: { zh: '威胁情报源列表', en: 'Feeds of threat intelligence' },
    response: FeedList,
    example: {
      items: [exampleFeed],
      matcher: { indicators: 17_904, loadedAt: '2026-11-23T01:00:04.000Z', megabytes: 1 },
    },
    handle: () => uses.list(),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/intel/imports',
    operationId: 'listIntelImports',
    summary: { zh: '最近的情报导入', en: 'The newest imports of indicators' },
    response: ImportList,
    example: { items: [exampleImport] },
    handle: async () => ({ items: [...(await uses.feeds.imports())] }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/intel/imports/:id',
    operationId: 'getIntelImport',
    summary: { zh: '查看一次导入及逐条问题', en: 'One import with its problems' },
    params: FeedParams,
    response: ImportDetail,
    example: exampleDetail,
    handle: ({ params }) => uses.feeds.import(params.id),
  }),
];

const feedWriteRoutes = (uses: IntelUses): Route[] => [
  route({
    ...feedsWrite,
    method: 'POST',
    path: '/intel/feeds',
    operationId: 'addIntelFeed',
    summary: { zh: '新建情报源', en: 'Add a feed' },
    audit: 'intel.feed-added',
    body: NewFeed,
    response: Feed,
    example: exampleFeed,
    handle: async ({ body, actor }) => uses.feeds.feed(await uses.manage.add(body, actor)),
  }),
  route({
    ...feedsWrite,
    method: 'PATCH',
    path: '/intel/feeds/:id',
    operationId: 'changeIntelFeed',
    summary: { zh: '修改情报源', en: 'Change a feed' },
    audit: 'intel.feed-changed',
    params: FeedParams,
    body: FeedChange,
    response: Feed,
    example: exampleFeed,
    handle: async ({ params, body, actor }) => {
      await uses.manage.change(params.id, body, actor);
      return uses.feeds.feed(params.id);
    },
  }),
  route({
    ...feedsWrite,
    method: 'DELETE',
    path: '/intel/feeds/:id',
    operationId: 'removeIntelFeed',
    summary: { zh: '删除情报源及其指标', en: 'Remove a feed with its indicators' },
    audit: 'intel.feed-removed',
    params: FeedParams,
    response: FeedParams,
    example: { id: exampleFeed.id },
    handle: async ({ params, actor }) => {
      await uses.manage.remove(params.id, actor);
      return { id: params.id };
    },
  }),
];

const feedWorkRoutes = (uses: IntelUses): Route[] => [
  route({
    ...feedsWrite,
    method: 'POST',
    path: '/intel/feeds/:id/poll',
    operationId: 'pollIntelFeed',
    summary: { zh: '立即采集情报源', en: 'Read a feed now' },
    audit: 'intel.feed-polled',
    params: FeedParams,
    response: Import,
    example: exampleImport,
    handle: async ({ params, actor }) => uses.feeds.import(await uses.manage.poll(params.id, actor)),
  }),
  route({
    ...feedsWrite,
    method: 'POST',
    path: '/intel/taxii-collections',
    operationId: 'listTaxiiCollections',
    summary: { zh: '查询 TAXII 服务提供的集合', en: 'Collections that a TAXII server offers' },
    audit: 'none',
    body: TaxiiQuestion,
    response: TaxiiCollections,
    example: {
      title: 'TAXII',
      items: [{ root: exampleFeed.url, id: exampleFeed.collection, title: '高可信指标', canRead: true }],
    },
    handle: ({ body }) => uses.taxii(body),
  }),
  uploadRoute({
    method: 'POST',
    path: '/intel/feeds/:id/import',
    operationId: 'importIndicators',
    summary: { zh: '导入情报文件', en: 'Import a file of indicators' },
    permission: intelPermissions.write,
    audit: 'intel.imported',
    params: FeedParams,
    query: ImportQuery,
    maxBytes: MAX_INTEL_BYTES,
    response: Import,
    example: exampleImport,
    handle: async ({ params, query, body, actor }) =>
      uses.feeds.import(await uses.manage.upload(params.id, query, body, actor)),
  }),
];

const indicatorRoutes = (uses: IntelUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/intel/indicators',
    operationId: 'listIndicators',
    summary: { zh: '威胁指标列表', en: 'Indicators' },
    query: IndicatorQuery,
    response: IndicatorPage,
    example: { items: [exampleIndicator], next: null, total: 1, more: false },
    handle: ({ query }) => uses.indicators.page(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/intel/indicators/:id',
    operationId: 'getIndicator',
    summary: { zh: '查看威胁指标', en: 'One indicator' },
    params: IndicatorParams,
    response: Indicator,
    example: exampleIndicator,
    handle: ({ params }) => uses.indicators.indicator(params.id),
  }),
  route({
    method: 'PATCH',
    path: '/intel/indicators/:id',
    operationId: 'changeIndicator',
    summary: { zh: '停用或恢复威胁指标', en: 'Switch an indicator off or on' },
    permission: intelPermissions.write,
    audit: 'intel.indicator-switched',
    params: IndicatorParams,
    body: IndicatorChange,
    response: Indicator,
    example: exampleIndicator,
    handle: async ({ params, body, actor }) => {
      await uses.manage.changeIndicator(params.id, body.disabled, actor);
      return uses.indicators.indicator(params.id);
    },
  }),
  route({
    ...read,
    method: 'POST',
    path: '/intel/match',
    operationId: 'matchIndicators',
    summary: { zh: '比对一批值', en: 'Look values up' },
    body: MatchRequest,
    response: MatchAnswer,
    example: { items: [{ asked: 'update[.]evil[.]example', kind: 'domain', indicators: [exampleIndicator] }] },
    handle: ({ body }) => uses.match(body.values),
  }),
];

const sightingRoutes = (uses: IntelUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/intel/sightings',
    operationId: 'listSightings',
    summary: { zh: '指标命中列表', en: 'Sightings of indicators' },
    query: SightingQuery,
    response: SightingPage,
    example: { items: [exampleSighting], next: null, total: 1 },
    handle: ({ query }) => uses.sightings.page(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/intel/sightings/history',
    operationId: 'sightingHistory',
    summary: { zh: '命中随时间的变化', en: 'Events that matched, over time' },
    query: SightingHistoryQuery,
    response: SightingHistory,
    example: { points: [{ at: '2026-11-22T16:00:00.000Z', count: 12 }] },
    handle: ({ query }) => uses.sightings.history(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/intel/sightings/stix',
    operationId: 'exportSightings',
    summary: { zh: '导出 STIX 2.1 命中', en: 'Export sightings as STIX 2.1' },
    permission: intelPermissions.read,
    audit: 'intel.sightings-exported',
    query: SightingQuery,
    handle: ({ query, actor }) => uses.export(query, actor),
  }),
];

/** Routes of the intelligence module. */
export const intelRoutes = (uses: IntelUses): Route[] => [
  ...feedReadRoutes(uses),
  ...feedWriteRoutes(uses),
  ...feedWorkRoutes(uses),
  ...indicatorRoutes(uses),
  ...sightingRoutes(uses),
];
