import type { Logger } from '@chedun/log';
import type { FrameReader } from './lane.ts';
import { openPool, PoisonError, type WorkerPool } from './pool.ts';
import { batchOf, type WorkerSetup } from './protocol.ts';
import type { PipelineFrame, StageBatch } from './stage.ts';

/** A range of one stream that is shown again to one stage. */
export interface Replay {
  /** Worker module with `openStage`, and what it is opened with. */
  readonly stage: { readonly worker: URL; readonly init: unknown };
  readonly reader: FrameReader;
  /** First and last frame. */
  readonly from: number;
  readonly to: number;
  /** Results in order, without gaps from `from` to `to`; the next one comes when this one is done. */
  readonly take: (batch: StageBatch<unknown>) => Promise<void>;
  readonly signal: AbortSignal;
}

const STAGE = 'replay';
const LIMITS = { frames: 64, bytes: 8 * 1024 * 1024 };

/** Results of a chunk; a frame that ends the worker each time is left out, as the pipeline does. */
const evaluate = async (pool: WorkerPool, frames: readonly PipelineFrame[]): Promise<StageBatch<unknown>[]> => {
  try {
    return [batchOf(frames, await pool.run(frames, [STAGE]), STAGE)];
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error;
    const parts: StageBatch<unknown>[] = [];
    if (frames.length > 1) for (const frame of frames) parts.push(...(await evaluate(pool, [frame])));
    return parts;
  }
};

/**
 * Shows a range of frames to one stage in a worker thread of its own, while the pipeline goes on. What is missing or cannot
 * be read is passed over. Rejects with the reason of `signal` when it aborts, and with what `take` throws.
 */
export const replayFrames = async (replay: Replay, decoder: WorkerSetup['decoder'], log: Logger): Promise<void> => {
  const { stage, reader, to, take, signal } = replay;
  const setup: WorkerSetup = { decoder, stages: [{ name: STAGE, url: stage.worker.href, init: stage.init }] };
  const pool = openPool({ size: 1, setup: async () => setup, log });
  try {
    await pool.started;
    for (let next = replay.from; next <= to;) {
      signal.throwIfAborted();
      const read = await reader.read(next, LIMITS, signal);
      signal.throwIfAborted();
      const frames = read.filter(({ seq }) => seq <= to);
      // Frames that were deleted or damaged belong to the batch behind them.
      const through = frames.length < read.length || frames.length === 0 ? to : (frames.at(-1)?.seq ?? to);
      const parts = frames.length === 0 ? [] : await evaluate(pool, frames);
      for (const [at, part] of parts.entries()) {
        const fromSeq = at === 0 ? next : (parts[at - 1]?.toSeq ?? next - 1) + 1;
        await take({ ...part, fromSeq, toSeq: at === parts.length - 1 ? through : part.toSeq });
      }
      next = through + 1;
    }
  } finally {
    await pool.close();
  }
};
