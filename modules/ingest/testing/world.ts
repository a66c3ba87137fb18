import type { AssetsAsks, Sighting } from '@chedun/assets/contract';
import type { Events } from '@chedun/events';
import { findingCleared, findingsReported } from '@chedun/governance/contract';
import { openJobs } from '@chedun/jobs';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { silentLog } from '@chedun/records/testing';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { IngestReceipt } from '../contract.ts';
import { ingest } from '../module.ts';
import { testJournals, type TestJournals } from './journals.ts';
import { freePort, OFF } from './listeners.ts';

/** The module on real records, journals and worker threads; the event store and the asset module are recorded. */
export interface TestWorld {
  readonly platform: TestPlatform;
  readonly journals: TestJournals;
  /** Deduplication tokens of the blocks that the event store took. */
  readonly stored: string[];
  readonly sightings: Sighting[];
  readonly vehiclePort: number;
  readonly app: () => Composition;
  /** What a route answers. */
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  readonly upload: (source: string, body: string) => Promise<IngestReceipt>;
  /** Stops the module as the end of the process would, and starts it again. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

/** Opens a world; `registered` vehicles are in the register of assets. */
export const testWorld = async (registered: number): Promise<TestWorld> => {
  const platform = await testPlatform();
  const journals = await testJournals(platform.clock);
  const vehiclePort = await freePort();
  const stored: string[] = [];
  const sightings: Sighting[] = [];
  const spool = await mkdtemp(join(tmpdir(), 'spool-'));
  const events: Pick<Events, 'insertFiles' | 'spool' | 'pid'> = {
    spool,
    insertFiles: async (_, names, { token }) => {
      for (const name of names) if (statSync(join(spool, name)).size === 0) throw new Error('an empty block');
      if (!stored.includes(token)) stored.push(token);
    },
    pid: () => 1,
  };
  const assets = defineModule<AssetsAsks>({
    name: 'assets',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        readTable: async () => [],
        vehicleByVin: async () => undefined,
        assetByHost: async () => undefined,
        countVehicles: async () => ({ total: registered, registered, discovered: 0 }),
        countRegistered: async () => 0,
        assetsAfter: async () => [],
        hostsAfter: async () => [],
        servicesAfter: async () => [],
        models: async () => [],
        supplierNames: async () => [],
        notOnRecord: async () => [],
        registerHosts: async () => ({ taken: [] }),
        noteSeen: async (told) => {
          sightings.push(...told);
          return { discovered: 0, skipped: 0 };
        },
      },
    }),
  });
  const governance = defineModule<object>({
    name: 'governance',
    needs: [],
    permissions: [],
    errors: {},
    tells: [findingsReported, findingCleared],
    build: () => ({ asks: {} }),
  });
  const config = {
    ...platform.platform.config,
    dataDir: journals.folder,
    ingest: { ...OFF, gbt32960Port: vehiclePort },
  };
  const open = async () => {
    const pipeline = createPipeline({ workers: 1, log: silentLog });
    const metrics = openMetrics();
    const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
    const app = await compose([ingest, assets, governance], {
      ...platform.platform,
      config,
      metrics,
      jobs,
      pipeline,
      journals: journals.journals,
      events: events as Events,
    });
    await app.start();
    await pipeline.start(
      Object.entries(journals.journals).map(([name, journal]) => journalReader(name, journal, () => {})),
    );
    return { app, pipeline };
  };
  let running = await open();
  const stop = async (): Promise<void> => {
    await running.pipeline.stop();
    await running.app.stop();
  };
  const call = async <Answer>(operationId: string, request: object = {}): Promise<Answer> => {
    const found = running.app.routes.find(({ route }) => route.operationId === operationId);
    if (!found) throw new Error(`no route ${operationId}`);
    const handler = found.route as unknown as AnyHandler;
    return (await handler.handle({ headers: {}, query: {}, params: {}, actor: SYSTEM_ACTOR, ...request })) as Answer;
  };
  return {
    platform,
    journals,
    stored,
    sightings,
    vehiclePort,
    app: () => running.app,
    call,
    upload: (source, body) => call('ingestRecords', { params: { source }, body: Readable.from([Buffer.from(body)]) }),
    restart: async () => {
      await stop();
      running = await open();
    },
    close: async () => {
      await stop();
      await journals.close();
      await platform.close();
      await rm(spool, { recursive: true, force: true });
    },
  };
};
