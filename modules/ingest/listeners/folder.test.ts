import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DomainError, fixedClock } from '@chedun/kernel';
import { silentLog, TEST_TIME } from '@chedun/records/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testJournals, textsOf, type TestJournals } from '../testing/journals.ts';
import { acceptUpload } from '../use-cases/accept-upload.ts';
import { watchFolder, type FolderWatch } from './folder.ts';
import { cutHere } from '../intake/cutter.ts';

const MEGABYTE = 1024 * 1024;
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const line = (at: number): string => JSON.stringify({ at, text: 'x'.repeat(80) });

describe('a watched folder', () => {
  let world: TestJournals;
  let folder: string;
  let watched: FolderWatch | undefined;
  const accept = () =>
    acceptUpload({
      settings: () => ({ enabled: true, format: 'auto', retention: 'network' }),
      journals: world.journals,
      clock: fixedClock(TEST_TIME),
      cut: cutHere(),
      maxBodyBytes: 4 * MEGABYTE,
      maxInWork: 64 * MEGABYTE,
      onAccepted: () => undefined,
    });
  const watch = async (taking = accept()): Promise<void> => {
    const options = { path: folder, source: 'dropbox', pieceBytes: 4 * MEGABYTE, everyMs: 20, log: silentLog };
    watched = await watchFolder({ ...options, accept: taking });
  };
  const names = (under = ''): Promise<string[]> => readdir(join(folder, under)).then((all) => all.toSorted());

  beforeEach(async () => {
    world = await testJournals(fixedClock(TEST_TIME));
    folder = join(world.folder, 'in');
    await mkdir(folder);
  });
  afterEach(async () => {
    await watched?.close();
    await world.close();
  });

  it('takes files, packed ones too, and moves them when they are on disk', async () => {
    await writeFile(join(folder, 'a.log'), `${line(1)}\n${line(2)}\n`);
    await writeFile(join(folder, 'b.log.gz'), gzipSync(`${line(3)}\n`));
    await watch();
    await soon(async () => expect(await names('.done')).toEqual(['a.log', 'b.log.gz']));
    expect(textsOf(await world.decoded()).toSorted()).toEqual([line(1), line(2), line(3)]);
    await soon(async () => expect(await names()).toEqual(['.done']));
    expect((await world.frames())[0]).toMatchObject({ source: 'dropbox', format: 'ndjson' });
  });

  it('keeps an older file of the same name', async () => {
    await watch();
    for (const at of [1, 2]) {
      await writeFile(join(folder, 'same.log'), `${line(at)}\n`);
      await soon(async () => expect(textsOf(await world.decoded())).toHaveLength(at));
      await soon(async () => expect(await names('.done')).toHaveLength(at));
    }
  });

  it('waits for a file that still grows', async () => {
    const path = join(folder, 'growing.log');
    let text = '';
    await watch();
    for (let at = 0; at < 20; at += 1) {
      text += `${line(at)}\n`;
      await writeFile(path, text);
      await new Promise((done) => setTimeout(done, 10));
    }
    await soon(async () => expect(await names('.done')).toEqual(['growing.log']));
    expect(textsOf(await world.decoded())).toHaveLength(20);
  });

  it('sets a file that cannot be taken aside, with the reason in both languages', async () => {
    await writeFile(join(folder, 'cut.log.gz'), gzipSync(`${line(1)}\n`.repeat(1000)).subarray(0, 60));
    await writeFile(join(folder, 'bomb.log.gz'), gzipSync(Buffer.alloc(20 * MEGABYTE)));
    await watch();
    await soon(async () =>
      expect(await names('.refused')).toEqual([
        'bomb.log.gz',
        'bomb.log.gz.reason.txt',
        'cut.log.gz',
        'cut.log.gz.reason.txt',
      ]),
    );
    const reason = await readFile(join(folder, '.refused', 'cut.log.gz.reason.txt'), 'utf8');
    expect(reason).toContain('ingest.body-damaged');
    expect(reason).toContain('压缩数据损坏或被截断');
    expect(world.journals.network.head().seq).toBe(0);
  });

  it('leaves unfinished names, folders and links alone', async () => {
    await writeFile(join(world.folder, 'outside.log'), `${line(1)}\n`);
    await symlink(join(world.folder, 'outside.log'), join(folder, 'link.log'));
    await writeFile(join(folder, 'half.log.part'), `${line(2)}\n`);
    await writeFile(join(folder, '.hidden'), `${line(3)}\n`);
    await mkdir(join(folder, 'inner'));
    await writeFile(join(folder, 'real.log'), `${line(4)}\n`);
    await watch();
    await soon(async () => expect(await names('.done')).toEqual(['real.log']));
    await soon(async () => expect(await names()).toEqual(['.done', '.hidden', 'half.log.part', 'inner', 'link.log']));
    expect(textsOf(await world.decoded())).toEqual([line(4)]);
  });

  it('takes a file of lines that is larger than an upload may be', async () => {
    const lines = Array.from({ length: 120_000 }, (_, at) => line(at));
    await writeFile(join(folder, 'huge.log'), lines.join('\n'));
    await watch();
    await soon(async () => expect(await names('.done')).toEqual(['huge.log']));
    expect(textsOf(await world.decoded())).toEqual(lines);
  });

  it('repeats the header of a large Zeek file for every piece', async () => {
    const header = '#separator \\x09\n#path\tconn\n#fields\tts\tuid\n#types\ttime\tstring\n';
    const rows = Array.from({ length: 200_000 }, (_, at) => `1700000000.${at}\tC${at}xxxxxxxxxxxx`);
    await writeFile(join(folder, 'conn.log'), header + rows.join('\n'));
    await watch();
    await soon(async () => expect(await names('.done')).toEqual(['conn.log']));
    const decoded = await world.decoded();
    expect(decoded.flatMap((each) => each.rejects)).toEqual([]);
    expect(textsOf(decoded)).toEqual(rows);
  });

  it('stays where it is while the journal is busy, and goes on after a restart where it stopped', async () => {
    const lines = Array.from({ length: 120_000 }, (_, at) => line(at));
    await writeFile(join(folder, 'huge.log'), lines.join('\n'));
    let taken = 0;
    const real = accept();
    await watch(async (upload) => {
      if (taken === 2) throw new DomainError('ingest.busy', { retryAfterSeconds: 1 });
      taken += 1;
      return real(upload);
    });
    await soon(() => expect(taken).toBe(2));
    await watched?.close();
    expect(await names()).toEqual(['.progress.json', 'huge.log']);
    await watch();
    await soon(async () => expect(await names('.done')).toEqual(['huge.log']));
    expect(textsOf(await world.decoded())).toEqual(lines);
    await soon(async () => expect(await names()).toEqual(['.done']));
  });
});
