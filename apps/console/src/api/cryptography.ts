import {
  AssessmentDetail,
  AssessmentDocument,
  AssessmentList,
  ItemsImported,
} from '@chedun/crypto-assessment/contract';
import {
  CertificateList,
  Endpoint,
  EndpointDetail,
  EndpointList,
  EndpointsImported,
  Inventory,
  ProbesOrdered,
  Removed,
  UsesImported,
} from '@chedun/cryptography/contract';
import type { AssessmentHead, AssessmentItem } from '@chedun/crypto-assessment/contract';
import type { EndpointInput, ProductInput, UseInput } from '@chedun/cryptography/contract';
import { z } from 'zod';
import { apiUrl, call } from './client.ts';

const Kept = z.object({ id: z.string() });

export const listEndpoints = (signal?: AbortSignal) => call('GET', '/cryptography/endpoints', EndpointList, { signal });

export const getEndpoint = (id: string, signal?: AbortSignal) =>
  call('GET', `/cryptography/endpoints/${id}`, EndpointDetail, { signal });

/** Declares an endpoint, or changes the one with this id. */
export const saveEndpoint = ({ id, input }: { readonly id: string | undefined; readonly input: EndpointInput }) =>
  id === undefined
    ? call('POST', '/cryptography/endpoints', Endpoint, { body: input })
    : call('PUT', `/cryptography/endpoints/${id}`, Endpoint, { body: input });

export const removeEndpoint = (id: string) => call('DELETE', `/cryptography/endpoints/${id}`, Removed);

export const importEndpoints = (file: Blob) =>
  call('POST', '/cryptography/endpoints/import', EndpointsImported, { bytes: file });

/** Probes these endpoints; all when none is named. */
export const probeEndpoints = (endpoints: readonly string[]) =>
  call('POST', '/cryptography/probes', ProbesOrdered, { body: { endpoints } });

/** Address of the bytes of a probe. */
export const transcriptUrl = (probe: string) => apiUrl(`/cryptography/probes/${probe}/transcript`);

export const listCertificates = (search: string, signal?: AbortSignal) =>
  call('GET', '/cryptography/certificates', CertificateList, { query: { search }, signal });

export const getInventory = (signal?: AbortSignal) => call('GET', '/cryptography/inventory', Inventory, { signal });

/** Address of the bill of cryptography. */
export const cbomUrl = apiUrl('/cryptography/cbom');

export const saveUse = ({ id, input }: { readonly id: string | undefined; readonly input: UseInput }) =>
  id === undefined
    ? call('POST', '/cryptography/uses', Kept, { body: input })
    : call('PUT', `/cryptography/uses/${id}`, Kept, { body: input });

export const removeUse = (id: string) => call('DELETE', `/cryptography/uses/${id}`, Removed);

export const importUses = (file: Blob) => call('POST', '/cryptography/uses/import', UsesImported, { bytes: file });

export const saveProduct = ({ id, input }: { readonly id: string | undefined; readonly input: ProductInput }) =>
  id === undefined
    ? call('POST', '/cryptography/products', Kept, { body: input })
    : call('PUT', `/cryptography/products/${id}`, Kept, { body: input });

export const removeProduct = (id: string) => call('DELETE', `/cryptography/products/${id}`, Removed);

export const listAssessments = (signal?: AbortSignal) =>
  call('GET', '/cryptography/assessments', AssessmentList, { signal });

export const getAssessment = (id: string, signal?: AbortSignal) =>
  call('GET', `/cryptography/assessments/${id}`, AssessmentDetail, { signal });

export const saveAssessment = ({ id, head }: { readonly id: string | undefined; readonly head: AssessmentHead }) =>
  id === undefined
    ? call('POST', '/cryptography/assessments', AssessmentDetail, { body: head })
    : call('PUT', `/cryptography/assessments/${id}`, AssessmentDetail, { body: head });

export const judgeAssessment = ({ id, items }: { readonly id: string; readonly items: readonly AssessmentItem[] }) =>
  call('PUT', `/cryptography/assessments/${id}/items`, AssessmentDetail, { body: { items } });

/** Takes the judgements of a table in the place of those that are there. */
export const importItems = (id: string, file: Blob) =>
  call('POST', `/cryptography/assessments/${id}/import`, ItemsImported, { bytes: file });

export const suggestAssessment = (id: string) =>
  call('POST', `/cryptography/assessments/${id}/suggest`, AssessmentDetail);

export const completeAssessment = (id: string) =>
  call('POST', `/cryptography/assessments/${id}/complete`, AssessmentDetail);

export const issueAssessment = (id: string) =>
  call('POST', `/cryptography/assessments/${id}/document`, AssessmentDocument);

export const removeAssessment = (id: string) => call('DELETE', `/cryptography/assessments/${id}`, Removed);

/** Address of an assessment as a file. */
export const assessmentUrl = (id: string, format: 'json' | 'csv') =>
  apiUrl(`/cryptography/assessments/${id}/report`, { format });
