import { downloadRoute, route, type Route } from '@chedun/http';
import {
  Explanation,
  ExplainRequest,
  ExportQuery,
  FailureList,
  FailureQuery,
  IdParams,
  RootList,
  TrustListDetail,
  TrustListList,
  v2xTrustPermissions as may,
  VerificationQuery,
  VerificationState,
  VerifyAnswer,
  VerifyRequest,
} from './contract.ts';
import { changeRoutes } from './change-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { EXAMPLE_DETAIL, EXAMPLE_EXPLANATION, EXAMPLE_LIST, EXAMPLE_VERDICT, ID8 } from './examples.ts';
import type { V2xTrustUses } from './uses.ts';

const verifying = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'POST',
    path: '/v2x/verify',
    operationId: 'verifyV2xMessages',
    summary: { zh: '批量验证 V2X 签名消息', en: 'Verify signed V2X messages' },
    permission: may.verify,
    audit: 'none',
    rate: 'none',
    body: VerifyRequest,
    response: VerifyAnswer,
    example: { verdicts: [EXAMPLE_VERDICT], valid: 1, refused: 0 },
    handle: ({ body }) => uses.verify(body),
  }),
  route({
    method: 'POST',
    path: '/v2x/explain',
    operationId: 'explainV2xMessage',
    summary: { zh: '逐步解析并判定一条 V2X 消息', en: 'Decode a V2X message and judge it step by step' },
    permission: may.read,
    audit: 'none',
    body: ExplainRequest,
    response: Explanation,
    example: EXAMPLE_EXPLANATION,
    handle: ({ body }) => uses.explain(body),
  }),
];

const counting = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'GET',
    path: '/v2x/verification',
    operationId: 'getV2xVerification',
    summary: { zh: '消息验签统计', en: 'What became of V2X messages' },
    permission: may.read,
    audit: 'none',
    query: VerificationQuery,
    response: VerificationState,
    example: {
      totals: [{ security: 'ok', verdict: 'valid', count: 120_000 }],
      stepMs: 720_000,
      overTime: [{ at: '2026-11-23T01:00:00.000Z', security: 'ok', count: 5000 }],
      udpPort: 5401,
      threads: 1,
      signers: 840,
      lost: 0,
      roots: 3,
      authorities: 12,
      crls: 2,
    },
    handle: ({ query }) => uses.state(query),
  }),
  route({
    method: 'GET',
    path: '/v2x/failures',
    operationId: 'listV2xFailures',
    summary: { zh: '最近未通过的消息', en: 'Messages that were refused' },
    permission: may.read,
    audit: 'none',
    query: FailureQuery,
    response: FailureList,
    example: {
      items: [
        {
          id: '0193a5c0-0000-7000-8000-000000000001',
          at: '2026-11-23T01:00:00.000Z',
          verdict: 'signature-invalid',
          security: 'signature_failed',
          step: 'signature',
          aid: 111,
          signer: ID8,
          receiver: 'rsu-17',
          place: { lat: 31.2, lon: 121.4 },
          spdu: 'A4EC',
        },
      ],
      total: 1,
    },
    handle: ({ query }) => uses.failures(query),
  }),
];

const reading = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'GET',
    path: '/v2x/lists',
    operationId: 'listTrustLists',
    summary: { zh: '信任列表及历史', en: 'Lists of trust and their history' },
    permission: may.read,
    audit: 'none',
    response: TrustListList,
    example: { items: [EXAMPLE_LIST] },
    handle: async () => ({ items: await uses.lists() }),
  }),
  route({
    method: 'GET',
    path: '/v2x/lists/:id',
    operationId: 'getTrustList',
    summary: { zh: '信任列表内容与上一期差异', en: 'A list of trust, compared with the one before' },
    permission: may.read,
    audit: 'none',
    params: IdParams,
    response: TrustListDetail,
    example: EXAMPLE_DETAIL,
    handle: ({ params }) => uses.list(params.id),
  }),
  downloadRoute({
    method: 'GET',
    path: '/v2x/lists/:id/export',
    operationId: 'exportTrustList',
    summary: { zh: '导出信任列表（COER 或离线包）', en: 'Export a list of trust (COER, or a bundle for offline use)' },
    permission: may.read,
    audit: 'none',
    params: IdParams,
    query: ExportQuery,
    handle: ({ params, query }) => uses.exportList(params.id, query.form),
  }),
  route({
    method: 'GET',
    path: '/v2x/roots',
    operationId: 'listTrustedRoots',
    summary: { zh: '当前可信根证书', en: 'Roots that are trusted now' },
    permission: may.read,
    audit: 'none',
    response: RootList,
    example: { items: EXAMPLE_DETAIL.certificates },
    handle: async () => ({ items: await uses.roots() }),
  }),
];

/** Routes of trust between companies and of the verification of messages. */
export const v2xTrustRoutes = (uses: V2xTrustUses): Route[] => [
  ...verifying(uses),
  ...counting(uses),
  ...reading(uses),
  ...changeRoutes(uses),
  ...reportRoutes(uses),
];
