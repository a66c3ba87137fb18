import { certificatesPermissions } from '@chedun/certificates/contract';
import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  CmpRequestList,
  CmpRequestQuery,
  EnrolmentStatus,
  SecretPage,
  SecretParams,
  SecretQuery,
  SecretsMade,
  SecretsOrder,
  type CmpRequest,
} from './contract.ts';

/** What the routes stand on. */
export interface EnrolmentUses {
  readonly status: () => EnrolmentStatus;
  readonly make: (
    order: SecretsOrder,
    actor: ActorRef & { readonly roles: readonly string[] },
  ) => Promise<z.input<typeof SecretsMade>>;
  readonly list: (query: z.output<typeof SecretQuery>) => Promise<SecretPage>;
  readonly withdraw: (id: string, actor: ActorRef) => Promise<void>;
  readonly requests: (query: z.output<typeof CmpRequestQuery>) => Promise<readonly CmpRequest[]>;
}

const ID = '0192f0c8-0000-7000-8000-000000000001';
const SUBJECT = { vin: 'LSVAA49J132000001', device: null };
const SECRET = {
  id: ID,
  reference: 'k7m2p9q4x8ra',
  authority: 'vehicle-ca',
  profile: 'vehicle',
  ...SUBJECT,
  state: 'open',
  attempts: 0,
  serial: null,
  createdBy: 'hanmei',
  createdAt: '2026-11-23T01:00:00.000Z',
  expiresAt: '2026-12-23T01:00:00.000Z',
} as const;

const secretRoutes = (uses: EnrolmentUses): Route[] => [
  route({
    method: 'GET',
    path: '/enrolment/secrets',
    operationId: 'listDeviceSecrets',
    summary: { zh: '设备一次性密钥', en: 'One-time secrets of devices' },
    permission: certificatesPermissions.read,
    audit: 'none',
    query: SecretQuery,
    response: SecretPage,
    example: { items: [SECRET], next: null, open: 1 },
    handle: ({ query }) => uses.list(query),
  }),
  route({
    method: 'POST',
    path: '/enrolment/secrets',
    operationId: 'makeDeviceSecrets',
    summary: {
      zh: '生成设备一次性密钥（仅此一次显示）',
      en: 'Make one-time secrets for devices; they are shown this once',
    },
    permission: certificatesPermissions.issue,
    audit: 'enrolment.secrets-made',
    body: SecretsOrder,
    response: SecretsMade,
    example: {
      items: [{ id: ID, reference: SECRET.reference, secret: 'v3w8k2m7q9x4c6r5t8n2p7h4j9d3f6g8', ...SUBJECT }],
      expiresAt: SECRET.expiresAt,
    },
    handle: ({ body, actor }) => uses.make(body, actor),
  }),
  route({
    method: 'POST',
    path: '/enrolment/secrets/:id/withdraw',
    operationId: 'withdrawDeviceSecret',
    summary: { zh: '作废设备一次性密钥', en: 'Take a one-time secret out of use' },
    permission: certificatesPermissions.issue,
    audit: 'enrolment.secret-withdrawn',
    params: SecretParams,
    response: SecretParams,
    example: { id: ID },
    handle: async ({ params, actor }) => {
      await uses.withdraw(params.id, actor);
      return params;
    },
  }),
];

/** Routes of the listener, of the secrets of devices, and of what devices asked for. */
export const enrolmentRoutes = (uses: EnrolmentUses): Route[] => [
  route({
    method: 'GET',
    path: '/enrolment',
    operationId: 'getEnrolmentStatus',
    summary: { zh: '证书协议监听状态', en: 'Whether devices reach the certificate authority' },
    permission: certificatesPermissions.read,
    audit: 'none',
    response: EnrolmentStatus,
    example: { port: 8089, tls: true, requests: { ocsp: 1200, est: 3, cmp: 20, published: 40 } },
    handle: async () => uses.status(),
  }),
  ...secretRoutes(uses),
  route({
    method: 'GET',
    path: '/enrolment/cmp-requests',
    operationId: 'listCmpRequests',
    summary: { zh: '设备的 CMP 请求', en: 'What devices asked for by CMP' },
    permission: certificatesPermissions.read,
    audit: 'none',
    query: CmpRequestQuery,
    response: CmpRequestList,
    example: {
      items: [
        {
          id: `${SECRET.reference} 0a1b2c3d4e5f60718293a4b5c6d7e8f9`,
          kind: 'ir',
          by: SECRET.reference,
          protection: 'secret',
          authority: 'vehicle-ca',
          profile: 'vehicle',
          state: 'confirmed',
          serial: '4f1c2d',
          failure: null,
          reason: '',
          at: '2026-11-23T01:00:00.000Z',
        },
      ],
    },
    handle: async ({ query }) => ({ items: [...(await uses.requests(query))] }),
  }),
];
