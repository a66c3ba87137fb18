import {
  CmpRequestList,
  EnrolmentStatus,
  SecretPage,
  SecretParams,
  SecretsMade,
  type SecretsOrder,
} from '@chedun/enrolment/contract';
import { call } from './client.ts';

export const getEnrolmentStatus = (signal?: AbortSignal) => call('GET', '/enrolment', EnrolmentStatus, { signal });

export const listDeviceSecrets = (
  query: { readonly search?: string; readonly state?: string; readonly after?: string },
  signal?: AbortSignal,
) => call('GET', '/enrolment/secrets', SecretPage, { query: { ...query, limit: 200 }, signal });

export const makeDeviceSecrets = (body: SecretsOrder) => call('POST', '/enrolment/secrets', SecretsMade, { body });

export const withdrawDeviceSecret = (id: string) => call('POST', `/enrolment/secrets/${id}/withdraw`, SecretParams);

export const listCmpRequests = (signal?: AbortSignal) =>
  call('GET', '/enrolment/cmp-requests', CmpRequestList, { query: { limit: 200 }, signal });
