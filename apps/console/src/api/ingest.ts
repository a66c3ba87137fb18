import {
  Flow,
  FlowHistory,
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

export const getFlow = (signal?: AbortSignal) => call('GET', '/ingest/flow', Flow, { signal });

export const flowHistory = (minutes: number, signal?: AbortSignal) =>
  call('GET', '/ingest/history', FlowHistory, { query: { minutes }, signal });

export const listSessions = (signal?: AbortSignal) => call('GET', '/vehicle-sessions', SessionList, { signal });

/** Last state of a vehicle; null when it never reported. */
export const vehicleState = (vin: string, signal?: AbortSignal) =>
  call('GET', `/vehicle-states/${encodeURIComponent(vin)}`, z.object({ state: VehicleState.nullable() }), { signal });
