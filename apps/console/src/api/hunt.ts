import { HuntDetail, HuntList, Promoted, RuleCoverage } from '@chedun/hunt/contract';
import type { NewBackfill, NewHunt, Promotion } from '@chedun/hunt/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';

export const listHunts = (ruleId: string | undefined, signal?: AbortSignal) =>
  call('GET', '/hunts', HuntList, { query: { ruleId }, signal });

export const getHunt = (id: string, signal?: AbortSignal) => call('GET', `/hunts/${id}`, HuntDetail, { signal });

export const startHunt = (body: z.input<typeof NewHunt>) => call('POST', '/hunts', HuntDetail, { body });

export const startBackfill = (body: z.input<typeof NewBackfill>) =>
  call('POST', '/hunts/backfills', HuntDetail, { body });

export const cancelHunt = (id: string) => call('POST', `/hunts/${id}/cancel`, HuntDetail);

export const continueHunt = (id: string) => call('POST', `/hunts/${id}/continue`, HuntDetail);

export const promoteHits = (id: string, body: z.input<typeof Promotion>) =>
  call('POST', `/hunts/${id}/promote`, Promoted, { body });

export const ruleCoverage = (ruleId: string, signal?: AbortSignal) =>
  call('GET', `/hunts/coverage/${encodeURIComponent(ruleId)}`, RuleCoverage, { signal });

export const huntExportUrl = (id: string, format: 'csv' | 'ndjson'): string =>
  apiUrl(`/hunts/${id}/export`, { format });
