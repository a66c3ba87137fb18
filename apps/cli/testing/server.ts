import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { BINARY, chedun, temporaryFolder, type Folder, type Run } from './chedun.ts';

const READY_MS = 90_000;
const Accounts = z.object({ accounts: z.array(z.object({ name: z.string() })) });
const Secret = z.object({ secret: z.string() });

/** Name and password of everybody who works here. */
export const PASSWORD = 'Wuhan-9-Motor-Plant!';
/** Rights of the operator's token. */
const SCOPES = [
  'ingest.write',
  'ingest.sources-read',
  'ingest.sources-manage',
  'search.events-read',
  'search.events-export',
  'governance.findings-read',
  'governance.findings-handle',
  'detection.rules-read',
  'detection.rules-write',
  'detection.rules-test',
  'assets.read',
  'assets.import',
  'gateway.bindings-read',
  'gateway.bindings-manage',
  'telemetry.read',
  'telemetry.export',
  'policies.read',
  'organisation.read',
  'organisation.write',
  'exposure.read',
  'exposure.write',
  'suppliers.read',
  'suppliers.write',
  'access-reviews.read',
  'access-reviews.write',
  'critical-infrastructure.read',
  'posture.read',
  'posture.checks-run',
  'posture.attest',
  'captures.read',
  'captures.write',
  'captures.models-write',
  'baselines.read',
  'baselines.test',
  'baselines.write',
  'correlation.read',
  'correlation.test',
  'retention.read',
  'warnings.read',
  'warnings.issue',
  'warnings.packets-write',
  'watch.read',
  'watch.detectors-write',
  'quality.read',
  'quality.manage',
  'discovery.read',
  'discovery.write',
  'filing.read',
  'filing.write',
  'filing.approve',
  'filing.submit',
  'risks.read',
  'risks.write',
  'documents.read',
  'documents.issue',
  'playbooks.read',
  'playbooks.write',
  'playbooks.run',
  'incidents.read',
  'incidents.handle',
  'incidents.report',
  'duty-roster.read',
  'duty-roster.call',
  'drills.read',
  'drills.manage',
  'drills.review',
  'training.read',
  'training.write',
  'deadlines.read',
  'deadlines.write',
  'workdays.read',
  'workdays.write',
];

/** A real server that was started with `chedun start`, and people in it. */
export interface World {
  readonly url: string;
  readonly dataDir: string;
  readonly folder: Folder;
  /** Runs `chedun` with the token of the operator. */
  readonly run: (args: readonly string[]) => Promise<Run>;
  /** Runs `chedun` with the token of the audit administrator. */
  readonly audit: (args: readonly string[]) => Promise<Run>;
  /** Runs `chedun` without a token. */
  readonly plain: (args: readonly string[], stdin?: string) => Promise<Run>;
  readonly stop: () => Promise<void>;
  /** Starts the stopped server again on its data. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const flagsOf = (dataDir: string, port: number): string[] => [
  `--data-dir=${dataDir}`,
  `--http-port=${port}`,
  '--no-demo-seed',
  '--log-level=warn',
  `--log-file=${join(dataDir, '..', 'server.log')}`,
  '--ingest-syslog-udp-port=0',
  '--ingest-syslog-tcp-port=0',
  '--ingest-gbt32960-port=0',
];

interface Started {
  readonly setupCode: string;
  readonly stop: () => Promise<void>;
}

/** `chedun start`, until it says that it is ready. */
const startServer = async (dataDir: string, port: number): Promise<Started> => {
  const child = spawn(process.execPath, [BINARY, 'start', ...flagsOf(dataDir, port)], {
    cwd: join(dataDir, '..'),
    env: { PATH: process.env['PATH'], HOME: join(dataDir, '..') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  let said = '';
  await new Promise<void>((done, failed) => {
    const look = (chunk: Buffer): void => {
      said += chunk.toString();
      if (/ready in [\d.]+ s[\s\S]*─\n/.test(said)) done();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said.slice(-2000)}`)));
    setTimeout(() => failed(new Error(`not ready in time: ${said.slice(-2000)}`)), READY_MS).unref();
  });
  return {
    setupCode: /one-time password\) (\S+)/.exec(said)?.[1] ?? '',
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const post = async (url: string, path: string, body: object, cookie = ''): Promise<Response> => {
  const headers = { 'content-type': 'application/json', origin: url, ...(cookie === '' ? {} : { cookie }) };
  const answer = await fetch(`${url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
};

const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';

const tokenOf = async (url: string, cookie: string, scopes: readonly string[]): Promise<string> => {
  const answer = await post(url, '/identity/me/tokens', { name: 'cli', scopes, days: 1 }, cookie);
  return Secret.parse(await answer.json()).secret;
};

/** First use over the API: an operator and the three administrators, all with {@link PASSWORD}. */
const setUp = async (url: string, code: string): Promise<{ operator: string; auditor: string }> => {
  const operator = { name: 'lilei', displayName: '李雷', password: PASSWORD };
  const administrators = { 'system-admin': PASSWORD, 'security-admin': PASSWORD, 'audit-admin': PASSWORD };
  const made = await post(url, '/identity/setup', { code, operator, administrators });
  Accounts.parse(await made.clone().json());
  const auditor = await post(url, '/identity/sign-in', { name: 'audit-admin', password: PASSWORD });
  return {
    operator: await tokenOf(url, cookieOf(made), SCOPES),
    auditor: await tokenOf(url, cookieOf(auditor), ['identity.audit-read']),
  };
};

/** Starts a server on an empty folder and goes through its first use. */
export const openWorld = async (): Promise<World> => {
  const folder = await temporaryFolder();
  const dataDir = join(folder.path, 'data');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let server = await startServer(dataDir, port).catch(async (error: unknown) => {
    const log = await readFile(join(folder.path, 'server.log'), 'utf8').catch(() => '');
    throw new Error(`${String(error)}\n${log.slice(-2000)}`, { cause: error });
  });
  const tokens = await setUp(url, server.setupCode);
  const env = { CHEDUN_SERVER: url, CHEDUN_DATA_DIR: dataDir };
  return {
    url,
    dataDir,
    folder,
    run: (args) => chedun(args, { env: { ...env, CHEDUN_TOKEN: tokens.operator } }),
    audit: (args) => chedun(args, { env: { ...env, CHEDUN_TOKEN: tokens.auditor } }),
    plain: (args, stdin) => chedun(args, { env, ...(stdin === undefined ? {} : { stdin }) }),
    stop: () => server.stop(),
    start: async () => {
      server = await startServer(dataDir, port);
    },
    close: async () => {
      await server.stop();
      await folder.remove();
    },
  };
};
