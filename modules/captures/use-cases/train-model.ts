import { isDomainError, type ActorRef, type Json } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { toText, type Tx } from '@chedun/records';
import { z } from 'zod';
import { blobOf, modelBlob } from '../blob-names.ts';
import type { TrainRequest } from '../contract.ts';
import { faultOf } from '../domain/faults.ts';
import { capturesError } from '../errors.ts';
import type { modelReads } from '../read-models.ts';
import type { captureReads } from '../read-model.ts';
import { runTask } from '../run-task.ts';
import type { RunningTasks } from '../running.ts';
import { endTraining } from '../store.ts';
import type { CapturesTables } from '../tables.ts';

/** Full name of the job that trains. */
const TRAIN = 'captures/train';

interface Needs {
  readonly platform: Pick<Platform, 'records' | 'blobs' | 'jobs' | 'clock' | 'newId'>;
  readonly reads: Pick<ReturnType<typeof captureReads>, 'row'>;
  readonly models: Pick<ReturnType<typeof modelReads>, 'model' | 'dbc' | 'dbcText'>;
  readonly running: RunningTasks;
}

const Input = z.object({ id: z.uuid() });
const MOST_MODEL = 64 * 1024 * 1024;

const train = async ({ platform, reads, models }: Needs, id: string, signal: AbortSignal): Promise<void> => {
  const { records, blobs } = platform;
  const { capture_id, dbc_id } = await models.model(id);
  if (capture_id === null) throw capturesError('captures.unknown');
  const { kind, format, size, vin, uploaded_at } = await reads.row(capture_id);
  const dbc = dbc_id === null ? undefined : await models.dbcText(dbc_id);
  const about = { job: 'train' as const, capture: capture_id, kind, format, size, vin, toEvents: false };
  const task = { ...about, uploadedAt: uploaded_at.getTime(), dbc, model: undefined };
  const source = (await blobs.get(blobOf(capture_id))) as AsyncIterable<Uint8Array>;
  const ending = await runTask({ task, source, take: async () => {}, progress: async () => {}, signal });
  if (ending.kind === 'failed') {
    const { message } = ending.fault;
    await records.transaction((tx) => endTraining(tx, id, { status: 'failed', reason: message }));
    return;
  }
  if (ending.kind !== 'trained') throw new Error(`training ended as ${ending.kind}`);
  const { model } = ending;
  const bytes = Buffer.from(JSON.stringify(model));
  // A try before this one may have written it and died.
  await blobs.remove(modelBlob(id));
  await blobs.put(modelBlob(id), [bytes], { maxBytes: MOST_MODEL });
  const counted = { frames: model.frames, seconds: model.seconds, ids: model.ids.length, size: bytes.length };
  await records.transaction((tx) => endTraining(tx, id, { status: 'ready', ...counted }));
};

/** Runs the training of a job. */
export const trainModel =
  (needs: Needs) =>
  async (input: Json): Promise<void> => {
    const { id } = Input.parse(input);
    try {
      if ((await needs.models.model(id)).status !== 'training') return;
      await needs.running.run(id, (signal) => train(needs, id, signal));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const { message } = faultOf(error.code, error.detail);
      await needs.platform.records.transaction((tx) => endTraining(tx, id, { status: 'failed', reason: message }));
    }
  };

const audited = (action: string, id: string, actor: ActorRef) =>
  ({ actor, action, target: { kind: 'can-model', id }, outcome: 'done' }) as const;

const nextVersion = async (tx: Tx, vehicleModel: string): Promise<number> => {
  const { last } = await tx
    .as<CapturesTables>()
    .selectFrom('captures.can_models')
    .select((is) => is.fn.max('version').as('last'))
    .where('vehicle_model', '=', vehicleModel)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
};

/** Orders the training of the next version for a vehicle model; gives its id. */
export const orderModel =
  ({ platform, reads, models }: Needs) =>
  async (asked: TrainRequest, actor: ActorRef): Promise<string> => {
    const { records, jobs, clock, newId } = platform;
    const capture = await reads.row(asked.captureId);
    if (capture.kind !== 'can') throw capturesError('captures.not-a-can-log', { field: asked.captureId });
    if (asked.dbcId !== undefined) await models.dbc(asked.dbcId);
    const id = newId();
    const vehicle_model = toText(asked.vehicleModel);
    await records.transaction(async (tx) => {
      const version = await nextVersion(tx, vehicle_model);
      const title = toText(asked.title === '' ? `${asked.vehicleModel} v${version}` : asked.title);
      const origin = { capture_id: capture.id, capture_name: capture.name, dbc_id: asked.dbcId ?? null };
      const creator = { creator_id: actor.id, creator_name: actor.name, created_at: new Date(clock.now()) };
      const about = { id, vehicle_model, version, title, status: 'training' as const, reason: null };
      const db = tx.as<CapturesTables>();
      await db
        .insertInto('captures.can_models')
        .values({ ...about, ...origin, ...creator })
        .execute();
      await tx.audit({ ...audited('captures.model-ordered', id, actor), after: { vehicle_model, version, ...origin } });
      await jobs.send(TRAIN, { id }, { tx });
    });
    return id;
  };

/** Activates and removes models. */
export const changeModels = ({ platform, models }: Pick<Needs, 'platform' | 'models'>) => {
  const { records, blobs } = platform;
  return {
    activate: async (id: string, actor: ActorRef): Promise<void> => {
      const { status, vehicle_model } = await models.model(id);
      if (status !== 'ready') throw capturesError('captures.model-not-ready', { field: id });
      await records.transaction(async (tx) => {
        const all = tx.as<CapturesTables>().updateTable('captures.can_models');
        await all
          .set({ active: false })
          .where('vehicle_model', '=', vehicle_model)
          .where('active', '=', true)
          .execute();
        await all.set({ active: true }).where('id', '=', id).execute();
        await tx.audit(audited('captures.model-activated', id, actor));
      });
    },
    remove: async (id: string, actor: ActorRef): Promise<void> => {
      const { active, title } = await models.model(id);
      if (active) throw capturesError('captures.model-active', { field: id });
      await records.transaction(async (tx) => {
        await tx.as<CapturesTables>().deleteFrom('captures.can_models').where('id', '=', id).execute();
        await tx.audit({ ...audited('captures.model-removed', id, actor), before: { title } });
      });
      await blobs.remove(modelBlob(id));
    },
  };
};
