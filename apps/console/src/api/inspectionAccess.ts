import {
  Access,
  AccessPage,
  GuestList,
  LetInResult,
  LookPage,
  MineList,
  type Accept,
  type LetIn,
  type LookQuery,
  type TakeEvidence,
} from '@chedun/inspection-access/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';

const at = (id: string, rest = ''): string => `/inspection-access/inspections/${encodeURIComponent(id)}${rest}`;
const mine = (rest = ''): string => `/inspection-access/mine${rest}`;

/** Which looks are asked for. */
export type LookFilter = Partial<z.output<typeof LookQuery>>;

export const listInspections = (cursor: string | undefined, signal?: AbortSignal) =>
  call('GET', '/inspection-access/inspections', AccessPage, { query: { cursor }, signal });

export const getInspection = (id: string, signal?: AbortSignal) => call('GET', at(id), Access, { signal });

export const listLooks = (filter: LookFilter, signal?: AbortSignal) =>
  call('GET', '/inspection-access/looks', LookPage, { query: { ...filter }, signal });

export const listGuests = (signal?: AbortSignal) => call('GET', '/inspection-access/guests', GuestList, { signal });

export const bringOrder = (file: Blob) => call('POST', '/inspection-access/orders', Access, { bytes: file });

export const acceptOrder = (id: string, body: z.input<typeof Accept>) =>
  call('POST', at(id, '/accept'), Access, { body });

export const letIn = (id: string, position: number, body: z.input<typeof LetIn>) =>
  call('POST', at(id, `/inspectors/${position}/let-in`), LetInResult, { body });

export const refuseOrder = (id: string, why: string) => call('POST', at(id, '/refuse'), Access, { body: { why } });

export const withdraw = (id: string, why: string) => call('POST', at(id, '/withdraw'), Access, { body: { why } });

export const showOut = (id: string, position: number, why: string) =>
  call('POST', at(id, `/inspectors/${position}/show-out`), Access, { body: { why } });

export const evidenceUrl = (id: string, evidence: string): string => apiUrl(at(id, `/evidence/${evidence}/file`));

export const listMine = (signal?: AbortSignal) => call('GET', mine(), MineList, { signal });

export const listMyLooks = (filter: LookFilter, signal?: AbortSignal) =>
  call('GET', mine('/looks'), LookPage, { query: { ...filter }, signal });

export const takeEvidence = (id: string, body: z.input<typeof TakeEvidence>) =>
  call('POST', mine(`/${encodeURIComponent(id)}/evidence`), MineList, { body });

export const myEvidenceUrl = (id: string, evidence: string): string =>
  apiUrl(mine(`/${encodeURIComponent(id)}/evidence/${evidence}/file`));
