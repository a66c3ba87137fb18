import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal, type Journal } from '@chedun/journal';
import { fixedClock } from '@chedun/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalReader } from './reader.ts';

const limits = { frames: 16, bytes: 1 << 20 };
const input = (text: string) => ({
  source: 's',
  format: 'ndjson',
  count: 1,
  flags: 0,
  payload: Buffer.from(text),
  receivedAt: 5,
});

describe('journal reader', () => {
  let dir: string;
  let journal: Journal;
  const open = () => openJournal({ dir, stream: 'network', clock: fixedClock(1000) });
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'chedun-reader-'));
    journal = await open();
  });
  afterEach(async () => {
    await journal.close();
    await rm(dir, { recursive: true });
  });

  it('waits for the next frame and hands out its own copy of the payload', async () => {
    const reader = journalReader('network', journal, () => {});
    const waiting = reader.read(1, limits, new AbortController().signal);
    await journal.append(input('one'));
    const [frame] = await waiting;
    expect(frame).toMatchObject({ stream: 'network', seq: 1, source: 's', receivedAt: 5 });
    expect(frame?.payload.buffer.byteLength).toBe(3);
  });

  it('ends with nothing when it is told to stop', async () => {
    const abort = new AbortController();
    const waiting = journalReader('network', journal, () => {}).read(1, limits, abort.signal);
    abort.abort();
    expect(await waiting).toEqual([]);
  });

  it('reads over a damaged frame and says where it was', async () => {
    for (const text of ['first frame', 'second frame', 'third frame']) await journal.append(input(text));
    await journal.close();
    const [name = ''] = (await readdir(join(dir, 'network'))).filter((file) => file.endsWith('.seg'));
    const bytes = await readFile(join(dir, 'network', name));
    const at = bytes.indexOf('second');
    bytes[at] = 0x53;
    await writeFile(join(dir, 'network', name), bytes);
    journal = await open();
    const damage: unknown[] = [];
    const reader = journalReader('network', journal, (...told) => damage.push(told));
    const frames = [];
    for (let next = 1; next <= 3;) {
      const read = await reader.read(next, limits, new AbortController().signal);
      frames.push(...read);
      next = (read.at(-1)?.seq ?? 3) + 1;
    }
    expect(frames.map((frame) => Buffer.from(frame.payload).toString())).toEqual(['first frame', 'third frame']);
    expect(damage).toEqual([['network', 2, 3]]);
  });
});
