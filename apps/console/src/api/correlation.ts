import {
  CorrelationDetail,
  CorrelationEngine,
  CorrelationPage,
  CorrelationTestResult,
  FiringEvents,
  FiringPage,
} from '@chedun/correlation/contract';
import type { CorrelationChange, CorrelationFilter, CorrelationTest } from '@chedun/correlation/contract';
import { z } from 'zod';
import { call } from './client.ts';

const one = (id: string): string => `/correlations/${encodeURIComponent(id)}`;

export const listCorrelations = (query: z.input<typeof CorrelationFilter>, signal?: AbortSignal) =>
  call('GET', '/correlations', CorrelationPage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });

export const getCorrelation = (id: string, signal?: AbortSignal) => call('GET', one(id), CorrelationDetail, { signal });

export const correlationEngine = (signal?: AbortSignal) =>
  call('GET', '/correlations/engine', CorrelationEngine, { signal });

export const changeCorrelation = (id: string, body: z.input<typeof CorrelationChange>) =>
  call('PATCH', one(id), CorrelationDetail, { body });

export const changeCorrelations = (ids: readonly string[], enabled: boolean) =>
  call('POST', '/correlations/bulk', z.unknown(), { body: { ids, enabled } });

export const createCorrelation = (yaml: string, enabled: boolean) =>
  call('POST', '/correlations', CorrelationDetail, { body: { yaml, enabled } });

export const removeCorrelation = (id: string) => call('DELETE', one(id), z.unknown());

export const testCorrelation = (body: z.input<typeof CorrelationTest>, signal?: AbortSignal) =>
  call('POST', '/correlations/test', CorrelationTestResult, { body, signal });

export const listFirings = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  call('GET', `${one(id)}/firings`, FiringPage, { query: { cursor, limit: 50 }, signal });

export const firingEvents = (id: string, firing: string, signal?: AbortSignal) =>
  call('GET', `${one(id)}/firings/${firing}/events`, FiringEvents, { signal });
