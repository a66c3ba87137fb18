import {
  AuthorityList,
  CeremonyList,
  CertificateDetail,
  CertificatePage,
  IdParams,
  IssueAnswer,
  ProfileList,
  RequestList,
  StateAnswer,
} from '@chedun/certificates/contract';
import type {
  CeremonyProposal,
  CertificateQuery,
  Decision,
  IssueCommand,
  StateCommand,
} from '@chedun/certificates/contract';
import {
  BatchDetail,
  BatchList,
  BindingLog,
  CertificateSettings,
  LogProgress,
  LogVerdict,
  PublishAnswer,
} from '@chedun/certificates/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';
import { upload, type UploadOrder } from './upload.ts';

type Filter = Omit<z.input<typeof CertificateQuery>, 'limit' | 'endsWithin'> & { readonly endsWithin?: number };

export const listAuthorities = (signal?: AbortSignal) =>
  call('GET', '/certificates/authorities', AuthorityList, { signal });

export const listCeremonies = (signal?: AbortSignal) =>
  call('GET', '/certificates/ceremonies', CeremonyList, { signal });

export const proposeCeremony = (body: z.input<typeof CeremonyProposal>) =>
  call('POST', '/certificates/ceremonies', IdParams, { body });

export const decideCeremony = ({ id, ...body }: z.input<typeof Decision> & { readonly id: string }) =>
  call('POST', `/certificates/ceremonies/${id}/decide`, CeremonyList, { body });

export const listProfiles = (signal?: AbortSignal) => call('GET', '/certificates/profiles', ProfileList, { signal });

export const listCertificates = (query: Filter, signal?: AbortSignal) =>
  call('GET', '/certificates', CertificatePage, { query: { ...query, limit: 100 }, signal });

export const getCertificate = (serial: string, signal?: AbortSignal) =>
  call('GET', `/certificates/${serial}`, CertificateDetail, { signal });

export const issueCertificate = (body: z.input<typeof IssueCommand>) =>
  call('POST', '/certificates', IssueAnswer, { body });

export const renewCertificate = ({ serial, csr }: { readonly serial: string; readonly csr: string }) =>
  call('POST', `/certificates/${serial}/renew`, IssueAnswer, { body: { csr } });

export const changeState = (body: StateCommand) => call('POST', '/certificates/states', StateAnswer, { body });

export const listRequests = (signal?: AbortSignal) => call('GET', '/certificates/requests', RequestList, { signal });

export const decideRequest = ({ id, ...body }: z.input<typeof Decision> & { readonly id: string }) =>
  call('POST', `/certificates/requests/${id}/decide`, IssueAnswer.pick({ serials: true }), { body });

export const startBatch = (order: UploadOrder) => upload('/certificates/batches', IdParams, order);

export const listBatches = (signal?: AbortSignal) => call('GET', '/certificates/batches', BatchList, { signal });

export const getBatch = (id: string, signal?: AbortSignal) =>
  call('GET', `/certificates/batches/${id}`, BatchDetail, { signal });

export const listBindings = (search: string, signal?: AbortSignal) =>
  call('GET', '/certificates/bindings', BindingLog, { query: { search, limit: 200 }, signal });

export const publishList = ({ name, kind }: { readonly name: string; readonly kind: 'full' | 'delta' }) =>
  call('POST', `/certificates/authorities/${name}/publish`, PublishAnswer, { body: { kind } });

export const getCertificateSettings = (signal?: AbortSignal) =>
  call('GET', '/certificates/settings', CertificateSettings, { signal });

export const saveCertificateSettings = (body: CertificateSettings) =>
  call('PUT', '/certificates/settings', CertificateSettings, { body });

export const verifyIssuanceLog = () => call('GET', '/certificates/log', LogVerdict);

export const getLogProgress = (signal?: AbortSignal) =>
  call('GET', '/certificates/log/progress', LogProgress, { signal });

/** Address of a file of a certificate. */
export const certificateFile = (serial: string, format: string): string =>
  apiUrl(`/certificates/${serial}/file`, { format });
