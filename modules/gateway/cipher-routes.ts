import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import { CipherKeyAdded, CipherKeyId, CipherKeyList, NewCipherKey } from './cipher-contract.ts';
import { gatewayPermissions } from './contract.ts';

/** What the routes of keys stand on. */
export interface CipherUses {
  readonly list: () => Promise<z.input<typeof CipherKeyList>>;
  readonly add: (key: z.output<typeof NewCipherKey>, actor: ActorRef) => Promise<z.input<typeof CipherKeyAdded>>;
  readonly withdraw: (id: string, actor: ActorRef) => Promise<void>;
}

const EXAMPLE = {
  id: '0195f1c0-0000-7000-8000-000000000001',
  title: 'east-platform',
  subject: 'platform:east',
  spec: { algorithm: 'aes', mode: 'ecb', padding: 'pkcs7', iv: '00'.repeat(16) },
  mark: '5c5c5c5c5c5c',
  status: 'active',
  changedAt: '2026-11-23T01:00:00.000Z',
} as const;

/** Routes of the keys that decrypt data units. */
export const cipherRoutes = ({ list, add, withdraw }: CipherUses): Route[] => [
  route({
    method: 'GET',
    path: '/gateway/cipher-keys',
    operationId: 'listCipherKeys',
    summary: { zh: '报文解密密钥', en: 'Keys that decrypt frames' },
    permission: gatewayPermissions.read,
    audit: 'none',
    response: CipherKeyList,
    example: { items: [EXAMPLE], opened: 1200, failed: 0, skipped: 0 },
    handle: list,
  }),
  route({
    method: 'POST',
    path: '/gateway/cipher-keys',
    operationId: 'addCipherKey',
    summary: { zh: '导入或生成报文解密密钥', en: 'Import or make a key that decrypts frames' },
    permission: gatewayPermissions.manage,
    audit: 'gateway.cipher-key-added',
    body: NewCipherKey,
    response: CipherKeyAdded,
    example: { key: EXAMPLE, secret: null },
    handle: ({ body, actor }) => add(body, actor),
  }),
  route({
    method: 'POST',
    path: '/gateway/cipher-keys/:id/withdraw',
    operationId: 'withdrawCipherKey',
    summary: { zh: '撤销报文解密密钥', en: 'Withdraw a key that decrypts frames' },
    permission: gatewayPermissions.manage,
    audit: 'gateway.cipher-key-withdrawn',
    params: CipherKeyId,
    response: CipherKeyId,
    example: { id: EXAMPLE.id },
    handle: async ({ params, actor }) => {
      await withdraw(params.id, actor);
      return { id: params.id };
    },
  }),
];
