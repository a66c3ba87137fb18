import {
  Feed,
  FeedList,
  FeedParams,
  Import,
  ImportDetail,
  ImportList,
  Indicator,
  IndicatorPage,
  SightingHistory,
  SightingPage,
  TaxiiCollections,
} from '@chedun/intel/contract';
import type {
  FeedChange,
  ImportQuery,
  IndicatorQuery,
  NewFeed,
  SightingQuery,
  TaxiiQuestion,
} from '@chedun/intel/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';
import { upload } from './upload.ts';
import type { UploadOrder } from './upload.ts';

type Filter<Shape extends z.ZodType> = z.input<Shape>;

const feed = (id: string, rest = ''): string => `/intel/feeds/${encodeURIComponent(id)}${rest}`;

export const listFeeds = (signal?: AbortSignal) => call('GET', '/intel/feeds', FeedList, { signal });

export const addFeed = (body: Filter<typeof NewFeed>) => call('POST', '/intel/feeds', Feed, { body });

export const changeFeed = (id: string, body: FeedChange) => call('PATCH', feed(id), Feed, { body });

export const removeFeed = (id: string) => call('DELETE', feed(id), FeedParams);

export const pollFeed = (id: string) => call('POST', feed(id, '/poll'), Import);

export const taxiiCollections = (body: Filter<typeof TaxiiQuestion>) =>
  call('POST', '/intel/taxii-collections', TaxiiCollections, { body });

export const importFile = (
  id: string,
  query: Pick<Filter<typeof ImportQuery>, 'name' | 'format'> & { readonly lookBackDays: number },
  order: Omit<UploadOrder, 'query'>,
) => upload(feed(id, '/import'), Import, { ...order, query: { ...query } });

export const listImports = (signal?: AbortSignal) => call('GET', '/intel/imports', ImportList, { signal });

export const getImport = (id: string, signal?: AbortSignal) =>
  call('GET', `/intel/imports/${encodeURIComponent(id)}`, ImportDetail, { signal });

export const listIndicators = (query: Filter<typeof IndicatorQuery>, signal?: AbortSignal) =>
  call('GET', '/intel/indicators', IndicatorPage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });

export const getIndicator = (id: number, signal?: AbortSignal) =>
  call('GET', `/intel/indicators/${id}`, Indicator, { signal });

export const switchIndicator = (id: number, disabled: boolean) =>
  call('PATCH', `/intel/indicators/${id}`, Indicator, { body: { disabled } });

export const listSightings = (
  query: Pick<Filter<typeof SightingQuery>, 'search' | 'cursor'> & { readonly indicator?: number | undefined },
  signal?: AbortSignal,
) => call('GET', '/intel/sightings', SightingPage, { query: { ...query, limit: 100 }, signal });

export const sightingHistory = (days: number, indicator: number | undefined, signal?: AbortSignal) =>
  call('GET', '/intel/sightings/history', SightingHistory, { query: { days, indicator }, signal });

/** Address of the bundle of STIX 2.1. */
export const sightingsUrl = (): string => apiUrl('/intel/sightings/stix');
