import { join } from 'node:path';
import { correlation } from '@chedun/correlation';
import { detection } from '@chedun/detection';
import { governance } from '@chedun/governance';
import type { IngestAsks } from '@chedun/ingest/contract';
import { openJobs } from '@chedun/jobs';
import { openJournal } from '@chedun/journal';
import type { ActorRef } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { silentLog } from '@chedun/records/testing';
import type { EventRecord, SearchAsks } from '@chedun/search/contract';
import { quality } from '../module.ts';

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

/** A person. */
const analyst: ActorRef = { kind: 'user', id: 'u1', name: '李雷' };

/** The module with real rules, workers, journal, ledger and records; ingest and search are small stand-ins. */
export interface TestWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  /** Appends records of a source to the journal. */
  readonly send: IngestAsks['record'];
  /** Sends a job to the workers of this world. */
  readonly job: (name: string) => Promise<void>;
  /** From now on records of our own are lost. */
  readonly loseRecords: (lose: 'lose' | 'keep') => void;
  readonly close: () => Promise<void>;
}

/** Opens a world; `record` is what search answers for every place. */
export const testWorld = async (record: Pick<EventRecord, 'fields'>): Promise<TestWorld> => {
  const platform = await testPlatform();
  const { clock } = platform;
  const journal = await openJournal({ dir: join(platform.folder, 'journal'), stream: 'network', clock });
  let losing = false;
  const send: IngestAsks['record'] = async (source, records) => {
    if (losing) return;
    await journal.append({
      source: source.id,
      format: 'ndjson',
      count: records.length,
      flags: 0,
      payload: Buffer.from(records.map((each) => JSON.stringify(each)).join('\n')),
      receivedAt: clock.now(),
    });
  };
  const bare = { needs: [], permissions: [], errors: {}, tells: [] };
  const ingest = defineModule<Pick<IngestAsks, 'record'>>({
    ...bare,
    name: 'ingest',
    build: () => ({ asks: { record: send } }),
  });
  const search = defineModule<Pick<SearchAsks, 'record'>>({
    ...bare,
    name: 'search',
    build: () => ({ asks: { record: async () => record as EventRecord } }),
  });
  const pipeline = createPipeline({ workers: 1, log: silentLog });
  pipeline.decodeWith(lineDecoder, async () => undefined);
  const metrics = openMetrics();
  const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
  const app = await compose([governance, detection, correlation, ingest, search, quality], {
    ...platform.platform,
    journals: { network: journal, telemetry: journal },
    metrics,
    jobs,
    pipeline,
  });
  await app.start();
  // Correlations wait for late events: time has to pass while a drill runs.
  const passing = setInterval(() => clock.advance(500), 250);
  await pipeline.start([journalReader('network', journal, () => undefined)]);
  return {
    platform,
    app,
    send,
    job: (name) => jobs.send(name, {}),
    loseRecords: (lose) => {
      losing = lose === 'lose';
    },
    call: async (operationId, request = {}) => {
      const found = app.routes.find(({ route }) => route.operationId === operationId);
      if (!found) throw new Error(`no route ${operationId}`);
      const handler = found.route as unknown as AnyHandler;
      return (await handler.handle({ query: {}, params: {}, actor: analyst, ...request })) as never;
    },
    close: async () => {
      clearInterval(passing);
      await pipeline.stop();
      await app.stop();
      await journal.close();
      await platform.close();
    },
  };
};
