import { CipherKeyAdded, CipherKeyId, CipherKeyList } from '@chedun/gateway/contract';
import type { NewCipherKey } from '@chedun/gateway/contract';
import type { z } from 'zod';
import { call } from './client.ts';

export const listCipherKeys = (signal?: AbortSignal) => call('GET', '/gateway/cipher-keys', CipherKeyList, { signal });

export const addCipherKey = (body: z.input<typeof NewCipherKey>) =>
  call('POST', '/gateway/cipher-keys', CipherKeyAdded, { body });

export const withdrawCipherKey = (id: string) =>
  call('POST', `/gateway/cipher-keys/${encodeURIComponent(id)}/withdraw`, CipherKeyId);
