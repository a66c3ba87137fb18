import type { AssetsAsks, Vehicle } from '@chedun/assets/contract';
import { governance } from '@chedun/governance';
import type { IngestAsks, VehicleState } from '@chedun/ingest/contract';
import { openJournal, type Journal } from '@chedun/journal';
import { openJobs } from '@chedun/jobs';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { silentLog } from '@chedun/records/testing';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { watch } from '../module.ts';
import { readPosition } from '../store.ts';

/** The module on real records, journal, workers and ledger; ingest and assets are small stand-ins. */
export interface TestWorld {
  readonly platform: TestPlatform;
  /** Records that the watch made, in order. */
  readonly told: Readonly<Record<string, unknown>>[];
  /** What the next calls of `record` do instead of working. */
  readonly failRecord: (times: number) => void;
  readonly speeds: Map<string, VehicleState>;
  readonly app: () => Composition;
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  /** Appends one frame and waits until the stage has dealt with it. */
  readonly send: (source: string, format: string, records: readonly object[]) => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

const append = (journal: Journal, source: string, format: string, records: readonly object[], receivedAt: number) =>
  journal.append({
    source,
    format,
    count: records.length,
    flags: 0,
    payload: Buffer.from(records.map((record) => JSON.stringify(record)).join('\n')),
    receivedAt,
  });

const TBOX = { name: 'TBOX', softwareVersion: '4.0.3' };

const assetsStub = (models: Readonly<Record<string, string>>) =>
  defineModule<Pick<AssetsAsks, 'vehicleByVin'>>({
    name: 'assets',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        vehicleByVin: async (vin) => {
          const model = models[vin];
          return model === undefined ? undefined : ({ vin, model, ecus: [TBOX] } as unknown as Vehicle);
        },
      },
    }),
  });

/** Opens a world; `models` of vehicles by VIN. */
export const testWorld = async (models: Readonly<Record<string, string>> = {}): Promise<TestWorld> => {
  const platform = await testPlatform();
  const { clock } = platform;
  const journal = await openJournal({ dir: join(platform.folder, 'journal'), stream: 'network', clock });
  const told: Readonly<Record<string, unknown>>[] = [];
  const speeds = new Map<string, VehicleState>();
  let failures = 0;
  const record: IngestAsks['record'] = async (source, records) => {
    if (records.length === 0) return;
    if (failures > 0) {
      failures -= 1;
      throw new Error('the disk is full');
    }
    told.push(...records);
    await append(journal, source.id, 'ndjson', records, clock.now());
  };
  const ingest = defineModule<Pick<IngestAsks, 'record' | 'vehicleState' | 'roadUnitCounts'>>({
    name: 'ingest',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        record,
        vehicleState: (vin) => speeds.get(vin),
        roadUnitCounts: () => ({ registered: 0, heard: 0, strangers: 0 }),
      },
    }),
  });
  const open = async () => {
    const pipeline = createPipeline({ workers: 1, log: silentLog });
    pipeline.decodeWith(lineDecoder, async () => undefined);
    const metrics = openMetrics();
    const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
    const surroundings = { ...platform.platform, metrics, jobs, pipeline };
    const app = await compose([governance, assetsStub(models), ingest, watch], surroundings);
    await app.start();
    await pipeline.start([journalReader('network', journal, () => undefined)]);
    return { app, pipeline };
  };
  let running = await open();
  const stop = async (): Promise<void> => {
    await running.pipeline.stop();
    await running.app.stop();
  };
  return {
    platform,
    told,
    speeds,
    failRecord: (times) => {
      failures = times;
    },
    app: () => running.app,
    call: async (operationId, request = {}) => {
      const found = running.app.routes.find(({ route }) => route.operationId === operationId);
      if (!found) throw new Error(`no route ${operationId}`);
      const handler = found.route as unknown as AnyHandler;
      return (await handler.handle({ query: {}, params: {}, actor: SYSTEM_ACTOR, ...request })) as never;
    },
    send: async (source, format, records) => {
      const { seq } = await append(journal, source, format, records, clock.now());
      const { records: store } = platform.platform;
      await vi.waitFor(async () => expect(await readPosition(store, 'network')).toBeGreaterThanOrEqual(seq), 30_000);
    },
    restart: async () => {
      await stop();
      running = await open();
    },
    close: async () => {
      await stop();
      await journal.close();
      await platform.close();
    },
  };
};
