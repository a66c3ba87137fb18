import { spawn } from 'node:child_process';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '@chedun/config';
import type { RunningServer } from './server.ts';

/** The demonstration that runs beside a server. */
export interface Demonstration {
  readonly stop: () => Promise<void>;
}

/** What the demonstration needs of the server. */
export type DemonstratedServer = Pick<RunningServer, 'url' | 'issueToken'> & {
  readonly platform: {
    readonly clock: Pick<RunningServer['platform']['clock'], 'now'>;
    readonly log: Pick<RunningServer['platform']['log'], 'info' | 'warn'>;
    readonly journals: { readonly network: Pick<RunningServer['platform']['journals']['network'], 'head'> };
  };
};

const RANGE = fileURLToPath(new URL('../../range/src/main.ts', import.meta.url));
const VEHICLES = '200';
/** A small company: enough to see everything, little enough for a laptop. Reports per second, and for how long. */
const WITH_ATTACKS = ['--rate', '40', '--seconds', '240'];
/** Then, and after every later start, it only drives on. */
const QUIET_RATE = '2';
const ONLY_QUIET = ['--stories', 'none', '--seconds', '1', '--rate', QUIET_RATE];
/** The player is started again this often, with a new token, so that neither its memory nor a token grows old. */
const RENEW_MS = 20 * 3_600_000;
const TOKEN_DAYS = 1;
const AGAIN_MS = 60_000;

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Arguments of the range: a target for every listener that is open. */
const targetsOf = ({ ingest, v2x }: Config, url: string): readonly string[] => {
  const listeners = [
    ['--tcp', ingest.gbt32960Port],
    ['--syslog', ingest.syslogTcpPort],
    ['--jtt808', ingest.jtt808Port],
    ['--jtt809', ingest.jtt809Port],
    ['--ids', ingest.idsPort],
    ['--v2x', ingest.v2xPort],
    ['--v2x-signed', v2x.verifyPort],
    ['--netflow', ingest.netflowPort],
  ] as const;
  const open = listeners.flatMap(([flag, port]) => (port === 0 ? [] : [flag, `${ingest.host}:${port}`]));
  return ['--http', url, ...open];
};

/** How the range is called; with attacks only the first time. */
export const rangeArguments = (config: Config, url: string, isFirst: boolean): readonly string[] => {
  const inData = (name: string): string => join(config.dataDir, name);
  const common = [
    ...targetsOf(config, url),
    '--vehicles',
    VEHICLES,
    '--after-rate',
    QUIET_RATE,
    '--state',
    inData('demonstration-fleet.json'),
  ];
  return isFirst
    ? [...common, ...WITH_ATTACKS, '--register', '--script', inData('demonstration-script.json')]
    : [...common, ...ONLY_QUIET];
};

/** What the player may do: send, and sign as vehicles that were enrolled. */
const SENDER = ['ingest.write', 'pseudonyms.device'];
/** Once, it names sources, imports the company and proposes what the road needs. */
const PROPOSER = [
  'ingest.sources-manage',
  'assets.import',
  'pseudonyms.read',
  'pseudonyms.ceremony',
  'pseudonyms.manage',
  'v2x-trust.propose',
  'gateway.bindings-manage',
];
/** What was proposed counts when a second one approves it, as among people. */
const APPROVER = ['pseudonyms.approve', 'v2x-trust.accept'];

/** Tokens of the player as its environment. */
const tokensFor = async (
  { issueToken }: Pick<DemonstratedServer, 'issueToken'>,
  args: readonly string[],
): Promise<Record<string, string>> => {
  if (!args.includes('--register')) return { CHEDUN_TOKEN: await issueToken('demonstration', SENDER, TOKEN_DAYS) };
  const token = await issueToken('demonstration', [...SENDER, ...PROPOSER], TOKEN_DAYS);
  const second = await issueToken('demonstration approval', APPROVER, TOKEN_DAYS);
  return { CHEDUN_TOKEN: token, CHEDUN_SECOND_TOKEN: second };
};

/** Plays until the player ends, its time is up or the demonstration stops; resolves when the player is gone. */
const playOnce = async (server: DemonstratedServer, args: readonly string[], signal: AbortSignal): Promise<void> => {
  const tokens = await tokensFor(server, args);
  const child = spawn(process.execPath, [RANGE, ...args], {
    // by the channel the player notices when this process is gone
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: tokens,
  });
  const { log } = server.platform;
  const gone = Promise.withResolvers<void>();
  child.once('error', (error) => {
    log.warn('the demonstration could not be played', { error });
    gone.resolve();
  });
  child.once('exit', (code) => {
    if (code !== 0 && code !== null) log.warn('the demonstration ended early', { code });
    gone.resolve();
  });
  const timer = setTimeout(() => child.kill('SIGTERM'), RENEW_MS);
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  await gone.promise;
  signal.removeEventListener('abort', stop);
  clearTimeout(timer);
};

const keepPlaying = async (
  server: DemonstratedServer,
  config: Config,
  isFirst: boolean,
  signal: AbortSignal,
): Promise<void> => {
  await playOnce(server, rangeArguments(config, server.url, isFirst), signal);
  while (!signal.aborted) {
    // an abort ends the wait, and then the loop
    await wait(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await playOnce(server, rangeArguments(config, server.url, false), signal);
  }
};

/**
 * Plays a demonstration company against the real listeners. On the first start of an empty data folder it imports what it
 * owns, then a fleet drives, its platform works and the attacks of the range happen, once; what was played when stands in
 * `demonstration-script.json`. From then on, and after every later start, normal traffic goes on slowly for as long as the
 * server runs. A data folder that was filled by others is left alone; `chedun range` plays everything again at any time.
 */
export const startDemonstration = async (
  server: DemonstratedServer,
  config: Config,
): Promise<Demonstration | undefined> => {
  const marker = join(config.dataDir, 'demonstration.json');
  const isFirst = !(await exists(marker));
  if (isFirst && server.platform.journals.network.head().seq > 0) return undefined;
  if (!isFirst && !(await exists(join(config.dataDir, 'demonstration-fleet.json')))) return undefined;
  if (isFirst)
    await writeFile(marker, `${JSON.stringify({ started: new Date(server.platform.clock.now()).toISOString() })}\n`);
  const stop = new AbortController();
  const { log } = server.platform;
  const playing = keepPlaying(server, config, isFirst, stop.signal).catch((error: unknown) =>
    log.warn('the demonstration could not be played', { error }),
  );
  log.info(isFirst ? 'a demonstration company is played: attacks for four minutes' : 'the demonstration drives on');
  return {
    stop: async () => {
      stop.abort();
      await playing;
    },
  };
};
