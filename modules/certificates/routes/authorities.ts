import { Readable } from 'node:stream';
import { downloadRoute, route, type Route } from '@chedun/http';
import {
  AuthorityList,
  CeremonyList,
  CeremonyProposal,
  certificatesPermissions as may,
  Decision,
  IdParams,
  Profile,
  ProfileList,
} from '../contract.ts';
import { AUTHORITY, CEREMONY, PROFILE } from '../examples.ts';
import type { CertificateUses } from './uses.ts';

const readCeremonies = (uses: CertificateUses): Route[] => [
  route({
    method: 'GET',
    path: '/certificates/ceremonies',
    operationId: 'listKeyCeremonies',
    audit: 'none',
    summary: {
      zh: '密钥仪式',
      en: 'Ceremonies of root keys',
    },
    permission: may.read,
    response: CeremonyList,
    example: { items: [CEREMONY] },
    handle: async () => ({ items: [...(await uses.ceremonies())] }),
  }),
  downloadRoute({
    method: 'GET',
    path: '/certificates/ceremonies/:id/transcript',
    operationId: 'downloadCeremonyTranscript',
    audit: 'none',
    summary: {
      zh: '下载密钥仪式记录',
      en: 'Download the transcript of a ceremony',
    },
    permission: may.read,
    params: IdParams,
    handle: async ({ params }) => ({
      contentType: 'text/plain; charset=utf-8',
      fileName: `key-ceremony-${params.id}.txt`,
      body: Readable.from([await uses.transcript(params.id)]),
    }),
  }),
];

const ceremonyRoutes = (uses: CertificateUses): Route[] => [
  ...readCeremonies(uses),
  route({
    method: 'POST',
    path: '/certificates/ceremonies',
    operationId: 'proposeKeyCeremony',
    summary: {
      zh: '提出密钥仪式',
      en: 'Propose a ceremony of a root key',
    },
    permission: may.ceremony,
    audit: 'certificates.ceremony-proposed',
    body: CeremonyProposal,
    response: IdParams,
    example: { id: CEREMONY.id },
    handle: async ({ body, actor }) => ({ id: await uses.proposeCeremony(body, actor) }),
  }),
  route({
    method: 'POST',
    path: '/certificates/ceremonies/:id/decide',
    operationId: 'decideKeyCeremony',
    summary: {
      zh: '批准或驳回密钥仪式',
      en: 'Hold or reject a ceremony as second person',
    },
    permission: may.approve,
    audit: 'certificates.ceremony-held',
    params: IdParams,
    body: Decision,
    response: CeremonyList,
    example: { items: [CEREMONY] },
    handle: async ({ params, body, actor }) => {
      await uses.decideCeremony(params.id, body, actor);
      return { items: [...(await uses.ceremonies())] };
    },
  }),
];

/** Routes of authorities, ceremonies and profiles. */
export const authorityRoutes = (uses: CertificateUses): Route[] => [
  route({
    method: 'GET',
    path: '/certificates/authorities',
    operationId: 'listCertificateAuthorities',
    audit: 'none',
    summary: {
      zh: '证书机构',
      en: 'Certificate authorities',
    },
    permission: may.read,
    response: AuthorityList,
    example: { items: [AUTHORITY] },
    handle: async () => ({ items: [...(await uses.authorities())] }),
  }),
  ...ceremonyRoutes(uses),
  route({
    method: 'GET',
    path: '/certificates/profiles',
    operationId: 'listCertificateProfiles',
    audit: 'none',
    summary: {
      zh: '证书模板',
      en: 'Profiles of certificates',
    },
    permission: may.read,
    response: ProfileList,
    example: { items: [PROFILE] },
    handle: async () => ({ items: [...(await uses.profiles())] }),
  }),
  route({
    method: 'PUT',
    path: '/certificates/profiles',
    operationId: 'saveCertificateProfile',
    summary: {
      zh: '新建或修改证书模板',
      en: 'Add or change a profile of one’s own',
    },
    permission: may.manage,
    audit: 'certificates.profile-saved',
    body: Profile,
    response: Profile,
    example: exampleProfile(),
    handle: ({ body, actor }) => uses.saveProfile(body, actor),
  }),
];

function exampleProfile() {
  const { origin: _origin, certificates: _certificates, ...profile } = PROFILE;
  return { ...profile, id: 'own-vehicle' };
}
