import {
  EventPage,
  EventRecord,
  Facets,
  FieldList,
  Histogram,
  QueryCheck,
  SavedSearch,
  SavedSearchList,
} from '@chedun/search/contract';
import type { NewSavedSearch } from '@chedun/search/contract';
import { z } from 'zod';
import { call } from './client.ts';

/** What every question about events has in common; the moments are milliseconds since 1970. */
export interface EventScope {
  readonly query: string;
  readonly from: number;
  readonly to: number;
}

/** Query-string form of a scope. */
export const scopeQuery = (scope: EventScope) => ({
  query: scope.query,
  from: new Date(scope.from).toISOString(),
  to: new Date(scope.to).toISOString(),
});

export const searchEvents = (
  scope: EventScope,
  page: { readonly cursor?: string | undefined; readonly order?: 'newest' | 'oldest'; readonly limit?: number },
  signal?: AbortSignal,
) => call('GET', '/events', EventPage, { query: { ...scopeQuery(scope), ...page }, signal });

export const eventHistogram = (scope: EventScope, buckets: number, signal?: AbortSignal) =>
  call('GET', '/events/histogram', Histogram, { query: { ...scopeQuery(scope), buckets }, signal });

export const eventFacets = (scope: EventScope, fields: readonly string[], top: number, signal?: AbortSignal) =>
  call('GET', '/events/facets', Facets, { query: { ...scopeQuery(scope), fields: fields.join(','), top }, signal });

export const eventFields = (signal?: AbortSignal) => call('GET', '/events/fields', FieldList, { signal });

export const getEvent = (
  ref: { readonly journal: string; readonly seq: number; readonly index: number },
  signal?: AbortSignal,
) => call('GET', `/events/${encodeURIComponent(ref.journal)}/${ref.seq}/${ref.index}`, EventRecord, { signal });

export const checkQuery = (query: string, signal?: AbortSignal) =>
  call('POST', '/events/check-query', QueryCheck, { body: { query }, signal });

export const listSavedSearches = (signal?: AbortSignal) => call('GET', '/saved-searches', SavedSearchList, { signal });

export const saveSearch = (body: z.input<typeof NewSavedSearch>) =>
  call('POST', '/saved-searches', SavedSearch, { body });

export const deleteSavedSearch = (id: string) =>
  call('DELETE', `/saved-searches/${encodeURIComponent(id)}`, z.unknown());
