import type { Journal } from '@chedun/journal';
import { journalReader, type Pipeline, type StageBatch } from '@chedun/pipeline';
import type { OldFrames } from './look-back.ts';
import type { SelectResult } from './worker/select-pack.ts';

const WORKER = new URL('./worker/select-stage.ts', import.meta.url);

/** Frames are in order of their receipt, so half of what is left is ruled out by each look. */
const firstSince = async (journal: Journal, at: number): Promise<number> => {
  let low = journal.first();
  let high = journal.head().seq + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [frame] = await journal.read({ from: middle, maxFrames: 1 });
    if (frame !== undefined && frame.receivedAt < at) low = Math.max(middle, frame.seq) + 1;
    else high = middle;
  }
  return low;
};

/** Older frames of the journals, selected by the worker of the stage. */
export const oldFrames = (
  journals: Readonly<Record<string, Journal>>,
  pipeline: Pick<Pipeline, 'replay'>,
): OldFrames => ({
  head: (stream) => journals[stream]?.head().seq ?? 0,
  firstSince: async (stream, at) => {
    const journal = journals[stream];
    return journal === undefined ? 1 : firstSince(journal, at);
  },
  replay: async ({ stream, from, to, pack }, take, signal) => {
    const journal = journals[stream];
    if (journal === undefined) return;
    await pipeline.replay({
      stage: { worker: WORKER, init: pack },
      reader: journalReader(stream, journal, () => undefined),
      from,
      to,
      take: (batch) => take(batch as StageBatch<SelectResult>),
      signal,
    });
  },
});
