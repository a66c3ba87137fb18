import { sql } from 'kysely';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecords } from '../index.ts';
import type { Records } from '../index.ts';
import { silentLog, TEST_TIME } from '../testing/index.ts';
import { isAlive, pidFile, readPostmaster, servesFolder } from './postmaster.ts';

const isRoot = process.getuid?.() === 0;
const hasNamespaces = (() => {
  try {
    execFileSync('unshare', ['--user', '--map-user=65534', '--map-group=65534', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let base: string;
/** Shared by the tests that do not need a fresh one. */
let dataDir: string;
beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'chedun-embedded-'));
  await chmod(base, 0o711);
  dataDir = path.join(base, 'shared');
});
afterAll(() => rm(base, { recursive: true, force: true }));

const clock = { now: () => TEST_TIME, monotonic: () => 0 };
const open = (folder: string): Promise<Records> =>
  openRecords({ dataDir: folder, log: silentLog, clock, newId: randomUUID });
const dataOf = (folder: string): string => path.join(folder, 'records', 'data');
const pidOf = async (folder: string): Promise<number> => (await readPostmaster(dataOf(folder)))?.pid ?? 0;

const makeTable = (records: Records) => sql`create table public.acked (n int primary key)`.execute(records.read());
const insert = (records: Records, n: number) => sql`insert into public.acked values (${n})`.execute(records.read());
const stored = async (records: Records): Promise<readonly number[]> =>
  (await sql<{ n: number }>`select n from public.acked order by n`.execute(records.read())).rows.map(({ n }) => n);

/** Opens, uses and closes a folder that may have a past. */
const useOnce = async (folder: string): Promise<void> => {
  const records = await open(folder);
  expect(await records.health()).toEqual({ ok: true });
  await records.close();
};

describe('a folder of its own', () => {
  test('what was written is there after a stop and a start; the stop leaves no process and no mark', async () => {
    const records = await open(dataDir);
    await makeTable(records);
    await insert(records, 1);
    const pid = await pidOf(dataDir);
    expect(await servesFolder(pid, dataOf(dataDir))).toBe(true);
    await records.close();
    await records.close();
    expect(await readPostmaster(dataOf(dataDir))).toBeUndefined();
    await expect.poll(() => isAlive(pid)).toBe(false);
    const again = await open(dataDir);
    expect(await stored(again)).toEqual([1]);
    await again.close();
  });

  test('the server has a process group of its own, takes no TCP and keeps fsync and checksums on', async () => {
    const records = await open(dataDir);
    const group = (await readFile(`/proc/${await pidOf(dataDir)}/stat`, 'utf8')).split(') ')[1]?.split(' ')[2];
    expect(Number(group)).toBe(await pidOf(dataDir));
    const names = ['listen_addresses', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'TimeZone'];
    const { rows } = await sql<{ name: string; setting: string }>`
      select name, setting from pg_settings where name = any(${names}) order by name`.execute(records.read());
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      TimeZone: 'UTC',
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      synchronous_commit: 'on',
    });
    expect((await stat(path.join(dataDir, 'records', 'socket'))).mode & 0o777).toBe(0o700);
    await records.close();
  });

  test('an initdb that a crash cut off does not matter, nor that our own folder was closed to others', async () => {
    const half = path.join(base, 'half');
    await mkdir(path.join(half, 'records', 'data.new', 'base'), { recursive: true });
    await writeFile(path.join(half, 'records', 'data.new', 'PG_VERSION'), '18\n');
    await chmod(half, 0o700);
    await useOnce(half);
    expect((await stat(half)).mode & 0o777).toBe(0o711);
  });

  test('a path that is too long for a socket gets its socket elsewhere', async () => {
    await useOnce(path.join(base, 'd'.repeat(60), 'e'.repeat(60)));
  });

  test('a second owner is refused with the reason', async () => {
    const records = await open(dataDir);
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'records.in-use' });
    expect(await records.health()).toEqual({ ok: true });
    await records.close();
  });
});

describe('marks of servers that are gone', () => {
  const leaveMark = async (pid: number): Promise<void> => {
    const data = dataOf(dataDir);
    const lines = [pid, data, 1, 5_432, path.join(dataDir, 'records', 'socket'), '', '1 1', 'ready'];
    const lock = path.join(dataDir, 'records', 'socket', '.s.PGSQL.5432.lock');
    for (const file of [pidFile(data), lock]) await writeFile(file, `${lines.join('\n')}\n`);
    const { uid, gid } = await stat(data);
    if (isRoot) execFileSync('chown', [`${uid}:${gid}`, pidFile(data), lock]);
  };

  test.each<readonly [string, () => number]>([
    ['belongs to another living process, as after a restart of a container', () => process.pid],
    ['belongs to a living process of another user', () => 1],
    ['belongs to nobody', () => 4_194_303],
  ])('a number that %s', async (_, pid) => {
    await leaveMark(pid());
    await useOnce(dataDir);
    expect(isAlive(process.pid)).toBe(true);
  });
});

