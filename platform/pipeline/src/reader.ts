import type { Frame, Journal } from '@chedun/journal';
import { isDomainError } from '@chedun/kernel';
import type { FrameReader } from './lane.ts';
import type { PipelineFrame } from './stage.ts';

/** Told once for every damaged place that the pipeline reads over. */
export type DamageListener = (stream: string, from: number, next: number | undefined) => void;

const toPipelineFrame = (stream: string, frame: Frame): PipelineFrame => ({
  stream,
  seq: frame.seq,
  receivedAt: frame.receivedAt,
  source: frame.source,
  format: frame.format,
  count: frame.count,
  flags: frame.flags,
  // A copy: the journal hands out views of a large shared buffer, and posting a view would clone all of it.
  payload: new Uint8Array(frame.payload),
});

/** Reads one stream of the journal; damaged places are told and read over, the good frames behind them are not lost. */
export const journalReader = (stream: string, journal: Journal, onDamage: DamageListener): FrameReader => ({
  stream,
  read: async (from, limits, signal) => {
    let next = Math.max(from, journal.first());
    while (!signal.aborted) {
      try {
        const options = { from: next, signal, maxFrames: limits.frames, maxBytes: limits.bytes };
        for await (const frames of journal.batches(options))
          return frames.map((frame) => toPipelineFrame(stream, frame));
        return [];
      } catch (error) {
        if (!isDomainError(error, 'journal.damaged')) throw error;
        const after = error.detail['nextSeq'];
        onDamage(stream, next, typeof after === 'number' ? after : undefined);
        if (typeof after !== 'number') throw error;
        next = after;
      }
    }
    return [];
  },
});
