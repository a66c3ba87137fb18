import { fixedClock } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import type { JournalFiles } from './files.ts';
import { nodeFiles } from './files.ts';
import type { Frame } from './frame.ts';
import { openTest, record, testFolder, textOf } from './testing/records.ts';

const collect = async (frames: AsyncIterable<Frame>, count: number): Promise<string[]> => {
  const texts: string[] = [];
  for await (const frame of frames) {
    texts.push(textOf(frame));
    if (texts.length === count) break;
  }
  return texts;
};

/** The real file system, counting how often a segment is opened for reading. */
const countingFiles = (): { readonly files: JournalFiles; readonly reads: () => number } => {
  let reads = 0;
  return {
    reads: () => reads,
    files: {
      ...nodeFiles,
      open: (path, mode) => {
        if (mode === 'read') reads += 1;
        return nodeFiles.open(path, mode);
      },
    },
  };
};

describe('following the tail', () => {
  it('yields what is there, then what comes', async () => {
    const journal = await openTest(await testFolder());
    await journal.append(record('1'));
    await journal.append(record('2'));
    const all = collect(journal.tail({ from: 1 }), 4);
    const later = collect(journal.tail({ from: 3 }), 2);
    await journal.append(record('3'));
    await journal.append(record('4'));
    expect(await all).toEqual(['1', '2', '3', '4']);
    expect(await later).toEqual(['3', '4']);
    await journal.close();
  });

  it('does not read the disk while it keeps up', async () => {
    const { files, reads } = countingFiles();
    const journal = await openTest(await testFolder(), { files });
    const seen = collect(journal.tail({ from: 1 }), 500);
    for (let at = 0; at < 500; at += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, more) => journal.append(record(`${at + more}`))));
    }
    expect(await seen).toEqual(Array.from({ length: 500 }, (_, at) => `${at}`));
    expect(reads()).toBe(0);
    await journal.close();
  });

  it('falls back to the disk when it lags behind the frames in memory, and misses none', async () => {
    const { files, reads } = countingFiles();
    const limits = { recentBytes: 5000, segmentBytes: 20_000 };
    const journal = await openTest(await testFolder(), { files, limits });
    for (let at = 0; at < 200; at += 1) await journal.append(record(`${at} ${'x'.repeat(300)}`));
    const texts = await collect(journal.tail({ from: 1 }), 200);
    expect(texts.map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 200 }, (_, at) => at));
    expect(reads()).toBeGreaterThan(3);
    await journal.close();
  });

  it('gives frames in batches no larger than asked', async () => {
    const journal = await openTest(await testFolder());
    await Promise.all(Array.from({ length: 25 }, (_, at) => journal.append(record(`${at}`))));
    const sizes: number[] = [];
    for await (const batch of journal.batches({ from: 1, maxFrames: 10 })) {
      sizes.push(batch.length);
      if (batch.at(-1)?.seq === 25) break;
    }
    expect(sizes).toEqual([10, 10, 5]);
    await journal.close();
  });

  it('ends when its signal fires, before, while it waits, and between frames', async () => {
    const journal = await openTest(await testFolder());
    await journal.append(record('1'));
    const already = AbortSignal.abort();
    expect(await collect(journal.tail({ from: 1, signal: already }), 9)).toEqual([]);
    const stop = new AbortController();
    const waiting = collect(journal.tail({ from: 1, signal: stop.signal }), 9);
    await journal.append(record('2'));
    stop.abort();
    expect((await waiting).length).toBeLessThanOrEqual(2);
    await journal.close();
  });

  it('ends when the journal closes', async () => {
    const journal = await openTest(await testFolder());
    const tail = collect(journal.tail({ from: 1 }), 9);
    await journal.append(record('1'));
    await new Promise((resolve) => setImmediate(resolve));
    await journal.close();
    expect(await tail).toEqual(['1']);
  });

  it('refuses a position beyond the end, because the journal must have been rolled back', async () => {
    const journal = await openTest(await testFolder());
    await journal.append(record('1'));
    await expect(collect(journal.tail({ from: 3 }), 1)).rejects.toMatchObject({ code: 'journal.ahead' });
    await journal.close();
  });

  it('shows a frame only after it is durable', async () => {
    const held: (() => void)[] = [];
    let hold = false;
    const files: JournalFiles = {
      ...nodeFiles,
      open: async (path, mode) => {
        const file = await nodeFiles.open(path, mode);
        return {
          ...file,
          write: async (chunks, position) => {
            if (hold) await new Promise<void>((resolve) => held.push(resolve));
            return file.write(chunks, position);
          },
        };
      },
    };
    const journal = await openTest(await testFolder(), { files, clock: fixedClock(0) });
    hold = true;
    const appended = journal.append(record('not yet'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(held).toHaveLength(1);
    expect(await journal.read({ from: 1 })).toEqual([]);
    expect(journal.head().seq).toBe(0);
    for (const release of held) release();
    await appended;
    expect((await journal.read({ from: 1 })).map(textOf)).toEqual(['not yet']);
    await journal.close();
  });
});
