import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, startInstance } from '../bench/server/instance.ts';

/** Password of the person who does the work in a journey. */
export const PASSWORD = 'Wuhan-9-Motor-Plant!';

/** Name of that person. */
export const OPERATOR = 'lilei';

/** An account of the first use, with its one-time password where one was made. */
export interface Account {
  readonly name: string;
  readonly oneTimePassword: string | null;
}

interface Prepared {
  readonly dir: string;
  readonly accounts: readonly Account[];
}

const setUp = async (url: string, code: string | undefined): Promise<readonly Account[]> => {
  const operator = { name: OPERATOR, displayName: '李雷', password: PASSWORD };
  const answer = await fetch(`${url}/api/identity/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ code: code ?? '', operator }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { readonly accounts: readonly Account[] }).accounts;
};

const prepare = async (): Promise<Prepared> => {
  const dir = await mkdtemp(join(tmpdir(), 'chedun-prepared-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const server = await startInstance({ dir, port: await freePort(), fresh: false });
  try {
    return { dir, accounts: await setUp(server.url, server.setupCode) };
  } finally {
    await server.stop();
  }
};

let prepared: Promise<Prepared> | undefined;

/**
 * Fills a folder with the data of a server that was started once and went through its first use over the API, which
 * `console.test.ts` does by hand. The journeys of one process copy the same one: laying the stores out takes longer.
 */
export const copyPrepared = async (to: string): Promise<readonly Account[]> => {
  prepared ??= prepare();
  const { dir, accounts } = await prepared;
  // Files of PostgreSQL belong to the account that it runs under.
  await promisify(execFile)('cp', ['-a', `${dir}/.`, to]);
  return accounts;
};
