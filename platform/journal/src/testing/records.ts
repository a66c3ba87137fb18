import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '@chedun/kernel';
import { onTestFinished } from 'vitest';
import type { Frame, FrameInput } from '../frame.ts';
import { openJournal } from '../journal.ts';
import type { Journal, JournalOptions } from '../journal.ts';

/** A record whose payload is the given text. */
export const record = (text: string, more: Partial<FrameInput> = {}): FrameInput => ({
  source: 'tsp-01',
  format: 'ndjson',
  count: 1,
  flags: 0,
  payload: Buffer.from(text),
  receivedAt: 1_790_000_000_000,
  ...more,
});

/** The payload of a frame as text. */
export const textOf = (frame: Frame): string => Buffer.from(frame.payload).toString();

/** A folder that is removed after the test. */
export const testFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'chedun-journal-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Opens a journal for one test. */
export const openTest = (dir: string, more: Partial<JournalOptions> = {}): Promise<Journal> =>
  openJournal({ dir, stream: 'network', clock: fixedClock(1_790_000_000_000), ...more });

/** All frames of a journal from `from` on, by repeated reads. */
export const readAll = async (journal: Journal, from = 1): Promise<Frame[]> => {
  const all: Frame[] = [];
  for (let next = from; ;) {
    const frames = await journal.read({ from: next });
    const last = frames.at(-1);
    if (last === undefined) return all;
    all.push(...frames);
    next = last.seq + 1;
  }
};
