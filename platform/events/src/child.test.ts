import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseAccount } from './account.ts';
import { eventBlock, eventsTable } from './event-block.ts';
import { blankEvent } from './event-row.ts';
import { MAX_SOCKET_PATH, socketPath } from './socket-path.ts';
import { openTestStore, type TestStore } from './testing/stores.ts';

const folders: string[] = [];
const stores: TestStore[] = [];

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'child-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
};

const openIn = async (folder: string): Promise<TestStore> => {
  const store = await openTestStore(folder);
  stores.push(store);
  return store;
};

afterEach(async () => {
  for (const store of stores.splice(0)) await store.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const blockOf = (from: number, rows: number): Uint8Array => {
  const block = eventBlock();
  for (let seq = from; seq < from + rows; seq += 1) block.add({ ...blankEvent, journal: 'j', seq, body: '{"a":1}' });
  return block.finish();
};

const countOf = async ({ events }: TestStore): Promise<number> => {
  const [row] = await events.query<{ n: number; distinct: number }>({
    sql: 'SELECT count() AS n, uniqExact(seq) AS distinct FROM events',
    params: {},
  });
  expect(row?.distinct).toBe(row?.n);
  return row?.n ?? -1;
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const pidOf = (store: TestStore): number => store.events.pid() ?? -1;

describe('the store process', () => {
  test('survives kill -9 under inserts: every acknowledged row is there once', async () => {
    const store = await openIn(await newFolder());
    const kills = 3;
    let next = 1;
    for (let round = 0; round < kills; round += 1) {
      const inserts = Array.from({ length: 4 }, () => {
        const from = next;
        next += 100;
        return store.events.insertBlocks(eventsTable, [blockOf(from, 100)], { token: `j:${from}` });
      });
      await inserts[0];
      process.kill(pidOf(store), 'SIGKILL');
      await Promise.all(inserts);
    }
    expect(await countOf(store)).toBe(next - 1);
    expect((await store.events.health()).restarts).toBe(kills);
  });

  test('keeps its rows over an orderly stop, and is gone after it', async () => {
    const folder = await newFolder();
    const first = await openIn(folder);
    await first.events.insertBlocks(eventsTable, [blockOf(1, 10)], { token: 'a' });
    const pid = pidOf(first);
    await first.stop();
    expect(alive(pid)).toBe(false);
    const second = await openIn(folder);
    await second.events.insertBlocks(eventsTable, [blockOf(1, 10)], { token: 'a' });
    expect(await countOf(second)).toBe(10);
  });

  test('refuses a folder that another one holds, with the number of its process', async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    await expect(openTestStore(folder)).rejects.toMatchObject({
      code: 'events.locked',
      detail: { reason: expect.stringContaining(String(pidOf(store))) },
    });
    expect((await store.events.health()).restarts).toBe(0);
  });

  test('stops by itself when its parent is killed', async () => {
    const folder = await newFolder();
    const helper = fileURLToPath(new URL('testing/stores.ts', import.meta.url));
    const code = `const { openTestStore } = await import(${JSON.stringify(helper)});
      const store = await openTestStore(${JSON.stringify(folder)});
      console.log(store.events.pid());`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString('utf8'));
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    // The next process waits for the lock and then has the folder.
    const store = await openIn(folder);
    expect(await countOf(store)).toBe(0);
    expect(pidOf(store)).not.toBe(pid);
  });

  test('takes folders with blanks, Chinese names and long paths', async () => {
    const folder = join(await newFolder(), "it's 车 [1]", 'x'.repeat(120));
    mkdirSync(folder, { recursive: true });
    const store = await openIn(folder);
    await store.events.insertBlocks(eventsTable, [blockOf(1, 5)], { token: 'a' });
    expect(await countOf(store)).toBe(5);
    expect(readdirSync(join(folder, 'events', 'inbox'))).toEqual([]);
  });

  test('refuses a folder whose name chDB would read as a pattern', async () => {
    const folder = join(await newFolder(), 'a*b');
    await expect(openTestStore(folder)).rejects.toMatchObject({ code: 'events.start-failed' });
  });

  test('keeps its folder to itself', async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    expect(statSync(join(folder, 'events')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'events', 'store.sock')).mode & 0o077).toBe(0);
    const status = statSync(`/proc/${pidOf(store)}`);
    const account = chooseAccount(join(folder, 'events'), [process.execPath]);
    if (account.kind === 'other') expect(status.uid).toBe(account.uid);
    else expect(status.uid).toBe(process.getuid?.());
  });
});

describe('the path of the socket', () => {
  test('is in the folder while it fits, else in a private folder', () => {
    const short = '/var/lib/chedun';
    expect(socketPath(short, { kind: 'self' })).toEqual({ path: `${short}/store.sock`, temporary: undefined });
    const long = socketPath(`/${'车'.repeat(40)}`, { kind: 'self' });
    expect(Buffer.byteLength(long.path)).toBeLessThanOrEqual(MAX_SOCKET_PATH);
    expect(statSync(long.temporary ?? '').mode & 0o777).toBe(0o700);
    folders.push(long.temporary ?? '');
  });
});
