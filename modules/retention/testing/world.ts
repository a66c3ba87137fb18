import type { Source } from '@chedun/ingest/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { governance } from '@chedun/governance';
import { blankEvent, eventBlock, eventsTable, migrationsFolder, openEvents, type Events } from '@chedun/events';
import { openJobs } from '@chedun/jobs';
import { openJournal, type Journal } from '@chedun/journal';
import type { ActorRef, Json } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition, type ModuleParts } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { silentLog } from '@chedun/records/testing';
import { search } from '@chedun/search';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { buildRetention } from '../build.ts';
import type { SealedLog } from '../clocks.ts';
import type { RetentionAsks } from '../contract.ts';
import { retention } from '../module.ts';
import { readPosition } from '../store.ts';

const DAY = 86_400_000;

/** The module on real records, journal, workers, event store, keys and blobs; ingest and seal are small stand-ins. */
export interface TestWorld {
  readonly platform: TestPlatform;
  readonly events: Events;
  readonly journal: () => Journal;
  /** Moves both clocks, as time does. */
  readonly pass: (days: number) => void;
  /** Moves the wall clock alone, as somebody who sets it does. */
  readonly setBack: (days: number) => void;
  readonly now: () => number;
  /** What the next checkpoints say; undefined takes them away. */
  readonly checkpoints: { time: number | undefined; follow: boolean };
  readonly sources: Source[];
  /** Records that the module put into the journal, in order. */
  readonly told: Readonly<Record<string, unknown>>[];
  /** What the Merkle log was told. */
  readonly removed: readonly { readonly stream: string; readonly firstKept: number }[];
  /** Appends frames of two events each, stores their rows, and waits until the ledger has them. */
  readonly send: (source: string, frames: number) => Promise<void>;
  readonly job: (name: string) => Promise<void>;
  readonly asks: () => RetentionAsks;
  readonly checks: () => NonNullable<ModuleParts<unknown>['checks']>;
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

/** Somebody of a role. */
export const actorOf = (name: string): ActorRef => ({ kind: 'user', id: name, name });

/** A source that is expected to speak every hour. */
const sourceOf = (id: string, about: Partial<Source> = {}): Source => ({
  id,
  title: id,
  kind: 'http',
  format: 'ndjson',
  retention: 'network',
  enabled: true,
  silentAfterMinutes: 60,
  health: 'healthy',
  rate: 0,
  events: 0,
  bytes: 0,
  quarantined: 0,
  lagSeconds: null,
  lastSeen: null,
  firstSeen: null,
  ...about,
});

const stub = <Asks>(name: string, asks: Asks) =>
  defineModule<Asks>({ name, needs: [], permissions: [], errors: {}, tells: [], build: () => ({ asks }) });

const storeRows = async (events: Events, journal: string, seqs: readonly number[], source: string, at: number) => {
  const block = eventBlock();
  for (const seq of seqs) {
    for (const idx of [0, 1]) {
      block.add({
        ...blankEvent,
        journal,
        seq,
        idx,
        received: at,
        time: at,
        source,
        host: 'gw',
        body: `event ${seq}/${idx}`,
      });
    }
  }
  await events.insertBlocks(eventsTable, [block.finish()], { token: `${journal}:${seqs[0]}` });
};

const callOf = (app: Composition, operationId: string, request: object): Promise<never> => {
  const found = app.routes.find(({ route }) => route.operationId === operationId);
  if (!found) throw new Error(`no route ${operationId}`);
  const handler = found.route as unknown as AnyHandler;
  return handler.handle({ query: {}, params: {}, actor: actorOf('tester'), ...request }) as Promise<never>;
};

/** Opens a world at 1 March 2026 in Shanghai. */
export const testWorld = async (): Promise<TestWorld> => {
  let wall = Date.parse('2026-03-01T00:00:00+08:00');
  let monotonic = 0;
  const clock = { now: () => wall, monotonic: () => monotonic };
  const platform = await testPlatform({ clock });
  const { folder } = platform;
  const events = await openEvents({
    store: { kind: 'folder', dataDir: folder },
    memoryMb: 1024,
    log: silentLog,
    clock: { now: Date.now, monotonic: () => performance.now() },
  });
  await events.migrate(migrationsFolder);
  const open = (stream: string): Promise<Journal> => openJournal({ dir: join(folder, 'journal'), stream, clock });
  const journals = { network: await open('network'), telemetry: await open('telemetry') };
  const told: Readonly<Record<string, unknown>>[] = [];
  const removed: { stream: string; firstKept: number }[] = [];
  const checkpoints: { time: number | undefined; follow: boolean } = { time: undefined, follow: true };
  const sources: Source[] = [sourceOf('tsp'), sourceOf('fw')];
  const append = (source: string, payload: Uint8Array, count: number) =>
    journals.network.append({ source, format: 'ndjson', count, flags: 0, payload, receivedAt: wall });
  const record: IngestAsks['record'] = async (source, records) => {
    told.push(...records);
    await append(source.id, Buffer.from(records.map((each) => JSON.stringify(each)).join('\n')), records.length);
  };
  const trusted: SealedLog = {
    noteRemoved: async (stream, firstKept) => void removed.push({ stream, firstKept }),
    lastCheckpoint: async (stream) => {
      const time = checkpoints.follow ? wall - 10_000 : checkpoints.time;
      const { seq } = stream === 'network' ? journals.network.head() : journals.telemetry.head();
      return time === undefined ? undefined : { size: seq, time };
    },
  };
  let parts: ModuleParts<RetentionAsks> | undefined;
  const start = async () => {
    const pipeline = createPipeline({ workers: 1, log: silentLog });
    pipeline.decodeWith(new URL('./line-decoder.ts', import.meta.url), async () => undefined);
    const metrics = openMetrics();
    const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
    const captured: typeof retention = {
      ...retention,
      build: (context) => {
        parts = buildRetention(context.platform, context.asks);
        // The schedule of the test is the test.
        return { ...parts, jobs: (parts.jobs ?? []).map(({ name }) => ({ name, run: async () => undefined })) };
      },
    };
    const ingest = stub<Pick<IngestAsks, 'record' | 'sources'>>('ingest', { record, sources: async () => sources });
    const surroundings = { ...platform.platform, metrics, jobs, pipeline, events, journals };
    const app = await compose([governance, ingest, search, stub<SealedLog>('seal', trusted), captured], surroundings);
    await app.start();
    await pipeline.start(
      Object.entries(journals).map(([stream, journal]) => journalReader(stream, journal, () => undefined)),
    );
    return { app, pipeline };
  };
  let running = await start();
  const stop = async (): Promise<void> => {
    await running.pipeline.stop();
    await running.app.stop();
  };
  return {
    platform,
    events,
    journal: () => journals.network,
    pass: (days) => {
      wall += days * DAY;
      monotonic += days * DAY;
    },
    setBack: (days) => {
      wall -= days * DAY;
    },
    now: () => wall,
    checkpoints,
    sources,
    told,
    removed,
    send: async (source, frames) => {
      const payload = Buffer.from('{"a":1}\n{"a":2}');
      const seqs = await Promise.all(
        Array.from({ length: frames }, async () => (await append(source, payload, 2)).seq),
      );
      await storeRows(events, journals.network.id, seqs, source, wall);
      const last = Math.max(...seqs);
      const { records } = platform.platform;
      await vi.waitFor(async () => expect(await readPosition(records, 'network')).toBeGreaterThanOrEqual(last), 30_000);
    },
    job: async (name) => {
      const found = parts?.jobs?.find((each) => each.name === name);
      if (!found) throw new Error(`no job ${name}`);
      const nothing: Json = null;
      await found.run(nothing);
    },
    asks: () => {
      if (!parts) throw new Error('not built');
      return parts.asks;
    },
    checks: () => parts?.checks ?? [],
    call: (operationId, request = {}) => callOf(running.app, operationId, request),
    restart: async () => {
      await stop();
      running = await start();
    },
    close: async () => {
      await stop();
      await journals.network.close();
      await journals.telemetry.close();
      await events.close();
      await platform.close();
    },
  };
};
