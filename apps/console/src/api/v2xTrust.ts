import {
  AnchorList,
  Created,
  CrlList,
  Decided,
  Explanation,
  FailureList,
  ListSourceList,
  OwnAnchors,
  ReportDelivery,
  ReportList,
  RootList,
  TrustListDetail,
  TrustListList,
  VerificationState,
} from '@chedun/v2x-trust/contract';
import type {
  AnchorKind,
  ExplainRequest,
  ListKind,
  ListPublish,
  NewListSource,
  ReportState,
  SecurityValue,
  TrustDecision,
} from '@chedun/v2x-trust/contract';
import { z } from 'zod';
import { apiUrl, call } from './client.ts';

type Signal = AbortSignal | undefined;

export const trustLists = (signal?: Signal) => call('GET', '/v2x/lists', TrustListList, { signal });
export const trustList = (id: string, signal?: Signal) => call('GET', `/v2x/lists/${id}`, TrustListDetail, { signal });
export const trustAnchors = (signal?: Signal) => call('GET', '/v2x/anchors', AnchorList, { signal });
export const trustedRoots = (signal?: Signal) => call('GET', '/v2x/roots', RootList, { signal });
export const v2xCrls = (signal?: Signal) => call('GET', '/v2x/crls', CrlList, { signal });
export const listSources = (signal?: Signal) => call('GET', '/v2x/sources', ListSourceList, { signal });

/** What a file in COER can be taken as. */
export type Importable = ListKind | AnchorKind | 'crl';

/** Imports a file: a list of trust, a revocation list, or a certificate to be pinned. */
export const importTrustFile = ({ kind, base64 }: { readonly kind: Importable; readonly base64: string }) => {
  if (kind === 'crl') return call('POST', '/v2x/crls', Created, { body: { crl: base64 } });
  if (kind === 'root-ctl' || kind === 'pki-ctl')
    return call('POST', '/v2x/lists', Created, { body: { kind, list: base64 } });
  return call('POST', '/v2x/anchors', Created, { body: { kind, certificate: base64 } });
};

/** Decides about a list or a pinned certificate. */
export const decideTrust = ({
  what,
  id,
  decision,
}: z.input<typeof TrustDecision> & { readonly what: 'lists' | 'anchors'; readonly id: string }) =>
  call('POST', `/v2x/${what}/${id}/decide`, Decided, { body: { decision } });

export const publishTrustList = (body: z.input<typeof ListPublish>) =>
  call('POST', '/v2x/lists/publish', Created, { body });
export const addListSource = (body: z.input<typeof NewListSource>) => call('POST', '/v2x/sources', Created, { body });
export const removeListSource = (id: string) => call('DELETE', `/v2x/sources/${id}`, z.object({}));

/** Address of a list as a file. */
export const trustListFile = (id: string, form: 'coer' | 'bundle') => apiUrl(`/v2x/lists/${id}/export?form=${form}`);

export const v2xVerification = (hours: number, signal?: Signal) =>
  call('GET', '/v2x/verification', VerificationState, { query: { hours }, signal });
export const v2xFailures = (security: SecurityValue | 'any', signal?: Signal) =>
  call('GET', '/v2x/failures', FailureList, {
    query: { limit: 200, ...(security === 'any' ? {} : { security }) },
    signal,
  });
/** Proposes root and authority of the hierarchy of this platform; another person accepts. */
export const proposeOwnHierarchy = () => call('POST', '/v2x/anchors/own', OwnAnchors);

export const misbehaviourReports = (state: ReportState | 'any', signal?: Signal) =>
  call('GET', '/v2x/reports', ReportList, { query: { limit: 300, ...(state === 'any' ? {} : { state }) }, signal });
export const deliverReport = (id: string) => call('POST', `/v2x/reports/${id}/deliver`, ReportDelivery);
/** Address of a report as a file. */
export const misbehaviourReportFile = (id: string) => apiUrl(`/v2x/reports/${id}/export`);

export const explainV2x = (body: z.input<typeof ExplainRequest>) => call('POST', '/v2x/explain', Explanation, { body });
