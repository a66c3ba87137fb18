import { type Dbc, parseDbc } from '@chedun/can';
import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { jsonb, toText } from '@chedun/records';

import type { Readable } from 'node:stream';
import { type DbcUploadQuery, MAX_DBC_BYTES } from '../contract.ts';
import { capturesError } from '../errors.ts';
import { dbcBlob } from '../blob-names.ts';
import type { CapturesTables } from '../tables.ts';

type Needs = Pick<Platform, 'records' | 'blobs' | 'clock' | 'newId'>;

const MOST_PROBLEMS = 200;

const gather = async (body: Readable): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    parts.push(part);
    if (size > MAX_DBC_BYTES) break;
  }
  if (size === 0) throw capturesError('captures.empty', { offset: 0 });
  return Buffer.concat(parts);
};

const signalsIn = (dbc: Dbc): number =>
  [...dbc.messages.values()].reduce((sum, { signals }) => sum + signals.length, 0);

/** Keeps and forgets DBC files. One that cannot be read is refused with its line (`can.bad_dbc`). */
export const keepDbc = ({ records, blobs, clock, newId }: Needs) => ({
  add: async (asked: DbcUploadQuery, body: Readable, actor: ActorRef): Promise<string> => {
    const bytes = await gather(body);
    const dbc = parseDbc(bytes.toString('utf8'));
    const id = newId();
    const { sha256, bytes: size } = await blobs.put(dbcBlob(id), [bytes], { maxBytes: MAX_DBC_BYTES });
    const about = { name: toText(asked.name), vehicle_model: toText(asked.vehicleModel), size, sha256 };
    const counted = { messages: dbc.messages.size, signals: signalsIn(dbc) };
    const problems = jsonb(dbc.problems.slice(0, MOST_PROBLEMS).map((each) => ({ ...each })));
    const uploader = { uploader_id: actor.id, uploader_name: actor.name, uploaded_at: new Date(clock.now()) };
    await records.transaction(async (tx) => {
      const row = { id, ...about, ...counted, problems, ...uploader };
      await tx.as<CapturesTables>().insertInto('captures.dbc_files').values(row).execute();
      const target = { kind: 'dbc-file', id };
      await tx.audit({ actor, action: 'captures.dbc-added', target, outcome: 'done', after: { ...about, ...counted } });
    });
    return id;
  },
  remove: async (id: string, actor: ActorRef): Promise<void> => {
    await records.transaction(async (tx) => {
      const db = tx.as<CapturesTables>();
      const gone = await db.deleteFrom('captures.dbc_files').where('id', '=', id).returning('name').executeTakeFirst();
      if (gone === undefined) throw capturesError('captures.dbc-unknown', { field: id });
      const target = { kind: 'dbc-file', id };
      await tx.audit({ actor, action: 'captures.dbc-removed', target, outcome: 'done', before: { name: gone.name } });
    });
    await blobs.remove(dbcBlob(id));
  },
});
