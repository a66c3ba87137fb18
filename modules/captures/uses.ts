import type { AssetsAsks } from '@chedun/assets/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { idKey } from '@chedun/can';
import type { ActorRef, Json } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { setTimeout as sleep } from 'node:timers/promises';
import { blobOf } from './blob-names.ts';
import { CanRate } from './contract.ts';
import { captureReads, type ResultItem } from './read-model.ts';
import { modelReads } from './read-models.ts';
import type { RunningTasks } from './running.ts';
import { changeCapture } from './use-cases/change-capture.ts';
import { unregisteredHosts } from './use-cases/discover-hosts.ts';
import { keepDbc } from './use-cases/keep-dbc.ts';
import { readFrameWindow, readScene } from './use-cases/read-frames.ts';
import { changeModels, orderModel } from './use-cases/train-model.ts';
import { uploadCapture } from './use-cases/upload-capture.ts';

/** What the module needs of others. */
export interface OtherModules {
  readonly assets: Pick<AssetsAsks, 'assetByHost'>;
  readonly ingest: Pick<IngestAsks, 'record'>;
}

const FOLLOW_MS = 500;
const isOver = (status: string): boolean => status !== 'waiting' && status !== 'running';

/** Progress of a capture, whenever it changes, until it is over. */
const follow = (reads: ReturnType<typeof captureReads>) =>
  async function* (id: string, signal: AbortSignal): AsyncGenerator<{ readonly event: string; readonly data: Json }> {
    let told = '';
    for (;;) {
      const progress = await reads.progress(id);
      const text = JSON.stringify(progress);
      if (text !== told) yield { event: 'progress', data: { ...progress } };
      told = text;
      if (isOver(progress.status) || signal.aborted) return;
      await sleep(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
    }
  };

/** Opens the recording itself, and says so in the audit trail. */
const download =
  ({ records, blobs }: Platform, reads: ReturnType<typeof captureReads>) =>
  async (id: string, actor: ActorRef) => {
    const { name } = await reads.row(id);
    const body = await blobs.get(blobOf(id));
    const entry = { actor, action: 'captures.downloaded', target: { kind: 'capture', id }, outcome: 'done' } as const;
    await records.transaction((tx) => tx.audit(entry));
    return { contentType: 'application/octet-stream', fileName: name, body };
  };

/** Names of the messages of the DBC that is attached now. */
const withMessages =
  (reads: ReturnType<typeof captureReads>, models: ReturnType<typeof modelReads>) =>
  async (id: string, items: readonly ResultItem[]): Promise<readonly ResultItem[]> => {
    const { dbc_id } = await reads.row(id);
    const dbc = dbc_id === null ? undefined : await models.parsedDbc(dbc_id);
    return items.map((item) => {
      const key = idKey(Number(item['id']), item['extended'] === true);
      return { ...item, name: dbc?.messages.get(key)?.name ?? '' };
    });
  };

/** Everything that the routes stand on. */
export const capturesUses = (platform: Platform, others: OtherModules, running: RunningTasks) => {
  const { records, blobs } = platform;
  const { assetByHost } = others.assets;
  const reads = captureReads(records);
  const models = modelReads(platform);
  const series = { blobs, reads, models };
  return {
    reads,
    models,
    upload: uploadCapture({ platform, models }),
    change: changeCapture({ platform, models, running }),
    follow: follow(reads),
    download: download(platform, reads),
    frames: readFrameWindow(series),
    scene: readScene(series),
    unregistered: unregisteredHosts({ records, assetByHost }),
    withMessages: withMessages(reads, models),
    withAssets: async (items: readonly ResultItem[]): Promise<readonly ResultItem[]> => {
      const named: ResultItem[] = [];
      for (const item of items)
        named.push({ ...item, asset: (await assetByHost(String(item['address'])))?.name ?? null });
      return named;
    },
    rate: async (id: string): Promise<CanRate> => {
      const sort = { field: 'stepS', as: 'number' } as const;
      const { items } = await reads.rows(id, { section: 'can-rate', limit: 1, order: 'asc', sort, where: [] });
      return items[0] === undefined ? { stepS: 0.1, points: [] } : CanRate.parse(items[0]);
    },
    order: orderModel({ platform, reads, models, running }),
    changeModels: changeModels({ platform, models }),
    dbc: keepDbc(platform),
  };
};

/** See {@link capturesUses}. */
export type CapturesUses = ReturnType<typeof capturesUses>;
