import { Readable } from 'node:stream';
import { downloadRoute, route, type Route } from '@chedun/http';
import {
  CertificateParams,
  CredentialList,
  CredentialProfile,
  CredentialProfileList,
  CredentialRequestList,
  credentialsPermissions as may,
  IdParams,
  ListQuery,
  NewCredentialRequests,
  NewCredentialRevocation,
  Renewal,
  RenewalAnswer,
  RequestDecision,
  RequestOutcomes,
  RevocationDecided,
  RevocationDecision,
  RevocationProposed,
  SuiteParams,
} from './contract.ts';
import type { z } from 'zod';
import * as examples from './examples.ts';
import type { CredentialUses } from './uses.ts';

const OCTETS = 'application/octet-stream';
const ANY: z.output<typeof ListQuery> = { limit: 200 };

const reading = (uses: CredentialUses): Route[] => [
  route({
    method: 'GET',
    path: '/credentials',
    operationId: 'listCredentials',
    summary: { zh: '应用证书与身份证书', en: 'Application and identity certificates' },
    permission: may.read,
    audit: 'none',
    query: ListQuery,
    response: CredentialList,
    example: examples.credentials,
    handle: ({ query }) => uses.list(query),
  }),
  route({
    method: 'GET',
    path: '/credentials/requests',
    operationId: 'listCredentialRequests',
    summary: { zh: '证书请求', en: 'Requests for certificates' },
    permission: may.read,
    audit: 'none',
    query: ListQuery,
    response: CredentialRequestList,
    example: examples.requests,
    handle: ({ query }) => uses.requests(query),
  }),
  route({
    method: 'GET',
    path: '/credentials/profiles',
    operationId: 'listCredentialProfiles',
    summary: { zh: '证书模板', en: 'Profiles of certificates' },
    permission: may.read,
    audit: 'none',
    response: CredentialProfileList,
    example: examples.profiles,
    handle: () => uses.profiles(),
  }),
];

const downloads = (uses: CredentialUses): Route[] => [
  downloadRoute({
    method: 'GET',
    path: '/credentials/requests/:id/answer',
    operationId: 'downloadCredentialAnswer',
    summary: { zh: '下载给设备的应答（COER）', en: 'Download the answer for the device (COER)' },
    permission: may.read,
    audit: 'none',
    params: IdParams,
    handle: async ({ params }) => ({
      contentType: OCTETS,
      fileName: `credential-answer-${params.id}.coer`,
      body: Readable.from([await uses.answer(params.id)]),
    }),
  }),
  downloadRoute({
    method: 'GET',
    path: '/credentials/:id/certificate',
    operationId: 'downloadCredential',
    summary: { zh: '下载证书（COER）', en: 'Download a certificate (COER)' },
    permission: may.read,
    audit: 'none',
    params: CertificateParams,
    handle: async ({ params }) => ({
      contentType: OCTETS,
      fileName: `credential-${params.id}.coer`,
      body: Readable.from([await uses.certificate(params.id)]),
    }),
  }),
  downloadRoute({
    method: 'GET',
    path: '/credentials/lists/:suite/newest',
    operationId: 'getNewestCredentialCrl',
    summary: { zh: '最新撤销列表（SecuredCrl，COER）', en: 'The newest revocation list (SecuredCrl, COER)' },
    permission: 'public',
    audit: 'none',
    params: SuiteParams,
    handle: async ({ params }) => ({
      contentType: OCTETS,
      fileName: `chedun-${params.suite}-credentials-crl.coer`,
      body: Readable.from([await uses.newestList(params.suite)]),
    }),
  }),
];

const asking = (uses: CredentialUses): Route[] => [
  route({
    method: 'POST',
    path: '/credentials/requests',
    operationId: 'handInCredentialRequests',
    summary: { zh: '批量提交证书请求', en: 'Hand in requests for certificates' },
    permission: may.request,
    audit: 'credentials.request-handed-in',
    body: NewCredentialRequests,
    response: RequestOutcomes,
    example: { items: [{ id: examples.ID, state: 'proposed', problem: null }] },
    handle: ({ body, actor }) => uses.handIn(body.items, actor),
  }),
  route({
    method: 'POST',
    path: '/credentials/requests/decide',
    operationId: 'decideCredentialRequests',
    summary: { zh: '批量审批证书请求', en: 'Approve or reject requests' },
    permission: may.approve,
    audit: 'credentials.request-decided',
    body: RequestDecision,
    response: CredentialRequestList,
    example: examples.requests,
    handle: async ({ body, actor }) => {
      await uses.decideRequests(body, actor);
      return uses.requests(ANY);
    },
  }),
  route({
    method: 'POST',
    path: '/credentials/renewals',
    operationId: 'renewCredential',
    summary: { zh: '设备更新证书', en: 'Renew a certificate as device' },
    permission: may.device,
    audit: 'credentials.request-handed-in',
    body: Renewal,
    response: RenewalAnswer,
    example: { id: examples.ID, message: 'A4AB' },
    handle: ({ body, actor }) => uses.renew(body, actor),
  }),
  route({
    method: 'PUT',
    path: '/credentials/profiles',
    operationId: 'saveCredentialProfile',
    summary: { zh: '新建或修改证书模板', en: 'Add or change a profile of one’s own' },
    permission: may.manage,
    audit: 'credentials.profile-saved',
    body: CredentialProfile,
    response: CredentialProfileList,
    example: examples.profiles,
    handle: async ({ body, actor }) => {
      await uses.saveProfile(body, actor);
      return uses.profiles();
    },
  }),
];

const revoking = (uses: CredentialUses): Route[] => [
  route({
    method: 'POST',
    path: '/credentials/revocations',
    operationId: 'proposeCredentialRevocation',
    summary: { zh: '申请撤销证书', en: 'Ask for the revocation of a certificate' },
    permission: may.request,
    audit: 'credentials.revocation-proposed',
    body: NewCredentialRevocation,
    response: RevocationProposed,
    example: { id: examples.ID },
    handle: ({ body, actor }) => uses.proposeRevocation(body, actor),
  }),
  route({
    method: 'POST',
    path: '/credentials/revocations/:id/decide',
    operationId: 'decideCredentialRevocation',
    summary: { zh: '审批证书撤销', en: 'Approve or reject a revocation' },
    permission: may.approve,
    audit: 'credentials.revocation-decided',
    params: IdParams,
    body: RevocationDecision,
    response: RevocationDecided,
    example: { state: 'done', list: 4 },
    handle: ({ params, body, actor }) => uses.decideRevocation(params.id, body, actor),
  }),
];

/** Routes of application and identity certificates. */
export const credentialRoutes = (uses: CredentialUses): Route[] => [
  ...reading(uses),
  ...downloads(uses),
  ...asking(uses),
  ...revoking(uses),
];
