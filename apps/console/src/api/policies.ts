import {
  Difference,
  Overview,
  Policy,
  PolicyPage,
  Readers,
  Readings,
  Templates,
  Uploaded,
  Version,
  type DraftInput,
  type NewPolicy,
  type PolicyInput,
} from '@chedun/policies/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';

const versionPath = (id: string, number: number, rest = ''): string => `/policies/${id}/versions/${number}${rest}`;

/** Every policy: the pages of the list one after the other. */
export const listPolicies = async (signal?: AbortSignal) => {
  const pages = [await call('GET', '/policies', PolicyPage, { query: { limit: 200 }, signal })];
  for (let next = pages.at(-1)?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null)
    pages.push(await call('GET', '/policies', PolicyPage, { query: { limit: 200, cursor: next }, signal }));
  return pages.flatMap(({ items }) => items);
};

export const getOverview = (signal?: AbortSignal) => call('GET', '/policies/overview', Overview, { signal });
export const listTemplates = (signal?: AbortSignal) => call('GET', '/policies/templates', Templates, { signal });
export const getPolicy = (id: string, signal?: AbortSignal) => call('GET', `/policies/${id}`, Policy, { signal });
export const getVersion = (id: string, number: number, signal?: AbortSignal) =>
  call('GET', versionPath(id, number), Version, { signal });
export const getDifference = (id: string, from: number, to: number, signal?: AbortSignal) =>
  call('GET', versionPath(id, to, '/difference'), Difference, { query: { from }, signal });
export const getReaders = (id: string, signal?: AbortSignal) =>
  call('GET', `/policies/${id}/readers`, Readers, { signal });
export const listMine = (signal?: AbortSignal) => call('GET', '/policies/mine', Readings, { signal });
export const versionFile = (id: string, number: number): string => apiUrl(versionPath(id, number, '/file'));

export const acknowledgePolicy = ({ id, version }: { readonly id: string; readonly version: number }) =>
  call('POST', `/policies/${id}/acknowledge`, Readings, { body: { version } });
export const addPolicy = (body: z.input<typeof NewPolicy>) => call('POST', '/policies', Policy, { body });
export const changePolicy = ({ id, body }: { readonly id: string; readonly body: z.input<typeof PolicyInput> }) =>
  call('PUT', `/policies/${id}`, Policy, { body });
export const beginVersion = (id: string) => call('POST', `/policies/${id}/versions`, Policy);

/** What an editor holds; `file` is one that was chosen just now. */
export interface DraftOrder {
  readonly id: string;
  readonly number: number;
  readonly draft: Omit<z.input<typeof DraftInput>, 'file'>;
  readonly file: File | undefined;
}

/** Writes a draft, with the file that was chosen for it. */
export const writeDraft = async ({ id, number, draft, file }: DraftOrder) => {
  const bytes = file === undefined ? undefined : new Blob([file], { type: 'application/octet-stream' });
  const kept = bytes === undefined ? undefined : await call('POST', '/policies/files', Uploaded, { bytes });
  const given = kept === undefined || file === undefined ? null : { blob: kept.blob, name: file.name };
  return call('PUT', versionPath(id, number), Policy, { body: { ...draft, file: given } });
};

interface OfVersion {
  readonly id: string;
  readonly number: number;
}
export const submitVersion = ({ id, number }: OfVersion) => call('POST', versionPath(id, number, '/submit'), Policy);
export const returnVersion = ({ id, number, reason }: OfVersion & { readonly reason: string }) =>
  call('POST', versionPath(id, number, '/return'), Policy, { body: { reason } });
export const approveVersion = ({ id, number, effectiveFrom }: OfVersion & { readonly effectiveFrom: string }) =>
  call('POST', versionPath(id, number, '/approve'), Policy, { body: { effectiveFrom } });
export const retirePolicy = ({ id, reason }: { readonly id: string; readonly reason: string }) =>
  call('POST', `/policies/${id}/retire`, Policy, { body: { reason } });
