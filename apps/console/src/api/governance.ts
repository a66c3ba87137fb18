import { Finding, FindingPage, FindingStats } from '@chedun/governance/contract';
import type { FindingBulkChange, FindingChange, FindingFilter } from '@chedun/governance/contract';
import { z } from 'zod';
import { call } from './client.ts';

export type FindingListFilter = z.input<typeof FindingFilter>;
export type Change = z.input<typeof FindingChange>;

export const listFindings = (query: FindingListFilter, signal?: AbortSignal) =>
  call('GET', '/findings', FindingPage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });

export const findingStats = (from: number, to: number, kind?: Finding['kind'], signal?: AbortSignal) =>
  call('GET', '/findings/stats', FindingStats, {
    query: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), kind },
    signal,
  });

export const getFinding = (id: string, signal?: AbortSignal) =>
  call('GET', `/findings/${encodeURIComponent(id)}`, Finding, { signal });

export const changeFinding = (id: string, change: Change) =>
  call('PATCH', `/findings/${encodeURIComponent(id)}`, Finding, { body: change });

export const changeFindings = (body: z.input<typeof FindingBulkChange>) =>
  call('PATCH', '/findings', z.unknown(), { body });
