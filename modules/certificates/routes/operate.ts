import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import { certificatesPermissions as may, IdParams } from '../contract.ts';
import { BATCH, BINDING, SETTINGS, VERDICT } from '../examples.ts';
import {
  BatchDetail,
  BatchList,
  BatchQuery,
  BindingLog,
  BindingQuery,
  CertificateSettings,
  LogProgress,
  LogVerdict,
  NameParams,
  PublicFileParams,
  PublishAnswer,
  PublishCommand,
} from '../contract/operate.ts';
import { MOST_BYTES } from '../use-cases/batches.ts';
import type { CertificateUses } from './uses.ts';

const batchRoutes = (uses: CertificateUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/certificates/batches',
    operationId: 'startCertificateBatch',
    maxBytes: MOST_BYTES,
    summary: {
      zh: '上传批次签发文件',
      en: 'Upload requests of a batch (CSV or ZIP)',
    },
    permission: may.issue,
    audit: 'certificates.batch-started',
    query: BatchQuery,
    response: IdParams,
    example: { id: BATCH.id },
    handle: async ({ query, body, actor }) => ({ id: await uses.startBatch(query, body, actor) }),
  }),
  route({
    method: 'GET',
    path: '/certificates/batches',
    operationId: 'listCertificateBatches',
    audit: 'none',
    summary: {
      zh: '批次签发',
      en: 'Batches with their progress',
    },
    permission: may.read,
    response: BatchList,
    example: { items: [BATCH] },
    handle: async () => ({ items: [...(await uses.batches())] }),
  }),
  route({
    method: 'GET',
    path: '/certificates/batches/:id',
    operationId: 'getCertificateBatch',
    audit: 'none',
    summary: {
      zh: '批次详情与被拒行',
      en: 'One batch with the rows that were refused',
    },
    permission: may.read,
    params: IdParams,
    response: BatchDetail,
    example: BATCH,
    handle: ({ params }) => uses.batch(params.id),
  }),
  downloadRoute({
    method: 'GET',
    path: '/certificates/batches/:id/certificates',
    operationId: 'downloadCertificateBatch',
    audit: 'none',
    summary: {
      zh: '下载批次证书',
      en: 'Download the certificates of a batch as CSV of VIN or device, serial number and PEM',
    },
    permission: may.read,
    params: IdParams,
    handle: async ({ params }) => uses.batchFile(params.id),
  }),
];

const settingRoutes = (uses: CertificateUses): Route[] => [
  route({
    method: 'GET',
    path: '/certificates/settings',
    operationId: 'getCertificateSettings',
    audit: 'none',
    summary: {
      zh: '证书管理设置',
      en: 'Settings of certificates',
    },
    permission: may.read,
    response: CertificateSettings,
    example: SETTINGS,
    handle: () => uses.settings(),
  }),
  route({
    method: 'PUT',
    path: '/certificates/settings',
    operationId: 'saveCertificateSettings',
    summary: {
      zh: '修改证书管理设置',
      en: 'Change settings of certificates',
    },
    permission: may.manage,
    audit: 'certificates.settings-changed',
    body: CertificateSettings,
    response: CertificateSettings,
    example: SETTINGS,
    handle: ({ body, actor }) => uses.saveSettings(body, actor),
  }),
];

const publicRoutes = (uses: CertificateUses): Route[] => [
  route({
    method: 'GET',
    path: '/certificates/log',
    operationId: 'verifyIssuanceLog',
    audit: 'none',
    summary: {
      zh: '校验签发日志',
      en: 'Verify the issuance log',
    },
    permission: may.read,
    response: LogVerdict,
    example: VERDICT,
    handle: () => uses.verifyLog(),
  }),
  route({
    method: 'GET',
    path: '/certificates/log/progress',
    operationId: 'getIssuanceLogProgress',
    audit: 'none',
    summary: {
      zh: '签发日志校验进度',
      en: 'How far the verification of the issuance log has come',
    },
    permission: may.read,
    response: LogProgress,
    example: { running: true, leaves: 40_000, totalLeaves: 100_000, certificates: 0, totalCertificates: 99_000 },
    handle: async () => uses.logProgress(),
  }),
  downloadRoute({
    method: 'GET',
    path: '/pki/:file',
    operationId: 'downloadPublished',
    audit: 'none',
    summary: {
      zh: '公开下载吊销列表与机构证书',
      en: 'Lists of revoked certificates and certificates of authorities, open to everybody',
    },
    permission: 'public',
    params: PublicFileParams,
    handle: ({ params }) => uses.published(params.file),
  }),
];

/** Routes of batches, lists of revoked certificates, bindings, the log and the settings. */
export const operateRoutes = (uses: CertificateUses): Route[] => [
  ...batchRoutes(uses),
  ...settingRoutes(uses),
  route({
    method: 'GET',
    path: '/certificates/bindings',
    operationId: 'listCertificateBindings',
    audit: 'none',
    summary: {
      zh: '绑定记录',
      en: 'What was bound to vehicles and devices',
    },
    permission: may.read,
    query: BindingQuery,
    response: BindingLog,
    example: { items: [BINDING] },
    handle: ({ query }) => uses.bindings(query),
  }),
  route({
    method: 'POST',
    path: '/certificates/authorities/:name/publish',
    operationId: 'publishRevocationList',
    summary: {
      zh: '立即发布吊销列表',
      en: 'Publish a list of revoked certificates now',
    },
    permission: may.revoke,
    audit: 'certificates.list-published',
    params: NameParams,
    body: PublishCommand,
    response: PublishAnswer,
    example: {
      number: 13,
      entries: 3,
    },
    handle: ({ params, body, actor }) => uses.publish(params.name, body.kind, actor),
  }),
  ...publicRoutes(uses),
];
