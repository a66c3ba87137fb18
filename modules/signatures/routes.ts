import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  KeyDecision,
  KeyImport,
  KeyImported,
  KeyList,
  KeyQuery,
  KeysDecided,
  SignatureCounts,
  signaturePermissions,
} from './contract.ts';

/** What the routes stand on. */
export interface SignatureUses {
  readonly list: (query: z.output<typeof KeyQuery>) => Promise<z.input<typeof KeyList>>;
  readonly importKeys: (keys: z.output<typeof KeyImport>, actor: ActorRef) => Promise<z.input<typeof KeyImported>>;
  readonly decide: (decision: z.output<typeof KeyDecision>, actor: ActorRef) => Promise<{ changed: number }>;
  readonly counts: () => SignatureCounts;
}

const FINGERPRINT = '5c'.repeat(32);

const reading = (uses: SignatureUses): Route[] => [
  route({
    method: 'GET',
    path: '/signatures/keys',
    operationId: 'listVehicleKeys',
    summary: { zh: '车辆签名公钥', en: 'Public keys with which vehicles sign' },
    permission: signaturePermissions.read,
    audit: 'none',
    query: KeyQuery,
    response: KeyList,
    example: {
      items: [
        {
          vin: 'LSVAA49J132047371',
          algorithm: 'sm2',
          fingerprint: FINGERPRINT,
          chipId: 'CHIP0001',
          origin: 'import',
          status: 'trusted',
          changedAt: '2026-11-23T01:00:00.000Z',
        },
      ],
      total: 1,
    },
    handle: ({ query }) => uses.list(query),
  }),
  route({
    method: 'GET',
    path: '/signatures/counts',
    operationId: 'getSignatureCounts',
    summary: { zh: '签名验证统计', en: 'What became of signed reports' },
    permission: signaturePermissions.read,
    audit: 'none',
    response: SignatureCounts,
    example: { valid: 1200, failed: 1, unknownKey: 30, unsupported: 0, skipped: 0, coverage: 1 },
    handle: async () => uses.counts(),
  }),
];

const managing = (uses: SignatureUses): Route[] => [
  route({
    method: 'POST',
    path: '/signatures/keys',
    operationId: 'importVehicleKeys',
    summary: { zh: '导入车辆签名公钥', en: 'Import public keys of vehicles' },
    permission: signaturePermissions.manage,
    audit: 'signatures.keys-imported',
    body: KeyImport,
    response: KeyImported,
    example: { imported: 1, refused: [] },
    handle: ({ body, actor }) => uses.importKeys(body, actor),
  }),
  route({
    method: 'POST',
    path: '/signatures/keys/decide',
    operationId: 'decideVehicleKeys',
    summary: { zh: '确认或撤销车辆公钥', en: 'Confirm or withdraw keys of vehicles' },
    permission: signaturePermissions.manage,
    audit: 'signatures.key-decided',
    body: KeyDecision,
    response: KeysDecided,
    example: { changed: 1 },
    handle: ({ body, actor }) => uses.decide(body, actor),
  }),
];

/** Routes of the public keys of vehicles. */
export const signatureRoutes = (uses: SignatureUses): Route[] => [...reading(uses), ...managing(uses)];
