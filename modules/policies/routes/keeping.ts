import { route, uploadRoute, type Route } from '@chedun/http';
import {
  Approve,
  DraftInput,
  GiveReason,
  MOST_FILE,
  NewPolicy,
  Policy,
  PolicyInput,
  PolicyParams,
  policyPermissions,
  Uploaded,
  VersionParams,
} from '../contract.ts';
import { policyExample } from '../examples.ts';
import type { PolicyUses } from './uses.ts';

const { write: WRITE, approve: APPROVE } = policyPermissions;
const answer = { response: Policy, example: policyExample };

const policies = (uses: PolicyUses): Route[] => [
  route({
    method: 'POST',
    path: '/policies',
    operationId: 'addPolicy',
    summary: { zh: '新建制度', en: 'Make a policy with its first draft' },
    permission: WRITE,
    audit: 'policies.added',
    body: NewPolicy,
    ...answer,
    handle: async ({ body, actor }) => uses.policy(await uses.add(body, actor)),
  }),
  route({
    method: 'PUT',
    path: '/policies/:id',
    operationId: 'changeWrittenPolicy',
    summary: { zh: '修改制度信息', en: 'Change what a policy is' },
    permission: WRITE,
    audit: 'policies.changed',
    params: PolicyParams,
    body: PolicyInput,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.change(params.id, body, actor);
      return uses.policy(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/policies/:id/retire',
    operationId: 'retirePolicy',
    summary: { zh: '废止制度', en: 'Retire a policy' },
    permission: APPROVE,
    audit: 'policies.retired',
    params: PolicyParams,
    body: GiveReason,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.retire(params.id, body.reason, actor);
      return uses.policy(params.id);
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/policies/files',
    operationId: 'uploadPolicyFile',
    summary: { zh: '上传制度文件（PDF 或 DOCX）', en: 'Upload the file of a version (PDF or DOCX)' },
    permission: WRITE,
    audit: 'policies.file-uploaded',
    maxBytes: MOST_FILE,
    response: Uploaded,
    example: { blob: 'policies/files/0193a000-0000-7000-8000-000000000001', bytes: 20_480, sm3: 'a7'.repeat(32) },
    handle: ({ body }) => uses.upload(body),
  }),
];

const drafts = (uses: PolicyUses): Route[] => [
  route({
    method: 'POST',
    path: '/policies/:id/versions',
    operationId: 'beginPolicyVersion',
    summary: { zh: '新建版本', en: 'Begin the next version' },
    permission: WRITE,
    audit: 'policies.version-begun',
    params: PolicyParams,
    ...answer,
    handle: async ({ params, actor }) => {
      await uses.begin(params.id, actor);
      return uses.policy(params.id);
    },
  }),
  route({
    method: 'PUT',
    path: '/policies/:id/versions/:number',
    operationId: 'writePolicyDraft',
    summary: { zh: '保存草稿', en: 'Write a draft' },
    permission: WRITE,
    audit: 'policies.draft-written',
    params: VersionParams,
    body: DraftInput,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.write(params.id, params.number, body, actor);
      return uses.policy(params.id);
    },
  }),
];

const approval = (uses: PolicyUses): Route[] => [
  route({
    method: 'POST',
    path: '/policies/:id/versions/:number/submit',
    operationId: 'submitPolicyVersion',
    summary: { zh: '提交审批', en: 'Hand a draft in for approval' },
    permission: WRITE,
    audit: 'policies.submitted',
    params: VersionParams,
    ...answer,
    handle: async ({ params, actor }) => {
      await uses.submit(params.id, params.number, actor);
      return uses.policy(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/policies/:id/versions/:number/return',
    operationId: 'returnPolicyVersion',
    summary: { zh: '退回修改', en: 'Give a version back to its author' },
    permission: APPROVE,
    audit: 'policies.returned',
    params: VersionParams,
    body: GiveReason,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.giveBack(params.id, params.number, body.reason, actor);
      return uses.policy(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/policies/:id/versions/:number/approve',
    operationId: 'approvePolicyVersion',
    summary: { zh: '批准并签名', en: 'Approve and sign a version of somebody else' },
    permission: APPROVE,
    audit: 'policies.approved',
    params: VersionParams,
    body: Approve,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.approve(params.id, params.number, body.effectiveFrom, actor);
      return uses.policy(params.id);
    },
  }),
];

/** Routes by which policies are written, approved and retired. */
export const keepingRoutes = (uses: PolicyUses): Route[] => [...policies(uses), ...drafts(uses), ...approval(uses)];
