import type { Blobs } from '@chedun/blobs';
import { MOST_PACKAGE_BYTES, sm3Hex } from '@chedun/exchange';
import { buffer } from 'node:stream/consumers';
import { documentError } from './errors.ts';

/** Name of the package of a version in the blob store. */
export const packageName = (id: string, version: number): string => `documents/${id}/${version}.cdf`;
/** Name of a receipt in the blob store. */
export const receiptName = (id: string, receipt: string): string => `documents/${id}/receipt-${receipt}`;

/** Bytes of a blob, which have to be those that were stored. Throws `documents.damaged`. */
export const readStored = async (
  blobs: Pick<Blobs, 'get' | 'info'>,
  name: string,
  sm3: string,
): Promise<Uint8Array> => {
  let bytes: Uint8Array;
  try {
    const info = await blobs.info(name);
    if (info === undefined || info.bytes > MOST_PACKAGE_BYTES) throw documentError('documents.damaged');
    bytes = new Uint8Array(await buffer(await blobs.get(name)));
  } catch {
    throw documentError('documents.damaged', { field: name });
  }
  if (sm3Hex(bytes) !== sm3) throw documentError('documents.damaged', { field: name });
  return bytes;
};
