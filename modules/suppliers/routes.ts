import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import { buffer } from 'node:stream/consumers';
import {
  AgreementInput,
  EndAgreement,
  EndRelation,
  ImportQuery,
  ImportReport,
  Looked,
  MeetCondition,
  PartParams,
  ReviewInput,
  Spelling,
  SupplierDossier,
  SupplierInput,
  SupplierOverview,
  SupplierPage,
  SupplierParams,
  SupplierQuery,
  suppliersPermissions,
  TakeOver,
  Uploaded,
} from './contract.ts';
import { dossierExample, importExample, overviewExample, pageExample } from './examples.ts';
import type { SupplierUses } from './uses.ts';

const { read: READ, write: WRITE } = suppliersPermissions;
const MOST_TABLE = 8 * 1024 * 1024;
const MOST_DOCUMENT = 20 * 1024 * 1024;
const dossier = { response: SupplierDossier, example: dossierExample };
const overview = { response: SupplierOverview, example: overviewExample };

const reading = (uses: SupplierUses): Route[] => [
  route({
    method: 'GET',
    path: '/suppliers',
    operationId: 'listSuppliers',
    summary: { zh: '供应商清单', en: 'List of suppliers' },
    permission: READ,
    audit: 'none',
    query: SupplierQuery,
    response: SupplierPage,
    example: pageExample,
    handle: ({ query }) => uses.list(query),
  }),
  route({
    method: 'GET',
    path: '/suppliers/overview',
    operationId: 'getSupplierOverview',
    summary: { zh: '供应商概况与未建档名称', en: 'Suppliers in numbers, and names without a dossier' },
    permission: READ,
    audit: 'none',
    ...overview,
    handle: () => uses.overview(),
  }),
  downloadRoute({
    method: 'GET',
    path: '/suppliers/export',
    operationId: 'exportSuppliers',
    summary: { zh: '导出供应商清单', en: 'Export the list of suppliers' },
    permission: READ,
    audit: 'suppliers.exported',
    handle: ({ actor }) => uses.exportAll(actor),
  }),
  route({
    method: 'GET',
    path: '/suppliers/:id',
    operationId: 'getSupplier',
    summary: { zh: '供应商档案', en: 'Dossier of a supplier' },
    permission: READ,
    audit: 'none',
    params: SupplierParams,
    ...dossier,
    handle: ({ params }) => uses.read(params.id),
  }),
  downloadRoute({
    method: 'GET',
    path: '/suppliers/:id/documents/:part',
    operationId: 'downloadSupplierDocument',
    summary: { zh: '下载合同或审核文件', en: 'Download the document of an agreement or review' },
    permission: READ,
    audit: 'none',
    params: PartParams,
    handle: async ({ params }) => {
      const { name, body } = await uses.document(params.id, params.part);
      return { contentType: 'application/octet-stream', fileName: name, body };
    },
  }),
];

