import {
  BaselineBand,
  BaselineDetail,
  BaselineEngine,
  BaselineList,
  BaselineTestResult,
  EntityPage,
  VerdictPage,
} from '@chedun/baselines/contract';
import type { BaselineChange, BaselineTest } from '@chedun/baselines/contract';
import { z } from 'zod';
import { call } from './client.ts';

const one = (id: string): string => `/baselines/${encodeURIComponent(id)}`;

export const listBaselines = (signal?: AbortSignal) => call('GET', '/baselines', BaselineList, { signal });

export const getBaseline = (id: string, signal?: AbortSignal) => call('GET', one(id), BaselineDetail, { signal });

export const baselineEngine = (signal?: AbortSignal) => call('GET', '/baselines/engine', BaselineEngine, { signal });

export const changeBaseline = (id: string, body: BaselineChange) => call('PATCH', one(id), BaselineDetail, { body });

export const createBaseline = (yaml: string, enabled: boolean) =>
  call('POST', '/baselines', BaselineDetail, { body: { yaml, enabled } });

export const removeBaseline = (id: string) => call('DELETE', one(id), z.unknown());

export const testBaseline = (body: z.input<typeof BaselineTest>, signal?: AbortSignal) =>
  call('POST', '/baselines/test', BaselineTestResult, { body, signal });

export const listEntities = (id: string, search: string, signal?: AbortSignal) =>
  call('GET', `${one(id)}/entities`, EntityPage, {
    query: { search: search === '' ? undefined : search, limit: 200 },
    signal,
  });

export const getBand = (id: string, entity: string, signal?: AbortSignal) =>
  call('GET', `${one(id)}/band`, BaselineBand, { query: { entity }, signal });

export const listVerdicts = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  call('GET', `${one(id)}/verdicts`, VerdictPage, { query: { cursor, limit: 50 }, signal });
