import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  CriticalInfrastructure,
  criticalInfrastructurePermissions,
  DesignationInput,
  Leave,
  StatementInput,
  Uploaded,
  VettingInput,
  VettingParams,
} from './contract.ts';

/** What the routes stand on. */
export interface CriticalInfrastructureUses {
  readonly read: () => Promise<CriticalInfrastructure>;
  readonly designate: (input: DesignationInput, actor: ActorRef) => Promise<void>;
  readonly vet: (input: VettingInput, actor: ActorRef) => Promise<void>;
  readonly leave: (id: string, leftOn: string, actor: ActorRef) => Promise<void>;
  readonly state: (input: z.output<typeof StatementInput>, actor: ActorRef) => Promise<void>;
  readonly upload: (body: AsyncIterable<Uint8Array>, actor: ActorRef) => Promise<z.input<typeof Uploaded>>;
}

const { read: READ, write: WRITE } = criticalInfrastructurePermissions;
const MAX_DOCUMENT = 20 * 1024 * 1024;

const example: z.input<typeof CriticalInfrastructure> = {
  isNamed: true,
  designation: null,
  vettings: [],
  statement: null,
  duties: [
    {
      id: 'designation',
      title: { zh: '认定通知留存，保护工作部门明确', en: 'The notice of designation is kept and names the department' },
      source: { zh: '征求意见稿 二（一）', en: 'Draft notice, II (1)' },
      standing: 'unmet',
      text: { zh: '尚未登记认定通知', en: 'The notice of designation is not registered' },
      page: '/critical-infrastructure',
    },
  ],
};
const answer = { response: CriticalInfrastructure, example };

const people = (uses: CriticalInfrastructureUses): Route[] => [
  route({
    method: 'POST',
    path: '/critical-infrastructure/vettings',
    operationId: 'recordVetting',
    summary: { zh: '登记安全背景审查', en: 'Record a background check' },
    permission: WRITE,
    audit: 'critical-infrastructure.vetted',
    body: VettingInput,
    ...answer,
    handle: async ({ body, actor }) => {
      await uses.vet(body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'POST',
    path: '/critical-infrastructure/vettings/:id/leave',
    operationId: 'leaveKeyPost',
    summary: { zh: '登记离岗', en: 'Record that a person left the post' },
    permission: WRITE,
    audit: 'critical-infrastructure.left',
    params: VettingParams,
    body: Leave,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.leave(params.id, body.leftOn, actor);
      return uses.read();
    },
  }),
];

/** Routes of critical infrastructure. */
export const criticalInfrastructureRoutes = (uses: CriticalInfrastructureUses): Route[] => [
  route({
    method: 'GET',
    path: '/critical-infrastructure',
    operationId: 'getCriticalInfrastructure',
    summary: { zh: '关键信息基础设施保护义务', en: 'Duties of an operator of critical infrastructure' },
    permission: READ,
    audit: 'none',
    ...answer,
    handle: () => uses.read(),
  }),
  route({
    method: 'PUT',
    path: '/critical-infrastructure/designation',
    operationId: 'saveDesignation',
    summary: { zh: '登记认定通知', en: 'Register the notice of designation' },
    permission: WRITE,
    audit: 'critical-infrastructure.designated',
    body: DesignationInput,
    ...answer,
    handle: async ({ body, actor }) => {
      await uses.designate(body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'POST',
    path: '/critical-infrastructure/statements',
    operationId: 'stateNotNamed',
    summary: { zh: '声明未被认定', en: 'State that nobody named the organisation' },
    permission: WRITE,
    audit: 'critical-infrastructure.stated',
    body: StatementInput,
    ...answer,
    handle: async ({ body, actor }) => {
      await uses.state(body, actor);
      return uses.read();
    },
  }),
  ...people(uses),
  uploadRoute({
    method: 'POST',
    path: '/critical-infrastructure/documents',
    operationId: 'uploadCriticalInfrastructureDocument',
    summary: { zh: '上传认定通知或审查文件', en: 'Upload a notice or the document of a check' },
    permission: WRITE,
    audit: 'critical-infrastructure.document-uploaded',
    maxBytes: MAX_DOCUMENT,
    response: Uploaded,
    example: {
      blob: 'critical-infrastructure/documents/0193a000-0000-7000-8000-000000000001',
      bytes: 2048,
      sm3: 'a7'.repeat(32),
    },
    handle: ({ body, actor }) => uses.upload(body, actor),
  }),
];
