import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  Attest,
  AttestationDuty,
  AttestationList,
  AttestationParams,
  ExceptionDecision,
  ExceptionList,
  ExceptionParams,
  ExceptionRequest,
  posturePermissions,
  StandardOrder,
  Uploaded,
  type Attestation,
  type Exception,
} from '../contract.ts';
import { exampleAttestation, exampleException } from '../examples.ts';

/** What the routes of attestations and exceptions stand on. */
export interface AcceptingUses {
  readonly attestations: () => Promise<Attestation[]>;
  readonly saveAttestation: (id: string, duty: AttestationDuty, actor: ActorRef) => Promise<void>;
  readonly adoptStandard: (order: z.output<typeof StandardOrder>, actor: ActorRef) => Promise<void>;
  readonly retireAttestation: (id: string, actor: ActorRef) => Promise<void>;
  readonly attest: (id: string, stated: Attest, actor: ActorRef) => Promise<void>;
  readonly upload: (body: AsyncIterable<Uint8Array>) => Promise<z.input<typeof Uploaded>>;
  readonly exceptions: () => Promise<Exception[]>;
  readonly requestException: (wanted: ExceptionRequest, actor: ActorRef) => Promise<void>;
  readonly decideException: (
    id: string,
    decision: z.output<typeof ExceptionDecision>,
    actor: ActorRef,
  ) => Promise<void>;
}

const { read: READ, attest: ATTEST, except: EXCEPT, decide: DECIDE } = posturePermissions;
const MAX_ATTACHMENT = 20 * 1024 * 1024;
const attestationAnswer = { response: AttestationList, example: { items: [exampleAttestation] } };
const exceptionAnswer = { response: ExceptionList, example: { items: [exampleException] } };

const attestationRoutes = (uses: AcceptingUses): Route[] => {
  const all = async () => ({ items: await uses.attestations() });
  return [
    route({
      method: 'GET',
      path: '/posture/attestations',
      operationId: 'listAttestations',
      summary: { zh: '人工声明', en: 'What persons have to attest' },
      permission: READ,
      audit: 'none',
      ...attestationAnswer,
      handle: all,
    }),
    route({
      method: 'PUT',
      path: '/posture/attestations/:id',
      operationId: 'saveAttestation',
      summary: { zh: '设立或修改人工声明', en: 'Ask for an attestation, or change it' },
      permission: ATTEST,
      audit: 'posture.attestation-saved',
      params: AttestationParams,
      body: AttestationDuty,
      ...attestationAnswer,
      handle: async ({ params, body, actor }) => {
        await uses.saveAttestation(params.id, body, actor);
        return all();
      },
    }),
    route({
      method: 'DELETE',
      path: '/posture/attestations/:id',
      operationId: 'retireAttestation',
      summary: { zh: '不再要求人工声明', en: 'Ask for an attestation no longer' },
      permission: ATTEST,
      audit: 'posture.attestation-retired',
      params: AttestationParams,
      ...attestationAnswer,
      handle: async ({ params, actor }) => {
        await uses.retireAttestation(params.id, actor);
        return all();
      },
    }),
    route({
      method: 'POST',
      path: '/posture/attestations/:id/evidence',
      operationId: 'attest',
      summary: { zh: '签署人工声明', en: 'Attest' },
      permission: ATTEST,
      audit: 'posture.attested',
      params: AttestationParams,
      body: Attest,
      ...attestationAnswer,
      handle: async ({ params, body, actor }) => {
        await uses.attest(params.id, body, actor);
        return all();
      },
    }),
  ];
};

const uploadRoutes = (uses: AcceptingUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/posture/attachments',
    operationId: 'uploadAttachment',
    summary: { zh: '上传声明所附文件', en: 'Upload a file for an attestation' },
    permission: ATTEST,
    audit: 'posture.attachment-uploaded',
    maxBytes: MAX_ATTACHMENT,
    response: Uploaded,
    example: { blob: 'posture/attachments/0193a000-0000-7000-8000-000000000003', bytes: 2048, sm3: 'a7'.repeat(32) },
    handle: ({ body }) => uses.upload(body),
  }),
];

const exceptionRoutes = (uses: AcceptingUses): Route[] => {
  const all = async () => ({ items: await uses.exceptions() });
  return [
    route({
      method: 'GET',
      path: '/posture/exceptions',
      operationId: 'listExceptions',
      summary: { zh: '例外', en: 'Exceptions' },
      permission: READ,
      audit: 'none',
      ...exceptionAnswer,
      handle: all,
    }),
    route({
      method: 'POST',
      path: '/posture/exceptions',
      operationId: 'requestException',
      summary: { zh: '申请例外', en: 'Ask for an exception' },
      permission: EXCEPT,
      audit: 'posture.exception-requested',
      body: ExceptionRequest,
      ...exceptionAnswer,
      handle: async ({ body, actor }) => {
        await uses.requestException(body, actor);
        return all();
      },
    }),
    route({
      method: 'POST',
      path: '/posture/exceptions/:id/decision',
      operationId: 'decideException',
      summary: { zh: '批准、拒绝或撤回例外', en: 'Approve, refuse or withdraw an exception' },
      permission: DECIDE,
      audit: 'posture.exception-decided',
      params: ExceptionParams,
      body: ExceptionDecision,
      ...exceptionAnswer,
      handle: async ({ params, body, actor }) => {
        await uses.decideException(params.id, body, actor);
        return all();
      },
    }),
  ];
};

const standardRoute = (uses: AcceptingUses): Route =>
  route({
    method: 'POST',
    path: '/posture/attestations/standard',
    operationId: 'adoptStandardAttestations',
    summary: { zh: '采用标准声明', en: 'Ask for the standard attestations of what no machine measures' },
    permission: ATTEST,
    audit: 'posture.attestation-saved',
    body: StandardOrder,
    ...attestationAnswer,
    handle: async ({ body, actor }) => {
      await uses.adoptStandard(body, actor);
      return { items: await uses.attestations() };
    },
  });

/** Routes of attestations and exceptions. */
export const acceptingRoutes = (uses: AcceptingUses): Route[] => [
  ...attestationRoutes(uses),
  standardRoute(uses),
  ...uploadRoutes(uses),
  ...exceptionRoutes(uses),
];
