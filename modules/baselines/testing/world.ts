import { detection } from '@chedun/detection';
import { governance } from '@chedun/governance';
import type { FindingSummary } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { openJobs } from '@chedun/jobs';
import { openJournal, type Journal } from '@chedun/journal';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { silentLog } from '@chedun/records/testing';
import { workdays } from '@chedun/workdays';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { BaselineEngine } from '../contract.ts';
import { baselines } from '../module.ts';

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

/** The module on real records, journal, workers, rules and ledger; the way of records into the journal is short. */
export interface TestWorld {
  readonly platform: TestPlatform;
  readonly app: () => Composition;
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  /** Records that the module put into the journal, in order. */
  readonly told: Readonly<Record<string, unknown>>[];
  /** The next so many records fail: `before` they are in the journal, or `after`. */
  readonly failRecord: (times: number, when: 'before' | 'after') => void;
  /** Appends records as one frame and waits until the module has looked at it. */
  readonly send: (records: readonly object[], receivedAt?: number) => Promise<void>;
  readonly alerts: () => Promise<readonly FindingSummary[]>;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const append = (journal: Journal, source: string, records: readonly object[], receivedAt: number) =>
  journal.append({
    source,
    format: 'ndjson',
    count: records.length,
    flags: 0,
    payload: Buffer.from(records.map((record) => JSON.stringify(record)).join('\n')),
    receivedAt,
  });

/** Opens a world. */
export const testWorld = async (): Promise<TestWorld> => {
  const platform = await testPlatform();
  const { clock } = platform;
  const journal = await openJournal({ dir: join(platform.folder, 'journal'), stream: 'network', clock });
  const told: Readonly<Record<string, unknown>>[] = [];
  let failing: { times: number; when: 'before' | 'after' } = { times: 0, when: 'before' };
  const record: IngestAsks['record'] = async (source, records) => {
    const fails = failing.times > 0;
    if (fails) failing.times -= 1;
    if (fails && failing.when === 'before') throw new Error('the disk is full');
    await append(journal, source.id, records, clock.now());
    told.push(...records);
    if (fails) throw new Error('the answer was lost');
  };
  const ingest = defineModule<Pick<IngestAsks, 'record'>>({
    name: 'ingest',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: { record } }),
  });
  const open = async () => {
    const pipeline = createPipeline({ workers: 1, log: silentLog });
    pipeline.decodeWith(lineDecoder, async () => undefined);
    const metrics = openMetrics();
    const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
    const journals = { network: journal, telemetry: journal };
    const app = await compose([governance, detection, ingest, workdays, baselines], {
      ...platform.platform,
      metrics,
      jobs,
      pipeline,
      journals,
    });
    await app.start();
    await pipeline.start([journalReader('network', journal, () => undefined)]);
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
    return (await handler.handle({ query: {}, params: {}, actor: SYSTEM_ACTOR, ...request })) as never;
  };
  return {
    platform,
    told,
    call,
    app: () => running.app,
    failRecord: (times, when) => {
      failing = { times, when };
    },
    send: async (records, receivedAt = clock.now()) => {
      const { seq } = await append(journal, 'tsp', records, receivedAt);
      await vi.waitFor(async () => {
        const { streams } = await call<BaselineEngine>('getBaselineEngine');
        expect(streams.find(({ stream }) => stream === 'network')?.seq).toBeGreaterThanOrEqual(seq);
      }, 30_000);
    },
    alerts: async () => {
      const query = { sort: 'lastSeen', limit: 200, kind: 'alert' };
      return (await call<{ items: FindingSummary[] }>('listFindings', { query })).items;
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
