import type { PipelineFrame, StageBatch } from './stage.ts';

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly decoder: { readonly url: string; readonly init: unknown };
  readonly stages: readonly { readonly name: string; readonly url: string; readonly init: unknown }[];
}

/** Main thread to worker. */
export type ToWorker =
  | {
      readonly kind: 'chunk';
      readonly id: number;
      readonly frames: readonly PipelineFrame[];
      readonly stages: readonly string[];
    }
  | { readonly kind: 'message'; readonly stage: string; readonly message: unknown };

/** Results of the asked stages for one chunk, by name of the stage. */
export interface ChunkResult {
  readonly results: Readonly<Record<string, unknown>>;
  readonly events: number;
  readonly rejects: number;
}

/** Worker to main thread. */
export type FromWorker = { readonly kind: 'ready' } | ({ readonly kind: 'done'; readonly id: number } & ChunkResult);

/** Makes the batch of one stage out of a chunk and its result. */
export const batchOf = (frames: readonly PipelineFrame[], done: ChunkResult, stage: string): StageBatch<unknown> => {
  const first = frames[0];
  const last = frames.at(-1);
  if (!first || !last) throw new Error('a chunk holds at least one frame');
  return {
    stream: first.stream,
    fromSeq: first.seq,
    toSeq: last.seq,
    events: done.events,
    rejects: done.rejects,
    newestReceivedAt: last.receivedAt,
    result: done.results[stage],
  };
};
