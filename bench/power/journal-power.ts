import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openJournal } from '../../platform/journal/src/index.ts';
import { powerCut } from './power-cut.ts';
import type { PowerCutOutcome } from './power-cut.ts';

const ACK_BYTES = 8;

/** What one power cut under the journal showed. */
export interface JournalCut {
  /** Frames that were acknowledged before the cut. */
  readonly acked: number;
  /** Of those, how many are absent or hold something else. Must be 0. */
  readonly lost: number;
  /** Frames that are there twice. Must be 0. */
  readonly duplicates: number;
  /** CRC, sequence and SM3 chain of everything. */
  readonly chain: 'intact' | 'damaged';
  /** Bytes of unfinished frames that opening cut off. */
  readonly tornBytes: number;
  /** Time to open the journal after the cut, in milliseconds. */
  readonly openMs: number;
}

/** Lets 200 callers append to a journal, cuts the power after `cutAfterMs`, and compares every acknowledged frame. */
export const journalPowerCut = async (cutAfterMs: number): Promise<PowerCutOutcome<JournalCut>> => {
  const outside = await mkdtemp(join(tmpdir(), 'chedun-acks-'));
  const acksPath = join(outside, 'acks');
  await writeFile(acksPath, '');
  const writer = fileURLToPath(new URL('./journal-writer.ts', import.meta.url));
  try {
    return await powerCut({
      sizeMb: 1024,
      cutAfterMs,
      run: async (dir) => {
        const child = spawn(process.execPath, [writer, dir, acksPath], { stdio: ['ignore', 'ignore', 'inherit'] });
        return { pid: child.pid ?? 0 };
      },
      check: async (dir) => check(dir, await readFile(acksPath)),
    });
  } finally {
    await rm(outside, { recursive: true, force: true });
  }
};

const check = async (dir: string, acks: Buffer): Promise<JournalCut> => {
  const start = performance.now();
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const journal = await openJournal({ dir, stream: 'network', clock });
  const openMs = performance.now() - start;
  const ids: number[] = [];
  for (let next = 1; ;) {
    const frames = await journal.read({ from: next, maxFrames: 10_000 });
    const last = frames.at(-1);
    if (last === undefined) break;
    for (const frame of frames) ids[frame.seq] = Buffer.from(frame.payload).readUInt32BE();
    next = last.seq + 1;
  }
  const { kind } = await journal.verify();
  const { tornBytes } = journal.recovery;
  await journal.close();
  const acked = Math.floor(acks.length / ACK_BYTES);
  let lost = 0;
  for (let at = 0; at < acked * ACK_BYTES; at += ACK_BYTES) {
    if (ids[acks.readUInt32BE(at)] !== acks.readUInt32BE(at + 4)) lost += 1;
  }
  const there = ids.filter((id) => id !== undefined);
  return { acked, lost, duplicates: there.length - new Set(there).size, chain: kind, tornBytes, openMs };
};
