import { downloadRoute, route, type Route } from '@chedun/http';
import {
  CertificateDetail,
  CertificatePage,
  certificatesPermissions as may,
  CertificateQuery,
  Decision,
  FileQuery,
  IdParams,
  IssueAnswer,
  IssueCommand,
  RenewCommand,
  RequestList,
  SerialParams,
  StateAnswer,
  StateCommand,
} from '../contract.ts';
import { DETAIL, REQUEST, ROW } from '../examples.ts';
import type { CertificateUses } from './uses.ts';

const ISSUED = { serials: [ROW.serial], pem: '-----BEGIN CERTIFICATE-----\n', waits: null };

const reading = (uses: CertificateUses): Route[] => [
  route({
    method: 'GET',
    path: '/certificates',
    operationId: 'listCertificates',
    audit: 'none',
    summary: {
      zh: '证书列表',
      en: 'Certificates',
    },
    permission: may.read,
    query: CertificateQuery,
    response: CertificatePage,
    example: {
      items: [ROW],
      total: 1,
      next: null,
    },
    handle: ({ query }) => uses.list(query),
  }),
  route({
    method: 'GET',
    path: '/certificates/:serial',
    operationId: 'getCertificate',
    audit: 'none',
    summary: {
      zh: '证书详情',
      en: 'One certificate with its chain and life',
    },
    permission: may.read,
    params: SerialParams,
    response: CertificateDetail,
    example: DETAIL,
    handle: ({ params }) => uses.detail(params.serial),
  }),
  downloadRoute({
    method: 'GET',
    path: '/certificates/:serial/file',
    operationId: 'downloadCertificate',
    audit: 'none',
    summary: {
      zh: '下载证书、证书链或签发证明',
      en: 'Download a certificate, its chain or its proof',
    },
    permission: may.read,
    params: SerialParams,
    query: FileQuery,
    handle: ({ params, query }) => uses.file(params.serial, query),
  }),
];

const deciding = (uses: CertificateUses): Route[] => [
  route({
    method: 'GET',
    path: '/certificates/requests',
    operationId: 'listCertificateRequests',
    audit: 'none',
    summary: {
      zh: '待批准的申请',
      en: 'Requests for a second person',
    },
    permission: may.read,
    response: RequestList,
    example: { items: [REQUEST] },
    handle: async () => ({ items: [...(await uses.requests())] }),
  }),
  route({
    method: 'POST',
    path: '/certificates/requests/:id/decide',
    operationId: 'decideCertificateRequest',
    summary: {
      zh: '批准或驳回申请',
      en: 'Approve or reject what another person asked for',
    },
    permission: may.approve,
    audit: 'certificates.request-approved',
    params: IdParams,
    body: Decision,
    response: IssueAnswer.pick({ serials: true }),
    example: { serials: [ROW.serial] },
    handle: async ({ params, body, actor }) => ({ serials: [...(await uses.decideRequest(params.id, body, actor))] }),
  }),
];

/** Routes of single certificates. */
export const singleRoutes = (uses: CertificateUses): Route[] => [
  ...deciding(uses),
  ...reading(uses),
  route({
    method: 'POST',
    path: '/certificates',
    operationId: 'issueCertificate',
    summary: {
      zh: '申请证书',
      en: 'Ask for a certificate',
    },
    permission: may.issue,
    audit: 'certificates.issued',
    body: IssueCommand,
    response: IssueAnswer,
    example: ISSUED,
    handle: ({ body, actor }) => uses.issue(body, actor),
  }),
  route({
    method: 'POST',
    path: '/certificates/:serial/renew',
    operationId: 'renewCertificate',
    summary: {
      zh: '更新证书',
      en: 'Ask for the successor of a certificate',
    },
    permission: may.issue,
    audit: 'certificates.issued',
    params: SerialParams,
    body: RenewCommand,
    response: IssueAnswer,
    example: ISSUED,
    handle: ({ params, body, actor }) => uses.renew(params.serial, body.csr, actor),
  }),
  route({
    method: 'POST',
    path: '/certificates/states',
    operationId: 'changeCertificateState',
    summary: {
      zh: '申请吊销、暂停或解除暂停',
      en: 'Ask for revocation, suspend, or lift a suspension',
    },
    permission: may.revoke,
    audit: 'certificates.revoke-asked',
    body: StateCommand,
    response: StateAnswer,
    example: {
      changed: 0,
      waits: REQUEST.id,
    },
    handle: ({ body, actor }) => uses.askState(body, actor),
  }),
];