describe('sudden deaths', () => {
  test('the server is killed under load: it comes back by itself and holds every acknowledged row', async () => {
    const records = await open(dataDir);
    const before = await stored(records);
    const acked: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const victim = await pidOf(dataDir);
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let at = 0; at < 2_000; at += 1) {
          const n = (round + 1) * 100_000 + writer * 10_000 + at;
          await insert(records, n);
          acked.push(n);
        }
      });
      await expect.poll(() => acked.length).toBeGreaterThan(round * 100 + 50);
      process.kill(victim, 'SIGKILL');
      await Promise.allSettled(writers);
      await expect.poll(() => records.health(), { timeout: 15_000 }).toEqual({ ok: true });
      expect(await pidOf(dataDir)).not.toBe(victim);
    }
    const kept = new Set(await stored(records));
    expect([...before, ...acked].filter((n) => !kept.has(n))).toEqual([]);
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'records.in-use' });
    await records.close();
  });

  test('our process is killed under load: the next one takes the folder over and finds every acknowledged row', async () => {
    const killed = path.join(base, 'killed-owner');
    const { child, acked } = await startWriter(killed);
    await expect.poll(() => acked.length, { timeout: 30_000 }).toBeGreaterThan(100);
    const orphan = await pidOf(killed);
    child.kill('SIGKILL');
    const records = await open(killed);
    expect(await pidOf(killed)).not.toBe(orphan);
    const kept = new Set(await stored(records));
    expect(acked.filter((n) => !kept.has(n))).toEqual([]);
    await records.close();
  });
});

/** Another process that owns the folder and prints each row after it was acknowledged. */
const startWriter = async (folder: string, as: { uid?: number; gid?: number } = {}) => {
  const script = `
    const { openRecords } = await import(${JSON.stringify(new URL('../records.ts', import.meta.url).href)});
    const { silentLog } = await import(${JSON.stringify(new URL('../testing/database.ts', import.meta.url).href)});
    const { sql } = await import('kysely');
    const clock = { now: () => 0, monotonic: () => 0 };
    const records = await openRecords({ dataDir: ${JSON.stringify(folder)}, log: silentLog, clock, newId: () => '' });
    await sql\`create table public.acked (n int primary key)\`.execute(records.read());
    process.on('SIGTERM', () => records.close().then(() => process.exit(0)));
    for (let n = 0; ; n += 1) {
      await sql\`insert into public.acked values (\${n})\`.execute(records.read()).catch(() => new Promise(() => {}));
      process.stdout.write(n + '\\n');
    }`;
  const cwd = new URL('.', import.meta.url);
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...as,
    cwd,
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acked: number[] = [];
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => acked.push(Number(line)));
  return { child, acked };
};

describe('accounts', () => {
  test.skipIf(!isRoot)('root hands the server to an ordinary account', async () => {
    const records = await open(dataDir);
    expect((await stat(dataOf(dataDir))).uid).toBe(65_534);
    expect((await stat(`/proc/${await pidOf(dataDir)}`)).uid).toBe(65_534);
    await records.close();
  });

  test.skipIf(!isRoot || !hasNamespaces)(
    'below a folder that only root may enter, a user namespace serves',
    async () => {
      const closed = path.join(base, 'closed');
      await mkdir(closed, { mode: 0o700 });
      const deep = path.join(closed, 'deep');
      await useOnce(deep);
      expect((await stat(dataOf(deep))).uid).toBe(0);
      await chmod(closed, 0o755);
      await useOnce(deep);
      expect((await stat(dataOf(deep))).uid).toBe(0);
    },
  );

  test.skipIf(!isRoot || !hasNamespaces)('an ordinary user runs it as himself, even one without a name', async () => {
    const ordinary = path.join(base, 'ordinary');
    await mkdir(ordinary);
    execFileSync('chown', ['1234:1234', ordinary]);
    const { child, acked } = await startWriter(ordinary, { uid: 1_234, gid: 1_234 });
    await expect.poll(() => acked.length, { timeout: 30_000 }).toBeGreaterThan(10);
    expect((await stat(dataOf(ordinary))).uid).toBe(1_234);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await readPostmaster(dataOf(ordinary))).toBeUndefined();
  });
});
