import { CoverageList, ImportReport, Register, Run, RunList, Uploaded } from '@chedun/risks/contract';
import type { ItemInput, RunInput, TreatmentInput } from '@chedun/risks/contract';
import type { z } from 'zod';
import { call } from './client.ts';

const runAt = (id: string, rest = ''): string => `/risks/runs/${encodeURIComponent(id)}${rest}`;
const bytesOf = (file: Blob): Blob => new Blob([file], { type: 'application/octet-stream' });

export const getRegister = (signal?: AbortSignal) => call('GET', '/risks', Register, { signal });
export const treatRisk = (body: z.input<typeof TreatmentInput>) =>
  call('POST', '/risks/treatments', Register, { body });
export const decideTreatment = (id: string, decision: 'approved' | 'refused') =>
  call('POST', `/risks/treatments/${encodeURIComponent(id)}/decision`, Register, { body: { decision } });

export const listRuns = (signal?: AbortSignal) => call('GET', '/risks/runs', RunList, { signal });
export const getRun = (id: string, signal?: AbortSignal) => call('GET', runAt(id), Run, { signal });
export const startRun = (body: z.input<typeof RunInput>) => call('POST', '/risks/runs', Run, { body });
export const judgeItem = (id: string, item: string, body: z.input<typeof ItemInput>) =>
  call('PUT', runAt(id, `/items/${encodeURIComponent(item)}`), Run, { body });
export const importResults = (id: string, file: Blob) =>
  call('POST', runAt(id, '/import'), ImportReport, { bytes: bytesOf(file) });
/** Uploads the report of a laboratory and names it in the run. */
export const keepReport = async (id: string, file: File) => {
  const { blob } = await call('POST', '/risks/files', Uploaded, { bytes: bytesOf(file) });
  return call('PUT', runAt(id, '/report'), Run, { body: { report: { blob, name: file.name } } });
};
export const endRun = (id: string, conclusion: string) =>
  call('POST', runAt(id, '/end'), Run, { body: { conclusion } });

export const getCoverage = (signal?: AbortSignal) => call('GET', '/risks/coverage', CoverageList, { signal });
