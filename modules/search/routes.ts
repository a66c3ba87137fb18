import { downloadRoute, route, type Route } from '@chedun/http';
import { z } from 'zod';
import {
  EventPage,
  EventQuery,
  EventRecord,
  EventRecordParams,
  ExportQuery,
  FacetQuery,
  Facets,
  FieldList,
  Histogram,
  HistogramQuery,
  NewSavedSearch,
  QueryCheck,
  QueryText,
  SavedSearch,
  SavedSearchList,
  searchPermissions,
} from './contract.ts';
import { FIELDS } from './domain/field-titles.ts';
import { exampleRecord, exampleRow, exampleSaved } from './examples.ts';
import type { savedSearches } from './store.ts';
import { checkQuery } from './use-cases/check-query.ts';
import type { searchUseCases } from './use-cases/search-events.ts';

interface Uses {
  readonly search: ReturnType<typeof searchUseCases>;
  readonly saved: ReturnType<typeof savedSearches>;
}

const read = { permission: searchPermissions.read, audit: 'none' } as const;

const lists = ({ search }: Uses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/events',
    operationId: 'searchEvents',
    summary: { zh: '检索事件记录', en: 'Search events' },
    query: EventQuery,
    response: EventPage,
    example: { items: [exampleRow], next: null, tookMs: 12 },
    handle: ({ query }) => search.list(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/events/histogram',
    operationId: 'eventHistogram',
    summary: { zh: '事件时间分布', en: 'Events over time' },
    query: HistogramQuery,
    response: Histogram,
    example: { bucketMs: 60_000, total: 1, tookMs: 5, buckets: [{ at: '2026-11-23T01:00:00.000Z', count: 1 }] },
    handle: ({ query }) => search.histogram(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/events/facets',
    operationId: 'eventFacets',
    summary: { zh: '字段取值分布', en: 'Most frequent values of fields' },
    query: FacetQuery,
    response: Facets,
    example: { tookMs: 7, fields: [{ field: 'host', values: [{ value: 'srv-1', count: 12 }] }] },
    handle: ({ query }) => search.facets(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/events/fields',
    operationId: 'listEventFields',
    summary: { zh: '可检索字段', en: 'Fields that can be searched' },
    response: FieldList,
    example: { fields: [{ name: 'host', title: { zh: '主机', en: 'Host' }, kind: 'keyword', facet: true }] },
    handle: async () => ({ fields: [...FIELDS] }),
  }),
];

const details = ({ search }: Uses): Route[] => [
  route({
    ...read,
    method: 'POST',
    path: '/events/check-query',
    operationId: 'checkQuery',
    summary: { zh: '检查检索语句', en: 'Check a query' },
    body: z.object({ query: QueryText }),
    response: QueryCheck,
    example: { ok: true, error: null },
    handle: async ({ body }) => checkQuery(body.query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/events/:journal/:seq/:index',
    operationId: 'getEvent',
    summary: { zh: '查看一条事件记录', en: 'One event with all its fields and its original' },
    params: EventRecordParams,
    response: EventRecord,
    example: exampleRecord,
    handle: ({ params }) => search.record(params),
  }),
  downloadRoute({
    method: 'GET',
    path: '/events/export',
    operationId: 'exportEvents',
    summary: { zh: '导出事件记录', en: 'Export events as CSV or NDJSON' },
    permission: searchPermissions.export,
    audit: 'none',
    query: ExportQuery,
    handle: async ({ query }) => ({
      contentType: query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
      fileName: `events-${query.from.slice(0, 10)}.${query.format}`,
      body: search.export(query),
    }),
  }),
];

const saved = ({ saved: keep }: Uses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/saved-searches',
    operationId: 'listSavedSearches',
    summary: { zh: '已存检索', en: 'Saved searches' },
    response: SavedSearchList,
    example: { items: [exampleSaved] },
    handle: async ({ actor }) => ({ items: await keep.list(actor) }),
  }),
  route({
    method: 'POST',
    path: '/saved-searches',
    operationId: 'saveSearch',
    summary: { zh: '保存检索', en: 'Save a search' },
    permission: searchPermissions.save,
    audit: 'search.search-saved',
    body: NewSavedSearch,
    response: SavedSearch,
    example: exampleSaved,
    handle: ({ body, actor }) => keep.save(body, actor),
  }),
  route({
    method: 'DELETE',
    path: '/saved-searches/:id',
    operationId: 'removeSavedSearch',
    summary: { zh: '删除已存检索', en: 'Remove a saved search' },
    permission: searchPermissions.save,
    audit: 'search.search-removed',
    params: z.object({ id: z.uuid() }),
    response: z.object({ removed: z.boolean() }),
    example: { removed: true },
    handle: async ({ params, actor }) => {
      await keep.remove(params.id, actor);
      return { removed: true };
    },
  }),
];

/** Routes of event search. */
export const searchRoutes = (uses: Uses): Route[] => [...lists(uses), ...details(uses), ...saved(uses)];
