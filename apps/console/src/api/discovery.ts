import {
  ChangePage,
  DiscoverySummary,
  Done,
  ImportReport,
  OrphanPage,
  Registered,
  RunReport,
  ThingDetail,
  ThingPage,
} from '@chedun/discovery/contract';
import type {
  ChangeKind,
  DiscoverySettings,
  IgnoreRequest,
  ImportQuery,
  RegisterRequest,
  ThingQuery,
} from '@chedun/discovery/contract';
import { call } from './client.ts';

export const getDiscovery = (signal?: AbortSignal) => call('GET', '/discovery', DiscoverySummary, { signal });

export const listThings = (query: Partial<ThingQuery>, signal?: AbortSignal) =>
  call('GET', '/discovery/things', ThingPage, { query, signal });

export const getThing = (id: string, signal?: AbortSignal) =>
  call('GET', `/discovery/things/${encodeURIComponent(id)}`, ThingDetail, { signal });

export const listChanges = (
  query: { readonly kind?: ChangeKind | undefined; readonly cursor?: string | undefined },
  signal?: AbortSignal,
) => call('GET', '/discovery/changes', ChangePage, { query: { ...query, limit: 100 }, signal });

export const listOrphans = (cursor: string | undefined, signal?: AbortSignal) =>
  call('GET', '/discovery/orphans', OrphanPage, { query: { cursor, limit: 100 }, signal });

export const importDiscovery = (
  query: {
    readonly mode: ImportQuery['mode'];
    readonly format: ImportQuery['format'];
    readonly columns?: string | undefined;
  },
  file: File,
) =>
  call('POST', '/discovery/import', ImportReport, {
    query: { ...query, name: file.name.slice(0, 200) },
    bytes: new Blob([file], { type: 'application/octet-stream' }),
  });

export const runDiscovery = () => call('POST', '/discovery/run', RunReport);

export const registerThings = (body: RegisterRequest) => call('POST', '/discovery/register', Registered, { body });

export const ignoreThing = ({ id, ...body }: IgnoreRequest & { readonly id: string }) =>
  call('POST', `/discovery/things/${encodeURIComponent(id)}/ignore`, Done, { body });

export const watchThing = (id: string) => call('POST', `/discovery/things/${encodeURIComponent(id)}/watch`, Done);

export const saveDiscoverySettings = (body: DiscoverySettings) => call('PUT', '/discovery/settings', Done, { body });