const keeping = (uses: SupplierUses): Route[] => [
  route({
    method: 'POST',
    path: '/suppliers',
    operationId: 'addSupplier',
    summary: { zh: '登记供应商', en: 'Register a supplier' },
    permission: WRITE,
    audit: 'suppliers.added',
    body: SupplierInput,
    ...dossier,
    handle: async ({ body, actor }) => uses.read(await uses.add(body, actor)),
  }),
  route({
    method: 'PUT',
    path: '/suppliers/:id',
    operationId: 'changeSupplier',
    summary: { zh: '修改供应商档案', en: 'Change a dossier' },
    permission: WRITE,
    audit: 'suppliers.changed',
    params: SupplierParams,
    body: SupplierInput,
    ...dossier,
    handle: async ({ params, body, actor }) => {
      await uses.change(params.id, body, actor);
      return uses.read(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/suppliers/:id/spellings',
    operationId: 'addSupplierSpelling',
    summary: { zh: '将名称归入供应商（别名）', en: 'Keep another spelling of a supplier' },
    permission: WRITE,
    audit: 'suppliers.spelling-added',
    params: SupplierParams,
    body: Spelling,
    ...overview,
    handle: async ({ params, body, actor }) => {
      await uses.spell(params.id, body.name, actor);
      return uses.overview();
    },
  }),
  route({
    method: 'POST',
    path: '/suppliers/:id/relation',
    operationId: 'endSupplierRelation',
    summary: { zh: '结束或恢复合作', en: 'End a relation, or take it up again' },
    permission: WRITE,
    audit: 'suppliers.relation-ended',
    params: SupplierParams,
    body: EndRelation,
    ...dossier,
    handle: async ({ params, body, actor }) => {
      await uses.end(params.id, body, actor);
      return uses.read(params.id);
    },
  }),
];

const taking = (uses: SupplierUses): Route[] => [
  route({
    method: 'POST',
    path: '/suppliers/take-over',
    operationId: 'takeOverSuppliers',
    summary: { zh: '从资产台账采用供应商名称', en: 'Take over names of the register of assets' },
    permission: WRITE,
    audit: 'suppliers.taken-over',
    body: TakeOver,
    ...overview,
    handle: async ({ body, actor }) => {
      await uses.takeOver(body, actor);
      return uses.overview();
    },
  }),
  route({
    method: 'POST',
    path: '/suppliers/look',
    operationId: 'lookForSuppliers',
    summary: { zh: '立即核对资产台账', en: 'Compare with the register of assets now' },
    permission: WRITE,
    audit: 'suppliers.looked',
    response: Looked,
    example: { names: 25, unknown: 1 },
    handle: ({ actor }) => uses.look(actor),
  }),
  uploadRoute({
    method: 'POST',
    path: '/suppliers/import',
    operationId: 'importSuppliers',
    summary: { zh: '导入供应商（CSV、XLSX）', en: 'Import suppliers (CSV, XLSX)' },
    permission: WRITE,
    audit: 'suppliers.imported',
    query: ImportQuery,
    maxBytes: MOST_TABLE,
    response: ImportReport,
    example: importExample,
    handle: async ({ query, body, actor }) => uses.importTable(await buffer(body), query.mode, actor),
  }),
  uploadRoute({
    method: 'POST',
    path: '/suppliers/documents',
    operationId: 'uploadSupplierDocument',
    summary: { zh: '上传合同或审核文件', en: 'Upload the document of an agreement or review' },
    permission: WRITE,
    audit: 'suppliers.document-uploaded',
    maxBytes: MOST_DOCUMENT,
    response: Uploaded,
    example: { blob: 'suppliers/documents/0193a000-0000-7000-8000-000000000001', bytes: 2048, sm3: 'a7'.repeat(32) },
    handle: ({ body }) => uses.upload(body),
  }),
];

const binding = (uses: SupplierUses): Route[] => [
  route({
    method: 'POST',
    path: '/suppliers/:id/agreements',
    operationId: 'addSupplierAgreement',
    summary: { zh: '登记合同或协议', en: 'Register an agreement' },
    permission: WRITE,
    audit: 'suppliers.agreement-added',
    params: SupplierParams,
    body: AgreementInput,
    ...dossier,
    handle: async ({ params, body, actor }) => {
      await uses.agree(params.id, body, actor);
      return uses.read(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/suppliers/:id/agreements/:part/end',
    operationId: 'endSupplierAgreement',
    summary: { zh: '提前结束合同', en: 'End an agreement' },
    permission: WRITE,
    audit: 'suppliers.agreement-ended',
    params: PartParams,
    body: EndAgreement,
    ...dossier,
    handle: async ({ params, body, actor }) => {
      await uses.endAgreement(params.id, params.part, body.validTo, actor);
      return uses.read(params.id);
    },
  }),
];

const reviewing = (uses: SupplierUses): Route[] => [
  route({
    method: 'POST',
    path: '/suppliers/:id/reviews',
    operationId: 'reviewSupplier',
    summary: { zh: '登记安全审核', en: 'Keep a review' },
    permission: WRITE,
    audit: 'suppliers.reviewed',
    params: SupplierParams,
    body: ReviewInput,
    ...dossier,
    handle: async ({ params, body, actor }) => {
      await uses.review(params.id, body, actor);
      return uses.read(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/suppliers/:id/conditions/:part/met',
    operationId: 'meetSupplierCondition',
    summary: { zh: '登记整改完成', en: 'Note that a condition is met' },
    permission: WRITE,
    audit: 'suppliers.condition-met',
    params: PartParams,
    body: MeetCondition,
    ...dossier,
    handle: async ({ params, body, actor }) => {
      await uses.meet(params.id, params.part, body.metOn, actor);
      return uses.read(params.id);
    },
  }),
];

/** Routes of suppliers. */
export const supplierRoutes = (uses: SupplierUses): Route[] => [
  ...reading(uses),
  ...taking(uses),
  ...keeping(uses),
  ...binding(uses),
  ...reviewing(uses),
];
