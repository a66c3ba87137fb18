import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecords } from '../index.ts';
import { silentLog } from '../testing/index.ts';
import { chooseAccount, commandAs } from './account.ts';
import { repairLinks } from './binaries.ts';
import { isAlive, readPostmaster } from './postmaster.ts';
import { fitsSocket, makeSocketFolder } from './socket.ts';

const isRoot = process.getuid?.() === 0;
let base: string;
beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'chedun-obstacles-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe('accounts', () => {
  test('each account wraps the command in its own way', () => {
    expect(commandAs({ kind: 'self' }, 'pg', ['-V'])).toMatchObject({ file: 'pg', args: ['-V'] });
    expect(commandAs({ kind: 'other', uid: 5, gid: 6 }, 'pg', [])).toMatchObject({
      file: 'pg',
      options: { uid: 5, gid: 6 },
    });
    expect(commandAs({ kind: 'namespace' }, 'pg', ['-V']).args.slice(-3)).toEqual(['--', 'pg', '-V']);
  });

  test.skipIf(!isRoot)('where no account works there is one clear sentence', async () => {
    const chosen = chooseAccount({ folder: base, data: path.join(base, 'data'), postgres: '/nowhere/postgres' });
    await expect(chosen).rejects.toMatchObject({ code: 'records.no-account', detail: { file: base } });
    await expect(chosen).rejects.toThrow(/uid 65534 may not enter|cannot be started/);
  });
});

describe('sockets', () => {
  test('the limit is 107 bytes with the name of the socket', () => {
    const name = '/.s.PGSQL.5432';
    expect(fitsSocket('/'.padEnd(107 - name.length, 'x'))).toBe(true);
    expect(fitsSocket('/'.padEnd(108 - name.length, 'x'))).toBe(false);
    expect(fitsSocket(`/${'车'.repeat(31)}`)).toBe(false);
  });

  test('something else where the socket folder should be is refused', async () => {
    const folder = path.join(base, 'taken');
    await mkdir(folder);
    await writeFile(path.join(folder, 'socket'), '');
    await expect(makeSocketFolder(folder, { kind: 'self' })).rejects.toMatchObject({ code: 'records.start-failed' });
  });
});

describe('marks', () => {
  test.each(['', 'x', '-1\n', '0\n'])('%j is no mark', async (text) => {
    const data = await mkdtemp(path.join(base, 'mark-'));
    await writeFile(path.join(data, 'postmaster.pid'), text);
    expect(await readPostmaster(data)).toBeUndefined();
  });

  test('a mark is read by its lines, complete or not', async () => {
    const data = await mkdtemp(path.join(base, 'mark-'));
    await writeFile(path.join(data, 'postmaster.pid'), '77\n/d\n1700000000\n6000\n/s\n\n  1 2\nready   \n');
    expect(await readPostmaster(data)).toEqual({ pid: 77, port: 6_000, socketFolder: '/s', ready: true });
    await writeFile(path.join(data, 'postmaster.pid'), '77\n');
    expect(await readPostmaster(data)).toEqual({ pid: 77, port: 5_432, socketFolder: '', ready: false });
  });

  test('a process is told apart from none', () => {
    expect(isAlive(process.pid)).toBe(true);
    expect(isAlive(4_194_303)).toBe(false);
  });
});

test('missing library links are made, existing ones stay', async () => {
  const native = path.join(base, 'package', 'native');
  await mkdir(path.join(native, 'lib'), { recursive: true });
  await writeFile(path.join(native, 'lib', 'libx.so.1.2'), 'library');
  const links = [
    { source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so' },
    { source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' },
  ];
  await writeFile(path.join(native, 'pg-symlinks.json'), JSON.stringify(links));
  await repairLinks(path.join(base, 'package'));
  await repairLinks(path.join(base, 'package'));
  expect(await readlink(path.join(native, 'lib', 'libx.so'))).toBe('libx.so.1.2');
  expect(await readFile(path.join(native, 'lib', 'libx.so.1'), 'utf8')).toBe('library');
});

test('a URL where nobody answers is one clear error', async () => {
  const clock = { now: () => 0, monotonic: () => 0 };
  const url = 'postgresql://x@127.0.0.1:1/x';
  const opened = openRecords({ dataDir: base, url, log: silentLog, clock, newId: () => '' });
  await expect(opened).rejects.toMatchObject({ code: 'records.unreachable' });
});
