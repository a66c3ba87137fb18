import { Readable } from 'node:stream';
import { downloadRoute, route, type Route } from '@chedun/http';
import {
  CeremonyDecision,
  CeremonyList,
  CeremonyProposal,
  CeremonyProposed,
  IdParams,
  IssuedAuthorityList,
  pseudonymsPermissions as may,
  SuiteParams,
} from './contract.ts';
import * as examples from './examples.ts';
import type { PseudonymUses } from './uses.ts';

const OCTETS = 'application/octet-stream';

const reading = (uses: PseudonymUses): Route[] => [
  route({
    method: 'GET',
    path: '/pseudonyms/ceremonies',
    operationId: 'listV2xCeremonies',
    summary: { zh: '车联网根密钥仪式', en: 'Ceremonies of V2X root keys' },
    permission: may.read,
    audit: 'none',
    response: CeremonyList,
    example: examples.ceremonies,
    handle: () => uses.ceremonies(),
  }),
  downloadRoute({
    method: 'GET',
    path: '/pseudonyms/ceremonies/:id/transcript',
    operationId: 'downloadV2xCeremonyTranscript',
    summary: { zh: '下载密钥仪式记录', en: 'Download the transcript of a ceremony' },
    permission: may.read,
    audit: 'none',
    params: IdParams,
    handle: async ({ params }) => ({
      contentType: 'text/plain; charset=utf-8',
      fileName: `v2x-key-ceremony-${params.id}.txt`,
      body: Readable.from([await uses.transcript(params.id)]),
    }),
  }),
  route({
    method: 'GET',
    path: '/pseudonyms/issued-authorities',
    operationId: 'listIssuedV2xAuthorities',
    summary: { zh: '根签发的其他机构与机构列表', en: 'Authorities beside the roles, and lists of authorities' },
    permission: may.read,
    audit: 'none',
    response: IssuedAuthorityList,
    example: examples.issuedAuthorities,
    handle: () => uses.issuedAuthorities(),
  }),
  downloadRoute({
    method: 'GET',
    path: '/pseudonyms/issued-authorities/:id/certificate',
    operationId: 'downloadIssuedV2xAuthority',
    summary: { zh: '下载机构证书（COER）', en: 'Download the certificate of an authority (COER)' },
    permission: may.read,
    audit: 'none',
    params: IdParams,
    handle: async ({ params }) => ({
      contentType: OCTETS,
      fileName: `v2x-authority-${params.id}.coer`,
      body: Readable.from([await uses.issuedCertificate(params.id)]),
    }),
  }),
];

/** Ceremonies of root keys, and what they published. */
export const ceremonyRoutes = (uses: PseudonymUses): Route[] => [
  ...reading(uses),
  route({
    method: 'POST',
    path: '/pseudonyms/ceremonies',
    operationId: 'proposeV2xCeremony',
    summary: { zh: '提出车联网根密钥仪式', en: 'Propose a ceremony of a V2X root key' },
    permission: may.ceremony,
    audit: 'pseudonyms.ceremony-proposed',
    body: CeremonyProposal,
    response: CeremonyProposed,
    example: { id: examples.ID },
    handle: ({ body, actor }) => uses.proposeCeremony(body, actor),
  }),
  route({
    method: 'POST',
    path: '/pseudonyms/ceremonies/:id/decide',
    operationId: 'decideV2xCeremony',
    summary: { zh: '批准或驳回车联网根密钥仪式', en: 'Hold or reject a ceremony as second person' },
    permission: may.approve,
    audit: 'pseudonyms.ceremony-held',
    params: IdParams,
    body: CeremonyDecision,
    response: CeremonyList,
    example: examples.ceremonies,
    handle: async ({ params, body, actor }) => {
      await uses.decideCeremony(params.id, body, actor);
      return uses.ceremonies();
    },
  }),
  downloadRoute({
    method: 'GET',
    path: '/pseudonyms/authority-lists/:suite/newest',
    operationId: 'getNewestV2xAuthorityList',
    summary: { zh: '最新机构列表（PkiCtl，COER）', en: 'The newest list of authorities (PkiCtl, COER)' },
    permission: 'public',
    audit: 'none',
    params: SuiteParams,
    handle: async ({ params }) => ({
      contentType: OCTETS,
      fileName: `chedun-${params.suite}-authorities.coer`,
      body: Readable.from([await uses.authorityList(params.suite)]),
    }),
  }),
];
