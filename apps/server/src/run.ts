import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { loadConfig } from '@chedun/config';
import { isDomainError } from '@chedun/kernel';
import { banner } from './banner.ts';
import { withDemonstrationPorts } from './demonstration-ports.ts';
import { openPlatform } from './platform.ts';

/** Time in which the processes of the stores are begun. */
const SENT_OFF_MS = 100;

const clock = { now: () => Date.now(), monotonic: () => performance.now() };

const run = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const loaded = await loadConfig({ argv: process.argv.slice(2), env, cwd: process.cwd() });
  const config = await withDemonstrationPorts(loaded.config);
  // PostgreSQL and the event store start while the code of the modules is loaded; loading blocks, so they are sent off first.
  const opening = openPlatform(config, { clock, randomBytes: (length) => randomBytes(length) });
  await Promise.race([opening, setTimeout(SENT_OFF_MS)]);
  const [opened, { startServer }, { startDemonstration }] = await Promise.all([
    opening,
    import('./server.ts'),
    import('./demonstration.ts'),
  ]);
  const server = await startServer(config, opened);
  const { url, setupCode, ports } = server;
  console.log(banner({ url, setupCode, seconds: performance.now() / 1000, ports }));
  const demonstration = config.demo.seed ? await startDemonstration(server, config) : undefined;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void (demonstration?.stop() ?? Promise.resolve()).then(() => server.stop()).then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

/** Runs the server until it is told to stop. A setting or a file that stands against it ends the process with 2. */
export const runServer = async (env: NodeJS.ProcessEnv): Promise<void> => {
  try {
    await run(env);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    console.error(`${error.message}${error.detail.file === undefined ? '' : ` (${error.detail.file})`}`);
    process.exit(2);
  }
};
