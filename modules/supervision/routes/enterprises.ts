import { buffer } from 'node:stream/consumers';
import { route, uploadRoute, type Route } from '@chedun/http';
import {
  CertificateInput,
  CertificateParams,
  EnterpriseInput,
  EnterpriseList,
  EnterpriseParams,
  ImportReport,
  Settings,
  SettingsInput,
  supervisionPermissions,
} from '../contract.ts';
import { exampleEnterprise } from '../examples.ts';
import type { SupervisionUses } from './uses.ts';

const { inbox: READ, enterprises: WRITE } = supervisionPermissions;
const MOST_TABLE = 8 * 1024 * 1024;
const list = { response: EnterpriseList, example: { items: [exampleEnterprise] } };
const settings = { response: Settings, example: { name: '湖北省通信管理局', certificate: 'a7'.repeat(32) } };

const registering = (uses: SupervisionUses): Route[] => [
  route({
    method: 'GET',
    path: '/supervision/enterprises',
    operationId: 'listSupervisedEnterprises',
    summary: { zh: '监管的企业', en: 'Enterprises under supervision' },
    permission: READ,
    audit: 'none',
    ...list,
    handle: async () => ({ items: await uses.enterprises() }),
  }),
  route({
    method: 'POST',
    path: '/supervision/enterprises',
    operationId: 'addSupervisedEnterprise',
    summary: { zh: '登记企业', en: 'Register an enterprise' },
    permission: WRITE,
    audit: 'supervision.enterprise-added',
    body: EnterpriseInput,
    ...list,
    handle: async ({ body, actor }) => {
      await uses.addEnterprise(body, actor);
      return { items: await uses.enterprises() };
    },
  }),
  route({
    method: 'PUT',
    path: '/supervision/enterprises/:id',
    operationId: 'changeSupervisedEnterprise',
    summary: { zh: '修改企业信息', en: 'Change an enterprise' },
    permission: WRITE,
    audit: 'supervision.enterprise-changed',
    params: EnterpriseParams,
    body: EnterpriseInput.omit({ creditCode: true }),
    ...list,
    handle: async ({ params, body, actor }) => {
      await uses.changeEnterprise(params.id, body, actor);
      return { items: await uses.enterprises() };
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/supervision/enterprises/import',
    operationId: 'importSupervisedEnterprises',
    summary: { zh: '导入企业名单', en: 'Import a table of enterprises' },
    permission: WRITE,
    audit: 'supervision.imported',
    maxBytes: MOST_TABLE,
    response: ImportReport,
    example: { rows: 100, taken: 98, known: 2, refused: [] },
    handle: async ({ body, actor }) => uses.importEnterprises(await buffer(body), actor),
  }),
];

const certificates = (uses: SupervisionUses): Route[] => [
  route({
    method: 'POST',
    path: '/supervision/enterprises/:id/certificates',
    operationId: 'confirmEnterpriseCertificate',
    summary: { zh: '确认企业签名证书', en: 'Confirm a certificate' },
    permission: WRITE,
    audit: 'supervision.certificate-added',
    params: EnterpriseParams,
    body: CertificateInput,
    ...list,
    handle: async ({ params, body, actor }) => {
      await uses.confirmCertificate(params.id, body, actor);
      return { items: await uses.enterprises() };
    },
  }),
  route({
    method: 'DELETE',
    path: '/supervision/enterprises/:id/certificates/:sm3',
    operationId: 'withdrawEnterpriseCertificate',
    summary: { zh: '撤回企业签名证书', en: 'Take a certificate back' },
    permission: WRITE,
    audit: 'supervision.certificate-removed',
    params: CertificateParams,
    ...list,
    handle: async ({ params, actor }) => {
      await uses.withdrawCertificate(params.id, params.sm3, actor);
      return { items: await uses.enterprises() };
    },
  }),
];

const naming = (uses: SupervisionUses): Route[] => [
  route({
    method: 'GET',
    path: '/supervision/settings',
    operationId: 'getSupervisionSettings',
    summary: { zh: '监管部门名称与回执签名证书', en: 'Name of the authority and certificate of its receipts' },
    permission: READ,
    audit: 'none',
    ...settings,
    handle: () => uses.settings(),
  }),
  route({
    method: 'PUT',
    path: '/supervision/settings',
    operationId: 'setSupervisionSettings',
    summary: { zh: '设置监管部门名称', en: 'Name the authority' },
    permission: WRITE,
    audit: 'supervision.named',
    body: SettingsInput,
    ...settings,
    handle: async ({ body, actor }) => {
      await uses.name(body.name, actor);
      return uses.settings();
    },
  }),
];

/** Routes of enterprises, their certificates, and the name of the authority. */
export const enterpriseRoutes = (uses: SupervisionUses): Route[] => [
  ...registering(uses),
  ...certificates(uses),
  ...naming(uses),
];
