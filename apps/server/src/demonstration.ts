import { spawn } from 'node:child_process';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '@chedun/config';
import type { RunningServer } from './server.ts';

/** The demonstration that runs beside a fresh server. */
export interface Demonstration {
  readonly stop: () => Promise<void>;
}

const RANGE = fileURLToPath(new URL('../../range/src/main.ts', import.meta.url));
/** A small company: enough to see everything, little enough for a laptop. */
const PLAY = ['--vehicles', '200', '--rate', '40', '--seconds', '240'];

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/**
 * Plays a demonstration company against the real listeners, once, on the first start of an empty data folder: it imports
 * what it owns, then a fleet drives, its platform works and three attacks happen. Later starts play nothing; `chedun range` plays it again at any time.
 */
export const startDemonstration = async (server: RunningServer, config: Config): Promise<Demonstration | undefined> => {
  const marker = join(config.dataDir, 'demonstration.json');
  if (await exists(marker)) return undefined;
  if (server.platform.journals.network.head().seq > 0) return undefined;
  await writeFile(marker, `${JSON.stringify({ started: new Date(server.platform.clock.now()).toISOString() })}\n`);
  const token = await server.issueToken('demonstration', ['ingest.write', 'ingest.sources-manage', 'assets.import'], 1);
  const tcp = config.ingest.gbt32960Port === 0 ? [] : ['--tcp', `${config.ingest.host}:${config.ingest.gbt32960Port}`];
  const { syslogTcpPort, host } = config.ingest;
  const syslog = syslogTcpPort === 0 ? [] : ['--syslog', `${host}:${syslogTcpPort}`];
  const child = spawn(process.execPath, [RANGE, ...tcp, ...syslog, '--http', server.url, '--register', ...PLAY], {
    stdio: 'ignore',
    env: { CHEDUN_TOKEN: token },
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.once('error', (error) => server.platform.log.warn('the demonstration could not be played', { error }));
  server.platform.log.info('a demonstration company is being played for four minutes', { process: child.pid });
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
