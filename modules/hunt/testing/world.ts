import { correlation } from '@chedun/correlation';
import { detection } from '@chedun/detection';
import { blankEvent, eventBlock, eventsTable, type Events, type EventRow } from '@chedun/events';
import { openTestStore } from '@chedun/events/testing';
import { governance } from '@chedun/governance';
import { openJobs } from '@chedun/jobs';
import { openJournal, type Journal } from '@chedun/journal';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition } from '@chedun/module';
import type { RetentionAsks } from '@chedun/retention/contract';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { silentLog } from '@chedun/records/testing';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { HuntDetail } from '../contract.ts';
import { hunt } from '../module.ts';

/** The module on real records, journals, workers, rules, ledger and event store. */
export interface TestWorld {
  readonly platform: TestPlatform;
  readonly events: Events;
  readonly journal: Journal;
  readonly app: () => Composition;
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  /** Appends one frame of JSON records; resolves to its number. */
  readonly append: (records: readonly object[]) => Promise<number>;
  /** Waits until live detection has passed a frame. */
  readonly judged: (seq: number) => Promise<void>;
  /** Sends frames that say nothing until workers evaluate with a rule: what came while they started reaches them later. */
  readonly live: (ruleId: string) => Promise<void>;
  /** Stores events. */
  readonly stored: (rows: readonly Partial<EventRow>[]) => Promise<void>;
  /** Waits for the end of a hunt. */
  readonly ended: (id: string) => Promise<HuntDetail>;
  readonly metrics: () => Promise<string>;
  readonly restart: () => Promise<void>;
  /** Stops the application and lets go of the journals, so that another process can take them; records stay. */
  readonly leave: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

/** Appends a frame of JSON records to a journal. */
export const appendRecords = async (journal: Journal, records: readonly object[], receivedAt: number) => {
  const payload = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
  const frame = { source: 'tsp', format: 'ndjson', count: records.length, flags: 0, payload, receivedAt };
  return (await journal.append(frame)).seq;
};

/** Segments of the cold tier; nothing lies there unless a test puts it there. */
const coldTier = (coldSegments: RetentionAsks['coldSegments']) =>
  defineModule<RetentionAsks>({
    name: 'retention',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: { coldSegments, coldFiles: async () => [] } }),
  });

/** Opens a world. `segments` says what lies in the cold tier, whose files are real. */
export const testWorld = async (
  segments: (events: Events) => RetentionAsks['coldSegments'] = () => async () => [],
): Promise<TestWorld> => {
  const store = await openTestStore();
  const platform = await testPlatform({ events: store.events });
  const { clock } = platform;
  const dir = join(platform.folder, 'journal');
  const journals = {
    network: await openJournal({ dir, stream: 'network', clock }),
    telemetry: await openJournal({ dir, stream: 'telemetry', clock }),
  };
  const open = async () => {
    const pipeline = createPipeline({ workers: 1, log: silentLog });
    pipeline.decodeWith(lineDecoder, async () => undefined);
    const metrics = openMetrics();
    const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
    const surroundings = { ...platform.platform, metrics, jobs, pipeline, journals };
    const app = await compose(
      [governance, detection, correlation, coldTier(segments(store.events)), hunt],
      surroundings,
    );
    await app.start();
    await pipeline.start(
      Object.entries(journals).map(([stream, journal]) => journalReader(stream, journal, () => undefined)),
    );
    return { app, pipeline, metrics };
  };
  let running = await open();
  const stop = async (): Promise<void> => {
    await running.pipeline.stop();
    await running.app.stop();
  };
  let left = false;
  const leave = async (): Promise<void> => {
    if (left) return;
    left = true;
    await stop();
    await journals.network.close();
    await journals.telemetry.close();
  };
  const call: TestWorld['call'] = async (operationId, request = {}) => {
    const found = running.app.routes.find(({ route }) => route.operationId === operationId);
    if (!found) throw new Error(`no route ${operationId}`);
    const handler = found.route as unknown as AnyHandler;
    return (await handler.handle({ query: {}, params: {}, actor: SYSTEM_ACTOR, ...request })) as never;
  };
  const append = (records: readonly object[]) => appendRecords(journals.network, records, clock.now());
  const judged = (seq: number) =>
    vi.waitFor(async () => {
      expect(await running.app.asksOf(detection).judgedThrough('network')).toBeGreaterThanOrEqual(seq);
    }, 30_000);
  return {
    platform,
    events: store.events,
    journal: journals.network,
    app: () => running.app,
    call,
    append,
    live: async (ruleId) => {
      while ((await running.app.asksOf(detection).judged(ruleId)).length === 0) {
        clock.advance(15_000);
        await judged(await append([{ quiet: true }]));
      }
    },
    judged,
    stored: async (rows) => {
      const block = eventBlock();
      for (const row of rows) block.add({ ...blankEvent, ...row });
      await store.events.insertBlocks(eventsTable, [new Uint8Array(block.finish())], {
        token: platform.platform.newId(),
      });
    },
    ended: (id) =>
      vi.waitFor(async () => {
        const found = await call<HuntDetail>('getHunt', { params: { id } });
        expect(['done', 'failed', 'cancelled']).toContain(found.state);
        return found;
      }, 120_000),
    metrics: () => running.metrics.render(),
    restart: async () => {
      await stop();
      running = await open();
    },
    leave,
    close: async () => {
      await leave();
      await platform.close();
      await store.stop();
    },
  };
};
