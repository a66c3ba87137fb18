import type { Readable } from 'node:stream';
import type { Blobs } from '@chedun/blobs';
import { cryptographyError, type Reader } from '../store.ts';
import type { CryptographyTables } from '../tables.ts';

/** The bytes of all connections of a probe, JSON. Throws `cryptography.no-transcript`. */
export const readTranscript =
  ({ records, blobs }: { readonly records: Reader; readonly blobs: Blobs }) =>
  async (probe: string): Promise<Readable> => {
    const row = await records
      .read<CryptographyTables>()
      .selectFrom('cryptography.probes')
      .select('transcript')
      .where('id', '=', probe)
      .executeTakeFirst();
    const name = row?.transcript ?? null;
    if (name === null || (await blobs.info(name)) === undefined) throw cryptographyError('cryptography.no-transcript');
    return blobs.get(name);
  };
