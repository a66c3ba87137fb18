import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal, type Journal } from '@chedun/journal';
import { fixedClock } from '@chedun/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';

const clock = fixedClock(Date.parse('2026-11-23T01:00:00Z'));
let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

/** A data folder whose network journal holds `frames` frames, appended one after the other. */
const dataFolder = async (name: string, frames: number): Promise<{ dataDir: string; journal: Journal }> => {
  const dataDir = join(folder.path, name);
  const journal = await openJournal({ dir: join(dataDir, 'journal'), stream: 'network', clock });
  for (let count = 0; count < frames; count += 1) {
    const payload = Buffer.from(`record ${count}`);
    await journal.append({ source: 's', format: 'ndjson', count: 1, flags: 0, payload, receivedAt: clock.now() });
  }
  return { dataDir, journal };
};

const segmentOf = (dataDir: string): string => join(dataDir, 'journal/network/00000000000000000001.seg');

describe('chedun journal verify', () => {
  it('verifies beside a running server, and tells the head', async () => {
    const { dataDir, journal } = await dataFolder('running', 5);
    const run = await chedun(['journal', 'verify', '--data-dir', dataDir, '--json']);
    const head = Buffer.from(journal.head().head).toString('hex');
    expect(run.json()).toEqual([
      { kind: 'intact', streams: [{ stream: 'network', kind: 'intact', from: 1, to: 5, head }] },
    ]);
    expect(run.code).toBe(0);
    await journal.close();
  });

  it('names the first bad frame and ends with 1', async () => {
    const { dataDir, journal } = await dataFolder('damaged', 6);
    await journal.close();
    const bytes = await readFile(segmentOf(dataDir));
    bytes[bytes.indexOf('record 2')] = 0x52;
    await writeFile(segmentOf(dataDir), bytes);
    const run = await chedun(['journal', 'verify', '--data-dir', dataDir, '--json']);
    expect(run.code).toBe(1);
    expect(run.json()).toEqual([
      {
        kind: 'damaged',
        streams: [
          expect.objectContaining({ kind: 'damaged', seq: 3, segment: segmentOf(dataDir), offset: expect.any(Number) }),
        ],
      },
    ]);
    const part = await chedun(['journal', 'verify', '--data-dir', dataDir, '--to', '1', '--lang', 'en']);
    expect(part.out).toContain('intact, frames 1 to 1');
  });

  it('changes nothing: bytes of an unfinished frame stay', async () => {
    const { dataDir, journal } = await dataFolder('torn', 2);
    await journal.close();
    const bytes = Buffer.concat([await readFile(segmentOf(dataDir)), Buffer.from('CDJ1 and no more')]);
    await writeFile(segmentOf(dataDir), bytes);
    const run = await chedun(['journal', 'verify', '--data-dir', dataDir, '--json']);
    expect(run.json()).toEqual([{ kind: 'intact', streams: [expect.objectContaining({ to: 2 })] }]);
    expect((await readFile(segmentOf(dataDir))).equals(bytes)).toBe(true);
  });

  it('calls a segment without a header damage', async () => {
    const { dataDir, journal } = await dataFolder('header', 2);
    await journal.close();
    const bytes = await readFile(segmentOf(dataDir));
    bytes.fill(0, 0, 64);
    await writeFile(segmentOf(dataDir), bytes);
    const run = await chedun(['journal', 'verify', '--data-dir', dataDir, '--json']);
    expect(run.code).toBe(1);
    expect(run.json()).toEqual([
      { kind: 'damaged', streams: [expect.objectContaining({ kind: 'damaged', segment: segmentOf(dataDir) })] },
    ]);
  });

  it('makes no journal where there is none', async () => {
    const dataDir = join(folder.path, 'absent');
    const run = await chedun(['journal', 'verify', '--data-dir', dataDir, '--json']);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.err)).toMatchObject({ error: { code: 'cli.journal-missing' } });
    expect(existsSync(dataDir)).toBe(false);
  });
});
