import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Events } from '@chedun/events';
import { governance } from '@chedun/governance';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { openJobs } from '@chedun/jobs';
import { openJournal, type Journal } from '@chedun/journal';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { silentLog } from '@chedun/records/testing';
import { rowsPayload } from '../../../platform/journal/src/testing/sealed.ts';
import { seal } from '../module.ts';

/** The module on real records, journals, keys, jobs and ledger; ingest and the event store are small stand-ins. */
export interface SealWorld {
  readonly platform: TestPlatform;
  readonly app: () => Composition;
  readonly call: <Answer>(operationId: string, request?: object) => Promise<Answer>;
  /** Appends frames of two rows each, as ingest writes them. */
  readonly send: (frames: number) => Promise<void>;
  /** Rows of the event store: how many each frame has; the stand-in answers with them. */
  readonly stored: Map<number, { rows: number; distinct: number; highest: number }>;
  readonly journalFolder: string;
  readonly logFolder: string;
  /** Stops, lets the folders be changed, and starts again. */
  readonly restart: (change?: () => Promise<void>) => Promise<void>;
  readonly findings: () => ReturnType<GovernanceAsks['findings']>;
  readonly copyTo: (name: string) => Promise<void>;
  readonly putBack: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

const ingest = defineModule<Pick<IngestAsks, 'rowlessRecords'>>({
  name: 'ingest',
  needs: [],
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({ asks: { rowlessRecords: async (_, seqs) => new Map(seqs.map((seq) => [seq, 0])) } }),
});

/** Opens a world. */
export const sealWorld = async (): Promise<SealWorld> => {
  const platform = await testPlatform();
  const { clock, folder } = platform;
  const stored: SealWorld['stored'] = new Map();
  const query = async (): Promise<readonly unknown[]> => [...stored].map(([seq, row]) => ({ seq, ...row }));
  const open = async () => {
    const dir = join(folder, 'journal');
    const limits = { segmentBytes: 4096 };
    const journals = {
      network: await openJournal({ dir, stream: 'network', clock, limits }),
      telemetry: await openJournal({ dir, stream: 'telemetry', clock, limits }),
    };
    const metrics = openMetrics();
    const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
    const config = { ...platform.platform.config, dataDir: folder };
    const events = { query } as unknown as Events;
    const surroundings = { ...platform.platform, config, metrics, jobs, journals, events };
    const app = await compose([governance, ingest, seal], surroundings);
    await app.start();
    return { app, journals };
  };
  let running = await open();
  const stop = async (): Promise<void> => {
    await running.app.stop();
    await Promise.all(Object.values(running.journals).map((journal: Journal) => journal.close()));
  };
  const parts = ['journal', 'seal'] as const;
  return {
    platform,
    stored,
    journalFolder: join(folder, 'journal', 'network'),
    logFolder: join(folder, 'seal', 'network'),
    app: () => running.app,
    call: async (operationId, request = {}) => {
      const found = running.app.routes.find(({ route }) => route.operationId === operationId);
      if (!found) throw new Error(`no route ${operationId}`);
      const handler = found.route as unknown as AnyHandler;
      return (await handler.handle({ query: {}, params: {}, actor: SYSTEM_ACTOR, ...request })) as never;
    },
    send: async (frames) => {
      const { network } = running.journals;
      for (let at = 0; at < frames; at += 1) {
        const payload = rowsPayload([`{"row":0,"at":${at}}`, `{"row":1,"at":${at}}`], 'plain');
        const record = { source: 'gateway', format: 'ndjson', count: 2, flags: 0, payload };
        await network.append({ ...record, receivedAt: clock.now() - 3_600_000 });
      }
    },
    restart: async (change) => {
      await stop();
      await change?.();
      running = await open();
    },
    findings: () => running.app.asksOf(governance).findings({ sort: 'lastSeen', limit: 50 }),
    copyTo: async (name) => {
      for (const part of parts) {
        await mkdir(join(folder, name), { recursive: true });
        await cp(join(folder, part), join(folder, name, part), { recursive: true });
      }
    },
    putBack: async (name) => {
      for (const part of parts) {
        await rm(join(folder, part), { recursive: true });
        // Without the lock: its holder was the process that made the copy.
        const filter = (path: string): boolean => !path.endsWith('/lock');
        await cp(join(folder, name, part), join(folder, part), { recursive: true, filter });
      }
    },
    close: async () => {
      await stop();
      await platform.close();
    },
  };
};
