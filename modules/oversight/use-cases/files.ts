import type { Blobs } from '@chedun/blobs';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import { buffer } from 'node:stream/consumers';
import { MOST_FILE, type FileLine } from '../contract.ts';
import { oversightError } from '../errors.ts';
import { auditOf, type StoreNeeds } from '../store.ts';
import type { OversightTables } from '../tables.ts';

export interface FileNeeds extends StoreNeeds {
  readonly blobs: Pick<Blobs, 'put' | 'get'>;
}

const nameOf = (id: string): string => `oversight/files/${id}`;

/** Keeps the bytes of a file; `owner` is the enterprise that brings it, null for the authority. */
export const bringFile =
  ({ records, blobs, newId, now }: FileNeeds) =>
  async (bytes: Uint8Array, name: string, owner: string | null, actor: ActorRef): Promise<FileLine> => {
    const id = newId();
    const info = await blobs.put(nameOf(id), [bytes], { maxBytes: MOST_FILE });
    const row = {
      id,
      owner,
      name: toText(name),
      bytes: info.bytes,
      sm3: info.sm3,
      brought_at: new Date(now()),
      brought_by: actor.name,
    };
    await records.transaction(async (tx) => {
      await tx.as<OversightTables>().insertInto('oversight.files').values(row).execute();
      await tx.audit(auditOf(actor, 'oversight.file-brought', 'oversight-file', id, { name, sm3: info.sm3 }));
    });
    return { id, name: row.name, bytes: info.bytes, sm3: info.sm3 };
  };

/** Refuses files that are not of this owner. Throws `oversight.file-unknown`. */
export const needFiles = async (tx: Tx, ids: readonly string[], owner: string | null): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx
    .as<OversightTables>()
    .selectFrom('oversight.files')
    .select(['id', 'owner'])
    .where('id', 'in', [...ids])
    .execute();
  if (rows.length !== new Set(ids).size || rows.some((row) => row.owner !== owner))
    throw oversightError('oversight.file-unknown', { field: 'files' });
};

/** A file that is handed out. */
export interface OpenedFile {
  readonly contentType: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Bytes of a file by its id; who may have it is decided before. Throws `oversight.unknown`. */
export const openFile =
  ({ records, blobs }: Pick<FileNeeds, 'records' | 'blobs'>) =>
  async (id: string): Promise<OpenedFile> => {
    const query = records.read<OversightTables>().selectFrom('oversight.files').select('name').where('id', '=', id);
    const row = await query.executeTakeFirst();
    if (row === undefined) throw oversightError('oversight.unknown');
    const bytes = new Uint8Array(await buffer(await blobs.get(nameOf(id))));
    return { contentType: 'application/octet-stream', fileName: row.name, bytes };
  };
