import {
  ColdPage,
  Hold,
  HoldList,
  Hours,
  Ledger,
  ProposalList,
  RestoreTest,
  RetentionOverview,
  SegmentPage,
  TombstoneList,
} from '@chedun/retention/contract';
import type { ClassChange, NewHold, NewProposal, RetentionClassId, Stream } from '@chedun/retention/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';
import { scopeQuery } from './search.ts';
import type { EventScope } from './search.ts';

const Classes = RetentionOverview.pick({ classes: true });

export const retentionOverview = (signal?: AbortSignal) => call('GET', '/retention', RetentionOverview, { signal });

export const retentionLedger = (signal?: AbortSignal) => call('GET', '/retention/ledger', Ledger, { signal });

export const retentionHours = (source: string, days: number, signal?: AbortSignal) =>
  call('GET', `/retention/ledger/${encodeURIComponent(source)}/hours`, Hours, { query: { days }, signal });

export const ledgerCsvUrl = (): string => apiUrl('/retention/ledger.csv');

export const listSegments = async (stream: Stream, cursor: string | undefined, signal?: AbortSignal) => {
  const query = { stream, after: cursor === undefined ? 0 : Number(cursor), limit: 100 };
  const { items, next } = await call('GET', '/retention/segments', SegmentPage, { query, signal });
  return { items, next: next === null ? null : String(next) };
};

export const listHolds = (signal?: AbortSignal) => call('GET', '/retention/holds', HoldList, { signal });

export const placeHold = (body: z.input<typeof NewHold>) => call('POST', '/retention/holds', Hold, { body });

export const askRelease = ({ id, reason }: { readonly id: string; readonly reason: string }) =>
  call('POST', `/retention/holds/${id}/release`, Hold, { body: { reason } });

export const decideHold = ({ id, approve }: { readonly id: string; readonly approve: boolean }) =>
  call('POST', `/retention/holds/${id}/decision`, Hold, { body: { approve, note: '' } });

export const listProposals = (signal?: AbortSignal) => call('GET', '/retention/proposals', ProposalList, { signal });

export const proposeRemoval = (body: NewProposal) => call('POST', '/retention/proposals', ProposalList, { body });

export const decideRemoval = ({ id, approve }: { readonly id: string; readonly approve: boolean }) =>
  call('POST', `/retention/proposals/${id}/decision`, ProposalList, { body: { approve, note: '' } });

export const listTombstones = (signal?: AbortSignal) => call('GET', '/retention/tombstones', TombstoneList, { signal });

export const changeClass = ({ id, change }: { readonly id: RetentionClassId; readonly change: ClassChange }) =>
  call('PATCH', `/retention/classes/${id}`, Classes, { body: change });

export const runRestoreTest = () => call('POST', '/retention/restore-tests', RestoreTest);

export const searchColdEvents = (scope: EventScope, cursor: string | undefined, signal?: AbortSignal) =>
  call('GET', '/retention/cold-events', ColdPage, {
    query: { ...scopeQuery(scope), cursor, limit: 100 },
    signal,
  });
