import { KeyImported, KeyList, KeysDecided, SignatureCounts } from '@chedun/signatures/contract';
import type { KeyDecision, KeyImport, KeyQuery } from '@chedun/signatures/contract';
import type { z } from 'zod';
import { call } from './client.ts';

export const listVehicleKeys = (query: z.input<typeof KeyQuery>, signal?: AbortSignal) =>
  call('GET', '/signatures/keys', KeyList, { query: { ...query, limit: Number(query.limit ?? 500) }, signal });

export const signatureCounts = (signal?: AbortSignal) => call('GET', '/signatures/counts', SignatureCounts, { signal });

export const importVehicleKeys = (body: z.input<typeof KeyImport>) =>
  call('POST', '/signatures/keys', KeyImported, { body });

export const decideVehicleKeys = (body: z.input<typeof KeyDecision>) =>
  call('POST', '/signatures/keys/decide', KeysDecided, { body });
