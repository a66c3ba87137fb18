import type { Blobs } from '@chedun/blobs';
import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import type { Readable } from 'node:stream';
import { blobOf } from '../blob-names.ts';
import { type CaptureKind, MAX_CAPTURE_BYTES, type UploadQuery } from '../contract.ts';
import { formOf, HEAD_BYTES } from '../domain/kind.ts';
import { capturesError } from '../errors.ts';
import type { modelReads } from '../read-models.ts';
import { insertCapture } from '../store.ts';
import { ANALYSE } from './analyse-capture.ts';

/** What uploading stands on. */
export interface UploadNeeds {
  readonly platform: Pick<Platform, 'records' | 'blobs' | 'jobs' | 'newId' | 'clock'>;
  readonly models: Pick<ReturnType<typeof modelReads>, 'activeModel' | 'model' | 'dbc'>;
}

/** Passes bytes on and keeps the first ones. */
const keepingHead = (body: Readable): { source: AsyncIterable<Uint8Array>; head: () => Buffer } => {
  const parts: Buffer[] = [];
  let size = 0;
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of body as AsyncIterable<Buffer>) {
      if (size < HEAD_BYTES) parts.push(piece.subarray(0, HEAD_BYTES - size));
      size += piece.length;
      yield piece;
    }
  };
  return { source: source(), head: () => Buffer.concat(parts).subarray(0, HEAD_BYTES) };
};

const store = async (blobs: Blobs, id: string, body: Readable, kind: UploadQuery['kind']) => {
  const { source, head } = keepingHead(body);
  const kept = await blobs.put(blobOf(id), source, { maxBytes: MAX_CAPTURE_BYTES });
  try {
    return { kept, form: formOf(head(), kind) };
  } catch (error) {
    await blobs.remove(blobOf(id));
    throw error;
  }
};

/** The model that shall judge: the one that was named, else the active one of the vehicle model. */
const modelFor = async (
  models: UploadNeeds['models'],
  asked: UploadQuery,
  kind: CaptureKind,
): Promise<string | null> => {
  if (kind !== 'can') return null;
  if (asked.canModelId !== undefined) return asked.canModelId;
  return asked.model === undefined ? null : ((await models.activeModel(asked.model))?.id ?? null);
};

const checkNamed = async (models: UploadNeeds['models'], { dbcId, canModelId }: UploadQuery): Promise<void> => {
  if (dbcId !== undefined) await models.dbc(dbcId);
  if (canModelId === undefined) return;
  const model = await models.model(canModelId);
  if (model.status !== 'ready') throw capturesError('captures.model-not-ready', { field: canModelId });
};

/** Keeps a recording and puts it in line for analysis; gives its id. What is of no known kind is refused and not kept. */
export const uploadCapture =
  ({ platform, models }: UploadNeeds) =>
  async (asked: UploadQuery, body: Readable, actor: ActorRef): Promise<string> => {
    const { records, blobs, jobs, clock, newId } = platform;
    await checkNamed(models, asked);
    const id = newId();
    const { kept, form } = await store(blobs, id, body, asked.kind);
    const can_model_id = await modelFor(models, asked, form.kind);
    const about = { name: asked.name, vin: asked.vin ?? null, model: asked.model ?? null };
    const uploader = { uploader_id: actor.id, uploader_name: actor.name, uploaded_at: new Date(clock.now()) };
    const digest = { size: kept.bytes, sha256: kept.sha256, sm3: kept.sm3 };
    await records.transaction(async (tx) => {
      await insertCapture(tx, {
        id,
        ...about,
        ...form,
        ...digest,
        ...uploader,
        status: 'waiting',
        to_events: asked.toEvents && form.kind === 'pcap',
        dbc_id: asked.dbcId ?? null,
        can_model_id,
        analysed_at: null,
        attempt: null,
        fault: null,
        summary: null,
      });
      const after = { ...about, ...form, ...digest };
      await tx.audit({ actor, action: 'captures.uploaded', target: { kind: 'capture', id }, outcome: 'done', after });
      await jobs.send(ANALYSE, { id, run: 1 }, { tx });
    });
    return id;
  };
