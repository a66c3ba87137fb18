import {
  Flow,
  FlowHistory,
  QuarantineDiscarded,
  QuarantinePage,
  ReplayResult,
  SessionList,
  Source,
  SourceList,
  VehicleState,
} from '@chedun/ingest/contract';
import type { NewSource, QuarantineQuery, ReplayRequest, SourceChange } from '@chedun/ingest/contract';
import { z } from 'zod';
import { call } from './client.ts';

export const listSources = (signal?: AbortSignal) => call('GET', '/sources', SourceList, { signal });

export const createSource = (body: z.input<typeof NewSource>) => call('POST', '/sources', Source, { body });

export const changeSource = (id: string, body: z.input<typeof SourceChange>) =>
  call('PATCH', `/sources/${encodeURIComponent(id)}`, Source, { body });

export const listQuarantine = (query: z.input<typeof QuarantineQuery>, signal?: AbortSignal) =>
  call('GET', '/quarantine', QuarantinePage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });

export const replayQuarantine = (body: z.input<typeof ReplayRequest>) =>
  call('POST', '/quarantine/replay', ReplayResult, { body });

export const discardQuarantine = (ids: readonly string[]) =>
  call('POST', '/quarantine/discard', QuarantineDiscarded, { body: { ids } });

const WAITING_PAGES = 5;
const WAITING_PAGE = 200;

/** The newest waiting entries (at most 1,000), and how many wait altogether. */
export const listWaiting = async (source: string | undefined, signal: AbortSignal) => {
  const items: z.output<typeof QuarantinePage>['items'] = [];
  let total = 0;
  let cursor: string | undefined;
  for (let page = 0; page < WAITING_PAGES; page += 1) {
    const answer = await listQuarantine({ source, status: 'waiting', cursor, limit: WAITING_PAGE }, signal);
    items.push(...answer.items);
    total = answer.total;
    if (answer.next === null) break;
    cursor = answer.next;
  }
  return { items, total };
};

export const getFlow = (signal?: AbortSignal) => call('GET', '/ingest/flow', Flow, { signal });

export const flowHistory = (minutes: number, signal?: AbortSignal) =>
  call('GET', '/ingest/history', FlowHistory, { query: { minutes }, signal });

export const listSessions = (signal?: AbortSignal) => call('GET', '/vehicle-sessions', SessionList, { signal });

/** Last state of a vehicle; null when it never reported. */
export const vehicleState = (vin: string, signal?: AbortSignal) =>
  call('GET', `/vehicle-states/${encodeURIComponent(vin)}`, z.object({ state: VehicleState.nullable() }), { signal });
