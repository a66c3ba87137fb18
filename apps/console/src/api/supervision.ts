import {
  EnterpriseList,
  Filing,
  FilingPage,
  ImportReport,
  Settings,
  Statistics,
  Submission,
  SubmissionList,
} from '@chedun/supervision/contract';
import type {
  Admit,
  CertificateInput,
  EnterpriseInput,
  ExpertInput,
  FilingQuery,
  ItemDecision,
  StepOrder,
} from '@chedun/supervision/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';

const filing = (id: string, rest = ''): string => `/supervision/filings/${encodeURIComponent(id)}${rest}`;
const firm = (id: string, rest = ''): string => `/supervision/enterprises/${encodeURIComponent(id)}${rest}`;
const bytesOf = (file: Blob): Blob => new Blob([file], { type: 'application/octet-stream' });

export const listFilings = (query: Partial<FilingQuery>, signal?: AbortSignal) =>
  call('GET', '/supervision/filings', FilingPage, { query: { ...query }, signal });

export const getFiling = (id: string, signal?: AbortSignal) => call('GET', filing(id), Filing, { signal });

export const stepFiling = (id: string, order: z.input<typeof StepOrder>) =>
  call('POST', filing(id, '/steps'), Filing, { body: order });

export const recordVote = (id: string, expert: z.input<typeof ExpertInput>) =>
  call('POST', filing(id, '/votes'), Filing, { body: expert });

export const decideItem = (id: string, decision: z.input<typeof ItemDecision>) =>
  call('PUT', `/supervision/items/${encodeURIComponent(id)}`, Filing, { body: decision });

export const remindFirm = ({ id, text }: { readonly id: string; readonly text: string }) =>
  call('POST', filing(id, '/reminders'), Filing, { body: { text } });

/** Where a part of a version, or its whole `package`, is fetched. */
export const filingFileUrl = (id: string, version: number, part: string): string =>
  apiUrl(filing(id, `/versions/${version}/file`), { part });

export const filingReceiptUrl = (id: string, receipt: string): string =>
  apiUrl(filing(id, `/receipts/${encodeURIComponent(receipt)}/file`));

export const registerUrl = (query: { readonly search?: string | undefined }): string =>
  apiUrl('/supervision/register/export', query);

export const listSubmissions = (status: 'waiting' | 'refused', signal?: AbortSignal) =>
  call('GET', '/supervision/submissions', SubmissionList, { query: { status }, signal });

export const uploadSubmission = (file: Blob) =>
  call('POST', '/supervision/submissions', Submission, { bytes: bytesOf(file) });

export const admitSubmission = ({ id, enterprise }: { readonly id: string } & z.input<typeof Admit>) =>
  call('POST', `/supervision/submissions/${encodeURIComponent(id)}/admit`, Submission, { body: { enterprise } });

export const refuseSubmission = ({ id, reason }: { readonly id: string; readonly reason: string }) =>
  call('POST', `/supervision/submissions/${encodeURIComponent(id)}/refuse`, SubmissionList, { body: { reason } });

export const listEnterprises = (signal?: AbortSignal) =>
  call('GET', '/supervision/enterprises', EnterpriseList, { signal });

export const addEnterprise = (enterprise: z.input<typeof EnterpriseInput>) =>
  call('POST', '/supervision/enterprises', EnterpriseList, { body: enterprise });

export const changeEnterprise = (id: string, enterprise: Omit<z.input<typeof EnterpriseInput>, 'creditCode'>) =>
  call('PUT', firm(id), EnterpriseList, { body: enterprise });

export const importEnterprises = (file: Blob) =>
  call('POST', '/supervision/enterprises/import', ImportReport, { bytes: file });

export const confirmCertificate = (id: string, certificate: z.input<typeof CertificateInput>) =>
  call('POST', firm(id, '/certificates'), EnterpriseList, { body: certificate });

export const withdrawCertificate = ({ id, sm3 }: { readonly id: string; readonly sm3: string }) =>
  call('DELETE', firm(id, `/certificates/${sm3}`), EnterpriseList);

export const getStatistics = (signal?: AbortSignal) => call('GET', '/supervision/statistics', Statistics, { signal });

export const getSettings = (signal?: AbortSignal) => call('GET', '/supervision/settings', Settings, { signal });

export const nameAuthority = (name: string) => call('PUT', '/supervision/settings', Settings, { body: { name } });
