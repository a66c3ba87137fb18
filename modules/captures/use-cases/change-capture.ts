import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { removeBlobs } from '../blob-names.ts';
import type { AnalyseRequest } from '../contract.ts';
import { capturesError } from '../errors.ts';
import type { modelReads } from '../read-models.ts';
import type { RunningTasks } from '../running.ts';
import { deleteCapture, lockCapture, setStatus, waitAgain } from '../store.ts';
import { ANALYSE } from './analyse-capture.ts';

interface Needs {
  readonly platform: Pick<Platform, 'records' | 'blobs' | 'jobs'>;
  readonly models: Pick<ReturnType<typeof modelReads>, 'model' | 'dbc'>;
  readonly running: RunningTasks;
}

const isBusy = (status: string): boolean => status === 'waiting' || status === 'running';

/** Cancel, analyse again, delete. */
export const changeCapture = ({ platform, models, running }: Needs) => {
  const { records, jobs } = platform;
  const audited = (action: string, id: string, actor: ActorRef) =>
    ({ actor, action, target: { kind: 'capture', id }, outcome: 'done' }) as const;
  return {
    cancel: async (id: string, actor: ActorRef): Promise<void> => {
      await records.transaction(async (tx) => {
        const { status } = await lockCapture(tx, id);
        if (!isBusy(status)) throw capturesError('captures.not-running', { field: id });
        await setStatus(tx, id, 'cancelled');
        await tx.audit(audited('captures.cancelled', id, actor));
      });
      await running.stop(id);
    },
    analyse: async (id: string, asked: AnalyseRequest, actor: ActorRef): Promise<void> => {
      const { dbcId, canModelId } = asked;
      if (typeof dbcId === 'string') await models.dbc(dbcId);
      if (typeof canModelId === 'string' && (await models.model(canModelId)).status !== 'ready')
        throw capturesError('captures.model-not-ready', { field: canModelId });
      await records.transaction(async (tx) => {
        const { status } = await lockCapture(tx, id);
        if (isBusy(status)) throw capturesError('captures.still-running', { field: id });
        const run = await waitAgain(tx, id, { dbcId, canModelId });
        await tx.audit({
          ...audited('captures.analysed-again', id, actor),
          after: { dbcId: dbcId ?? null, canModelId: canModelId ?? null },
        });
        await jobs.send(ANALYSE, { id, run }, { tx });
      });
    },
    remove: async (id: string, actor: ActorRef): Promise<void> => {
      await records.transaction(async (tx) => {
        await lockCapture(tx, id);
        await setStatus(tx, id, 'cancelled');
      });
      await running.stop(id);
      await removeBlobs(platform.blobs, id, () => false);
      await records.transaction(async (tx) => {
        const { name, sha256, size } = await lockCapture(tx, id);
        await deleteCapture(tx, id);
        await tx.audit({ ...audited('captures.deleted', id, actor), before: { name, sha256, size } });
      });
    },
  };
};
