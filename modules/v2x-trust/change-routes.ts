import { route, type Route } from '@chedun/http';
import { z } from 'zod';
import {
  AnchorList,
  Created,
  CrlImport,
  CrlList,
  Decided,
  IdParams,
  ListImport,
  ListPublish,
  ListSourceList,
  NewAnchor,
  NewListSource,
  OwnAnchors,
  TrustDecision,
  v2xTrustPermissions as may,
} from './contract.ts';
import { ID8 } from './examples.ts';
import type { V2xTrustUses } from './uses.ts';

const ID = '0193a5c0-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';

const anchorRoutes = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'GET',
    path: '/v2x/anchors',
    operationId: 'listTrustAnchors',
    summary: { zh: '人工固定的证书', en: 'Certificates that are pinned by hand' },
    permission: may.read,
    audit: 'none',
    response: AnchorList,
    example: {
      items: [
        {
          id: ID,
          kind: 'list-authority',
          id8: ID8,
          name: 'trcla.example',
          until: '2036-11-23T01:00:00.000Z',
          status: 'accepted',
          proposedBy: '张三',
          proposedAt: AT,
          decidedBy: '李四',
          decidedAt: AT,
        },
      ],
    },
    handle: async () => ({ items: await uses.anchors() }),
  }),
  route({
    method: 'POST',
    path: '/v2x/anchors',
    operationId: 'proposeTrustAnchor',
    summary: { zh: '提出固定证书', en: 'Propose to pin a certificate' },
    permission: may.propose,
    audit: 'v2x-trust.anchor-proposed',
    body: NewAnchor,
    response: Created,
    example: { id: ID },
    handle: ({ body, actor }) => uses.proposeAnchor(body, actor),
  }),
  route({
    method: 'POST',
    path: '/v2x/anchors/:id/decide',
    operationId: 'decideTrustAnchor',
    summary: { zh: '由第二人批准、驳回或撤下固定证书', en: 'Accept, reject or withdraw a pinned certificate' },
    permission: may.accept,
    audit: 'v2x-trust.anchor-decided',
    params: IdParams,
    body: TrustDecision,
    response: Decided,
    example: { status: 'accepted' },
    handle: ({ params, body, actor }) => uses.decideAnchor(params.id, body, actor),
  }),
];

const ownHierarchyRoutes = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'POST',
    path: '/v2x/anchors/own',
    operationId: 'proposeOwnHierarchy',
    summary: {
      zh: '提出信任本平台的车载假名证书体系',
      en: 'Propose to trust the pseudonym hierarchy of this platform',
    },
    permission: may.propose,
    audit: 'v2x-trust.anchor-proposed',
    response: OwnAnchors,
    example: { ids: [ID] },
    handle: ({ actor }) => uses.proposeOwn(actor),
  }),
];

const listRoutes = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'POST',
    path: '/v2x/lists',
    operationId: 'importTrustList',
    summary: { zh: '导入信任列表', en: 'Import a list of trust' },
    permission: may.propose,
    audit: 'v2x-trust.list-proposed',
    body: ListImport,
    response: Created,
    example: { id: ID },
    handle: ({ body, actor }) => uses.importList(body, actor),
  }),
  route({
    method: 'POST',
    path: '/v2x/lists/:id/decide',
    operationId: 'decideTrustList',
    summary: { zh: '由第二人批准、驳回或撤下信任列表', en: 'Accept, reject or withdraw a list of trust' },
    permission: may.accept,
    audit: 'v2x-trust.list-decided',
    params: IdParams,
    body: TrustDecision,
    response: Decided,
    example: { status: 'accepted' },
    handle: ({ params, body, actor }) => uses.decideList(params.id, body, actor),
  }),
  route({
    method: 'POST',
    path: '/v2x/lists/publish',
    operationId: 'publishTrustList',
    summary: { zh: '签发试点区域可信根列表', en: 'Sign a list of roots for a pilot zone' },
    permission: may.publish,
    audit: 'v2x-trust.list-proposed',
    body: ListPublish,
    response: Created,
    example: { id: ID },
    handle: ({ body, actor }) => uses.publish(body, actor),
  }),
];

const crlRoutes = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'GET',
    path: '/v2x/crls',
    operationId: 'listV2xCrls',
    summary: { zh: '证书撤销列表', en: 'Revocation lists' },
    permission: may.read,
    audit: 'none',
    response: CrlList,
    example: {
      items: [
        {
          id: ID,
          craca: ID8,
          signerName: 'root.example',
          series: 1,
          kind: 'full-hash',
          issuedAt: AT,
          nextAt: '2026-11-30T01:00:00.000Z',
          freshness: 'due',
          entries: 12,
          isInForce: true,
          importedBy: '张三',
          importedAt: AT,
        },
      ],
    },
    handle: async () => ({ items: await uses.crls() }),
  }),
  route({
    method: 'POST',
    path: '/v2x/crls',
    operationId: 'importV2xCrl',
    summary: { zh: '导入撤销列表（立即生效）', en: 'Import a revocation list (in force at once)' },
    permission: may.propose,
    audit: 'v2x-trust.crl-imported',
    body: CrlImport,
    response: Created,
    example: { id: ID },
    handle: ({ body, actor }) => uses.importCrl(body, actor),
  }),
];

const sourceRoutes = (uses: V2xTrustUses): Route[] => [
  route({
    method: 'GET',
    path: '/v2x/sources',
    operationId: 'listTrustListSources',
    summary: { zh: '列表下载地址', en: 'Addresses that lists are fetched from' },
    permission: may.read,
    audit: 'none',
    response: ListSourceList,
    example: {
      items: [{ id: ID, kind: 'root-ctl', url: 'https://trcla.example/trcl.oer', checkedAt: AT, problem: null }],
    },
    handle: async () => ({ items: await uses.sources() }),
  }),
  route({
    method: 'POST',
    path: '/v2x/sources',
    operationId: 'addTrustListSource',
    summary: { zh: '登记列表下载地址', en: 'Declare an address of a list' },
    permission: may.propose,
    audit: 'v2x-trust.source-added',
    body: NewListSource,
    response: Created,
    example: { id: ID },
    handle: ({ body, actor }) => uses.addSource(body, actor),
  }),
  route({
    method: 'DELETE',
    path: '/v2x/sources/:id',
    operationId: 'removeTrustListSource',
    summary: { zh: '删除列表下载地址', en: 'Forget an address of a list' },
    permission: may.propose,
    audit: 'v2x-trust.source-removed',
    params: IdParams,
    response: z.object({}),
    example: {},
    handle: async ({ params, actor }) => {
      await uses.removeSource(params.id, actor);
      return {};
    },
  }),
];

/** Routes that change what is trusted, with the lists that they show beside. */
export const changeRoutes = (uses: V2xTrustUses): Route[] => [
  ...anchorRoutes(uses),
  ...ownHierarchyRoutes(uses),
  ...listRoutes(uses),
  ...crlRoutes(uses),
  ...sourceRoutes(uses),
];
