import type { FindingSummary } from '@chedun/governance/contract';
import { detection } from '@chedun/detection';
import { governance } from '@chedun/governance';
import { openJournal, type Journal } from '@chedun/journal';
import { openJobs } from '@chedun/jobs';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { silentLog } from '@chedun/records/testing';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { correlation } from '../module.ts';

/** The module on real records, journal, workers, rules and ledger. */
export interface TestWorld {
  readonly platform: TestPlatform;
  readonly app: () => Composition;
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  /** Appends one frame; resolves to its number. */
  readonly append: (format: string, records: readonly object[]) => Promise<number>;
  /** Appends one frame and waits until correlations have looked at it and event time went on behind it. */
  readonly send: (records: readonly object[]) => Promise<void>;
  readonly alerts: (search?: object) => Promise<readonly FindingSummary[]>;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

interface Engine {
  readonly streams: readonly { readonly stream: string; readonly seq: number }[];
}

const append = (journal: Journal, format: string, records: readonly object[], receivedAt: number) =>
  journal.append({
    source: 'tsp',
    format,
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
  const open = async () => {
    const pipeline = createPipeline({ workers: 1, log: silentLog });
    pipeline.decodeWith(lineDecoder, async () => undefined);
    const metrics = openMetrics();
    const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
    const journals = { network: journal, telemetry: journal };
    const surroundings = { ...platform.platform, metrics, jobs, pipeline, journals };
    const app = await compose([governance, detection, correlation], surroundings);
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
    app: () => running.app,
    call,
    append: async (format, records) => (await append(journal, format, records, clock.now())).seq,
    send: async (records) => {
      await append(journal, 'ndjson', records, clock.now());
      // A frame that says nothing: event time goes on by what the clock went on.
      clock.advance(60_000);
      const { seq } = await append(journal, 'ndjson', [{ quiet: true }], clock.now());
      await vi.waitFor(async () => {
        const { streams } = await call<Engine>('getCorrelationEngine');
        expect(streams.find(({ stream }) => stream === 'network')?.seq).toBeGreaterThanOrEqual(seq);
      }, 30_000);
    },
    alerts: async (search = {}) => {
      const query = { sort: 'lastSeen', limit: 200, module: 'correlation', ...search };
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
