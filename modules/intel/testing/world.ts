import { blankEvent, eventBlock, eventsTable, type EventRow } from '@chedun/events';
import { openTestStore } from '@chedun/events/testing';
import type { IngestAsks } from '@chedun/ingest/contract';
import { openJournal } from '@chedun/journal';
import { openJobs } from '@chedun/jobs';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { silentLog } from '@chedun/records/testing';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, vi } from 'vitest';
import { Feed, ImportDetail, NewFeed } from '../contract.ts';
import { intel } from '../module.ts';
import { readPosition } from '../store/sightings.ts';

/** The module on real records, keys, blobs, jobs, journal, workers and event store; ingest is a small stand-in. */
export interface TestWorld {
  readonly platform: TestPlatform;
  /** Records that the module made, in order. */
  readonly told: Readonly<Record<string, unknown>>[];
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  readonly feed: (feed: object) => Promise<Feed>;
  /** Waits until an import, and its search backwards where there is one, is over. */
  readonly ended: (id: string) => Promise<ImportDetail>;
  readonly upload: (feedId: string, text: string, query?: object) => Promise<ImportDetail>;
  readonly poll: (feedId: string) => Promise<ImportDetail>;
  /** Appends one frame and waits until the stage has dealt with it. */
  readonly send: (source: string, records: readonly object[]) => Promise<void>;
  /** Puts events into the store, as if they had come before. */
  readonly stored: (rows: readonly Partial<EventRow>[]) => Promise<void>;
  readonly app: () => Composition;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

const over = (status: string): boolean => status === 'done' || status === 'failed';

/** Opens a world. */
export const testWorld = async (): Promise<TestWorld> => {
  const store = await openTestStore();
  const platform = await testPlatform({ events: store.events });
  const { clock } = platform;
  const journal = await openJournal({ dir: join(platform.folder, 'journal'), stream: 'network', clock });
  const told: Readonly<Record<string, unknown>>[] = [];
  const append = (source: string, records: readonly object[]) =>
    journal.append({
      source,
      format: 'ndjson',
      count: records.length,
      flags: 0,
      payload: Buffer.from(records.map((record) => JSON.stringify(record)).join('\n')),
      receivedAt: clock.now(),
    });
  const record: IngestAsks['record'] = async (source, records) => {
    if (records.length === 0) return;
    told.push(...records);
    await append(source.id, records);
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
    const app = await compose([ingest, intel], { ...platform.platform, metrics, jobs, pipeline });
    await app.start();
    await pipeline.start([journalReader('network', journal, () => undefined)]);
    return { app, pipeline };
  };
  let running = await open();
  const stop = async (): Promise<void> => {
    await running.pipeline.stop();
    await running.app.stop();
  };
  const call: TestWorld['call'] = async (operationId, request = {}) => {
    const found = running.app.routes.find(({ route }) => route.operationId === operationId);
    if (!found) throw new Error(`no route ${operationId}`);
    const handler = found.route as unknown as AnyHandler;
    return (await handler.handle({ query: {}, params: {}, actor: SYSTEM_ACTOR, ...request })) as never;
  };
  const ended: TestWorld['ended'] = (id) =>
    vi.waitFor(async () => {
      const state = ImportDetail.parse(await call('getIntelImport', { params: { id } }));
      expect(over(state.status)).toBe(true);
      expect(state.lookBack === null || over(state.lookBack.status)).toBe(true);
      return state;
    }, 120_000);
  const upload: TestWorld['upload'] = async (feedId, text, query = {}) => {
    const asked = { name: 'file', format: 'auto', lookBackDays: 0, ...query };
    const body = Readable.from([Buffer.from(text)]);
    const { id } = await call<{ id: string }>('importIndicators', { params: { id: feedId }, query: asked, body });
    return ended(id);
  };
  return {
    platform,
    told,
    call,
    ended,
    upload,
    stored: async (rows) => {
      const block = eventBlock();
      for (const row of rows) block.add({ ...blankEvent, ...row });
      await store.events.insertBlocks(eventsTable, [block.finish()], { token: platform.platform.newId() });
    },
    app: () => running.app,
    feed: async (feed) => Feed.parse(await call('addIntelFeed', { body: NewFeed.parse(feed) })),
    poll: async (feedId) => ended((await call<{ id: string }>('pollIntelFeed', { params: { id: feedId } })).id),
    send: async (source, records) => {
      const { seq } = await append(source, records);
      const { records: store } = platform.platform;
      await vi.waitFor(async () => expect(await readPosition(store, 'network')).toBeGreaterThanOrEqual(seq), 120_000);
    },
    restart: async () => {
      await stop();
      running = await open();
    },
    close: async () => {
      await stop();
      await journal.close();
      await platform.close();
      await store.stop();
    },
  };
};
