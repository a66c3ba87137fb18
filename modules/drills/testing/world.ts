import { join } from 'node:path';
import { assetsModule } from '@chedun/assets';
import { correlation } from '@chedun/correlation';
import { deadlines } from '@chedun/deadline-ledger';
import { detection } from '@chedun/detection';
import { documents } from '@chedun/documents';
import { fakeDutyRoster } from '@chedun/duty-roster/testing';
import { governance } from '@chedun/governance';
import type { Authenticator } from '@chedun/http';
import { testActor, type TestServer, testServer } from '@chedun/http/testing';
import { incidents } from '@chedun/incidents';
import { openJobs } from '@chedun/jobs';
import { openJournal } from '@chedun/journal';
import { openMetrics } from '@chedun/log';
import { type Composition, compose, defineModule } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import { createPipeline, journalReader } from '@chedun/pipeline';
import type { PlaybookAsks } from '@chedun/playbooks/contract';
import { silentLog } from '@chedun/records/testing';
import { workdays } from '@chedun/workdays';
import { payloadOf } from '../domain/expand.ts';
import { drills } from '../module.ts';

/** Decoder of the real intake, by file: no code of that module is imported. */
const DECODER = new URL('../../ingest/worker/decode.ts', import.meta.url);
const NO_NAMES = { extract: undefined };

/** Bearer `ann` signs in as that person, who may do everything. */
const byPerson = (permissions: readonly string[]): Authenticator => ({
  authenticate: ({ bearer = '', ip }) => {
    const id = `00000000-0000-7000-8000-${Buffer.from(bearer).toString('hex').padStart(12, '0').slice(0, 12)}`;
    return Promise.resolve({ ...testActor(permissions, ip), id, name: bearer });
  },
});

/** A playbook as the stand-in has it. */
type Approved = Awaited<ReturnType<PlaybookAsks['approved']>>[number] & {
  readonly dry: 'succeeded' | 'failed';
};

/** Drills beside real rules, correlations, ledger, clocks, documents and incidents, on a pipeline with a live journal. */
export interface DrillWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  /** Asks as one of several people. */
  readonly as: (person: string) => (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  /** Appends records to the live journal. */
  readonly live: (records: readonly object[]) => Promise<number>;
  readonly advance: () => Promise<void>;
  readonly approve: (playbooks: readonly Approved[]) => void;
  readonly folder: string;
  readonly close: () => Promise<void>;
}

const TEAM = [
  { name: '韩梅梅', role: 'commander', phone: '13800000000', deputy: null },
  { name: '李雷', role: 'analyst', phone: '13800000001', deputy: null },
  { name: '王芳', role: 'operations', phone: '13800000002', deputy: null },
  { name: '赵强', role: 'liaison', phone: '13800000003', deputy: null },
  { name: '孙静', role: 'legal', phone: '13800000004', deputy: null },
] as const;

/** Opens a world. */
export const drillWorld = async (): Promise<DrillWorld> => {
  const platform = await testPlatform();
  const { clock, folder } = platform;
  const journal = await openJournal({ dir: join(folder, 'journal'), stream: 'network', clock });
  const pipeline = createPipeline({ workers: 1, log: silentLog });
  pipeline.decodeWith(DECODER, async () => NO_NAMES);
  const metrics = openMetrics();
  const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
  let approved: readonly Approved[] = [];
  const playbooks = defineModule<PlaybookAsks>({
    name: 'playbooks',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        approved: async () => approved.map(({ dry: _dry, ...each }) => each),
        dry: async (id) => approved.find((each) => each.id === id)?.dry ?? 'failed',
      },
    }),
  });
  let advance = async (): Promise<void> => undefined;
  const spied: typeof drills = {
    ...drills,
    build: (context) => {
      const parts = drills.build(context);
      const job = parts.jobs?.find(({ name }) => name === 'advance');
      advance = async () => job?.run(null);
      return parts;
    },
  };
  const app = await compose(
    [
      governance,
      assetsModule,
      organisation,
      workdays,
      deadlines,
      documents,
      detection,
      correlation,
      fakeDutyRoster(TEAM),
      incidents,
      playbooks,
      spied,
    ],
    { ...platform.platform, journals: { network: journal, telemetry: journal }, metrics, jobs, pipeline },
  );
  await app.start();
  await pipeline.start([journalReader('network', journal, () => undefined)]);
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors], authenticator: byPerson(app.registry.permissions().map(({ name }) => name)) },
  );
  return {
    platform,
    app,
    folder,
    as: (person) => (request, body) =>
      server.call(request, body === undefined ? { bearer: person } : { bearer: person, body }),
    live: async (records) =>
      (
        await journal.append({
          source: 'tsp',
          format: 'ndjson',
          count: records.length,
          flags: 0,
          payload: payloadOf(records.map((each) => Buffer.from(JSON.stringify(each)))),
          receivedAt: clock.now(),
        })
      ).seq,
    advance: () => advance(),
    approve: (playbooksNow) => {
      approved = playbooksNow;
    },
    close: async () => {
      await server.close();
      await pipeline.stop();
      await app.stop();
      await journal.close();
      await platform.close();
    },
  };
};
