import { ClockDetail, ClockPage, type ClockFilter, type StopQuery } from '@chedun/deadline-ledger/contract';
import type { z } from 'zod';
import { call, fetchApi } from './client.ts';
import { saveBlob } from './download.ts';

type Filter = Partial<Pick<ClockFilter, 'state' | 'subjectKind' | 'subjectId' | 'search' | 'cursor' | 'limit'>>;

export const listDeadlines = (query: { readonly [K in keyof Filter]: Filter[K] | undefined }, signal?: AbortSignal) =>
  call('GET', '/deadlines', ClockPage, { query, signal });

export const getDeadline = (id: string, signal?: AbortSignal) =>
  call('GET', `/deadlines/${encodeURIComponent(id)}`, ClockDetail, { signal });

export const stopDeadline = ({
  id,
  query,
  receipt,
}: {
  readonly id: string;
  readonly query: z.input<typeof StopQuery>;
  readonly receipt: Blob;
}) => call('POST', `/deadlines/${encodeURIComponent(id)}/stop`, ClockDetail, { query, bytes: receipt });

export const downloadDeadlineReceipt = async (id: string, name: string): Promise<void> => {
  const response = await fetchApi('GET', `/deadlines/${encodeURIComponent(id)}/receipt`);
  saveBlob(await response.blob(), name);
};
