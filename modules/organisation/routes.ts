import { buffer } from 'node:stream/consumers';
import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  AppointmentInput,
  AppointmentParams,
  EndAppointment,
  ImportQuery,
  ImportReport,
  LicenceInput,
  LicenceParams,
  Organisation,
  organisationPermissions,
  ProfileInput,
  Uploaded,
} from './contract.ts';

/** What the routes of the organisation stand on. */
export interface OrganisationUses {
  readonly read: () => Promise<Organisation>;
  readonly saveProfile: (profile: ProfileInput, actor: ActorRef) => Promise<void>;
  readonly appoint: (appointment: AppointmentInput, actor: ActorRef) => Promise<void>;
  readonly end: (id: string, validTo: string, actor: ActorRef) => Promise<void>;
  readonly saveLicence: (number: string, licence: LicenceInput, actor: ActorRef) => Promise<void>;
  readonly removeLicence: (number: string, actor: ActorRef) => Promise<void>;
  readonly importAppointments: (
    bytes: Uint8Array,
    mode: 'preview' | 'apply',
    actor: ActorRef,
  ) => Promise<z.infer<typeof ImportReport>>;
  readonly upload: (body: AsyncIterable<Uint8Array>, actor: ActorRef) => Promise<z.input<typeof Uploaded>>;
}

const { read: READ, write: WRITE } = organisationPermissions;
const MAX_TABLE = 8 * 1024 * 1024;
const MAX_DOCUMENT = 20 * 1024 * 1024;

const example: z.input<typeof Organisation> = {
  profile: {
    name: '示例汽车有限公司',
    creditCode: '91420100MA4KXXXX2P',
    province: '42',
    isCii: false,
    updatedAt: '2026-11-23T01:00:00.000Z',
  },
  appointments: [],
  licences: [],
  weaknesses: [
    {
      key: 'post:security-officer:vacant',
      obligations: ['1.1-b'],
      text: { zh: '网络安全负责人：岗位空缺', en: 'Officer for network security: nobody is appointed' },
    },
  ],
};
const answer = { response: Organisation, example };

const aboutPersons = (uses: OrganisationUses): Route[] => [
  route({
    method: 'GET',
    path: '/organisation',
    operationId: 'getOrganisation',
    summary: { zh: '单位、责任人与许可证', en: 'The organisation, its persons and licences' },
    permission: READ,
    audit: 'none',
    ...answer,
    handle: () => uses.read(),
  }),
  route({
    method: 'PUT',
    path: '/organisation',
    operationId: 'saveOrganisation',
    summary: { zh: '登记单位信息', en: 'Register the organisation' },
    permission: WRITE,
    audit: 'organisation.profile-saved',
    body: ProfileInput,
    ...answer,
    handle: async ({ body, actor }) => {
      await uses.saveProfile(body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'POST',
    path: '/organisation/appointments',
    operationId: 'appoint',
    summary: { zh: '任命责任人', en: 'Appoint a person' },
    permission: WRITE,
    audit: 'organisation.appointed',
    body: AppointmentInput,
    ...answer,
    handle: async ({ body, actor }) => {
      await uses.appoint(body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'POST',
    path: '/organisation/appointments/:id/end',
    operationId: 'endAppointment',
    summary: { zh: '结束任命', en: 'End an appointment' },
    permission: WRITE,
    audit: 'organisation.appointment-ended',
    params: AppointmentParams,
    body: EndAppointment,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.end(params.id, body.validTo, actor);
      return uses.read();
    },
  }),
];

const uploading = (uses: OrganisationUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/organisation/documents',
    operationId: 'uploadAppointmentDocument',
    summary: { zh: '上传任命文件', en: 'Upload the document of an appointment' },
    permission: WRITE,
    audit: 'organisation.document-uploaded',
    maxBytes: MAX_DOCUMENT,
    response: Uploaded,
    example: { blob: 'organisation/documents/0193a000-0000-7000-8000-000000000001', bytes: 2048, sm3: 'a7'.repeat(32) },
    handle: ({ body, actor }) => uses.upload(body, actor),
  }),
  uploadRoute({
    method: 'POST',
    path: '/organisation/import',
    operationId: 'importAppointments',
    summary: { zh: '导入责任人表格', en: 'Import a table of persons' },
    permission: WRITE,
    audit: 'organisation.imported',
    query: ImportQuery,
    maxBytes: MAX_TABLE,
    response: ImportReport,
    example: { applied: false, rows: 10_000, taken: 9_999, known: 0, refused: [] },
    handle: async ({ query, body, actor }) => uses.importAppointments(await buffer(body), query.mode, actor),
  }),
];

const aboutLicences = (uses: OrganisationUses): Route[] => [
  route({
    method: 'PUT',
    path: '/organisation/licences/:number',
    operationId: 'saveLicence',
    summary: { zh: '登记许可证', en: 'Register a licence' },
    permission: WRITE,
    audit: 'organisation.licence-saved',
    params: LicenceParams,
    body: LicenceInput,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.saveLicence(params.number, body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'DELETE',
    path: '/organisation/licences/:number',
    operationId: 'removeLicence',
    summary: { zh: '删除许可证', en: 'Remove a licence' },
    permission: WRITE,
    audit: 'organisation.licence-removed',
    params: LicenceParams,
    ...answer,
    handle: async ({ params, actor }) => {
      await uses.removeLicence(params.number, actor);
      return uses.read();
    },
  }),
];

/** Routes of the organisation. */
export const organisationRoutes = (uses: OrganisationUses): Route[] => [
  ...aboutPersons(uses),
  ...uploading(uses),
  ...aboutLicences(uses),
];
