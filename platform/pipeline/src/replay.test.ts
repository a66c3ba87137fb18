import type { Logger } from '@chedun/log';
import { describe, expect, it } from 'vitest';
import type { FrameReader } from './lane.ts';
import { replayFrames } from './replay.ts';
import type { PipelineFrame, StageBatch } from './stage.ts';

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => silent };
const decoder = { url: new URL('./testing/decoder.ts', import.meta.url).href, init: undefined };
const stage = { worker: new URL('./testing/collect-stage.ts', import.meta.url), init: '' };

/** Frames with these numbers, a few at a time. */
const readerOf = (seqs: readonly number[], atOnce = 3): FrameReader => ({
  stream: 'network',
  read: async (from) =>
    seqs
      .filter((seq) => seq >= from)
      .slice(0, atOnce)
      .map((seq): PipelineFrame => ({
        stream: 'network',
        seq,
        receivedAt: 1000 + seq,
        source: 's',
        format: 'ndjson',
        count: 1,
        flags: 0,
        payload: Buffer.from(`line ${seq}`),
      })),
});

const replayed = async (seqs: readonly number[], from: number, to: number) => {
  const batches: StageBatch<unknown>[] = [];
  const take = async (batch: StageBatch<unknown>): Promise<void> => void batches.push(batch);
  const { signal } = new AbortController();
  await replayFrames({ stage, reader: readerOf(seqs), from, to, take, signal }, decoder, silent);
  return batches;
};

describe('a replay', () => {
  it('shows exactly the frames of the range, in order and without gaps', async () => {
    const batches = await replayed([1, 2, 3, 4, 5, 6, 7, 8, 9], 2, 8);
    expect(batches.map(({ fromSeq, toSeq }) => [fromSeq, toSeq])).toEqual([
      [2, 4],
      [5, 7],
      [8, 8],
    ]);
    expect(batches.flatMap(({ result }) => result)).toEqual([2, 3, 4, 5, 6, 7, 8].map((seq) => `line ${seq}`));
  });

  it('passes over frames that are gone and does not wait for what is not there', async () => {
    const batches = await replayed([5, 9, 20], 1, 12);
    expect(batches.map(({ fromSeq, toSeq }) => [fromSeq, toSeq])).toEqual([[1, 12]]);
    expect(await replayed([20], 1, 12)).toEqual([]);
  });

  it('ends with what the taker throws, and when it is told to', async () => {
    const fails = replayFrames(
      {
        stage,
        reader: readerOf([1]),
        from: 1,
        to: 1,
        signal: new AbortController().signal,
        take: async () => {
          throw new Error('no room');
        },
      },
      decoder,
      silent,
    );
    await expect(fails).rejects.toThrow('no room');
    const told = new AbortController();
    const seen: number[] = [];
    const take = async ({ toSeq }: StageBatch<unknown>): Promise<void> => {
      seen.push(toSeq);
      told.abort(new Error('enough'));
    };
    const stopped = replayFrames(
      { stage, reader: readerOf([1, 2, 3, 4], 1), from: 1, to: 4, signal: told.signal, take },
      decoder,
      silent,
    );
    await expect(stopped).rejects.toThrow('enough');
    expect(seen).toEqual([1]);
  });
});
