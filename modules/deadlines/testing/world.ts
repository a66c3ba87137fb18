import { governance } from '@chedun/governance';
import { governancePermissions } from '@chedun/governance/contract';
import { type TestServer, testServer } from '@chedun/http/testing';
import { type Composition, compose } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { workdays } from '@chedun/workdays';
import { workdayPermissions } from '@chedun/workdays/contract';
import { buildDeadlines } from '../build.ts';
import { deadlinePermissions, type DeadlineAsks } from '../contract.ts';
import { deadlines } from '../module.ts';

/** The module beside the real calendar and the real ledger of findings. */
export interface DeadlineWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  /** What other modules ask, as the composer would hand it over. */
  readonly asks: DeadlineAsks;
  readonly server: TestServer;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  /** Runs a job of the module now. */
  readonly run: (job: 'warn' | 'calendar') => Promise<void>;
  readonly close: () => Promise<void>;
}

/** All permissions of this world. */
const ALL = [deadlinePermissions, workdayPermissions, governancePermissions]
  .flatMap((each) => Object.values(each))
  .join(',');

/** Opens it. */
export const deadlineWorld = async (): Promise<DeadlineWorld> => {
  const platform = await testPlatform();
  const built: { asks?: DeadlineAsks; jobs: Map<string, () => Promise<void>> } = { jobs: new Map() };
  const spied = {
    ...deadlines,
    build: (context: Parameters<typeof deadlines.build>[0]) => {
      const parts = buildDeadlines(context.platform, context.asks);
      built.asks = parts.asks;
      for (const job of parts.jobs ?? []) built.jobs.set(job.name, () => job.run(null));
      return parts;
    },
  };
  const app = await compose([governance, workdays, spied], platform.platform);
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
  if (built.asks === undefined) throw new Error('the module was not built');
  return {
    platform,
    app,
    asks: built.asks,
    server,
    call: (request, body) => server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body }),
    run: (job) => built.jobs.get(job)?.() ?? Promise.reject(new Error(`no job ${job}`)),
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
