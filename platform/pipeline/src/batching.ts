import type { Logger } from '@chedun/log';
import type { Stage, StageBatch } from './stage.ts';

/** How a batching stage commits. */
export interface BatchingOptions<Result> {
  readonly name: string;
  readonly worker: URL;
  readonly init: () => Promise<unknown>;
  readonly position: (stream: string) => Promise<number>;
  /** See `Stage.fence`; a commit never crosses it. */
  readonly fence?: (stream: string) => number | undefined;
  /**
   * Makes a run of consecutive batches of one stream durable together with the position `toSeq` of the last.
   * It is called again with the same batches when it throws.
   */
  readonly commit: (stream: string, batches: readonly StageBatch<Result>[]) => Promise<void>;
  /** Size of a batch in the unit of `maxSize`. */
  readonly size: (batch: StageBatch<Result>) => number;
  /** A commit starts when this much waits, or when the oldest batch is this old. */
  readonly flush: { readonly size: number; readonly afterMs: number };
  /** The stage reports full pressure at this size. */
  readonly maxSize: number;
  readonly log: Logger;
}

const RETRY_FIRST_MS = 200;
const RETRY_MOST_MS = 5_000;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Lane<Result> {
  readonly stream: string;
  waiting: StageBatch<Result>[];
  waitingSize: number;
  /** Size of what is in the commit under way. */
  committing: number;
  timer: NodeJS.Timeout | undefined;
  running: Promise<boolean> | undefined;
}

interface State<Result> {
  readonly options: BatchingOptions<Result>;
  readonly lanes: Map<string, Lane<Result>>;
  closed: boolean;
}

const commitUntilDone = async <Result>(
  state: State<Result>,
  stream: string,
  batches: readonly StageBatch<Result>[],
): Promise<void> => {
  for (let wait = RETRY_FIRST_MS; !state.closed; wait = Math.min(wait * 2, RETRY_MOST_MS)) {
    try {
      return await state.options.commit(stream, batches);
    } catch (error) {
      state.options.log.warn('commit failed, trying again', {
        stage: state.options.name,
        stream,
        error,
        retryMs: wait,
      });
      await pause(wait);
    }
  }
};

/** Commits what waits; false when that has to wait for the rest of a fenced range. */
const commitWaiting = async <Result>(state: State<Result>, lane: Lane<Result>): Promise<boolean> => {
  const fence = state.options.fence?.(lane.stream) ?? 0;
  const fenced = lane.waiting.filter((batch) => batch.toSeq <= fence);
  const batches = fenced.length > 0 ? fenced : lane.waiting;
  // A fenced range goes out as one commit, so it waits until all of it is there.
  if (fenced.length > 0 && fenced.at(-1)?.toSeq !== fence) return false;
  lane.waiting = lane.waiting.slice(batches.length);
  lane.committing = batches.reduce((sum, batch) => sum + state.options.size(batch), 0);
  lane.waitingSize -= lane.committing;
  await commitUntilDone(state, lane.stream, batches);
  lane.committing = 0;
  return true;
};

const run = <Result>(state: State<Result>, lane: Lane<Result>): Promise<boolean> => {
  clearTimeout(lane.timer);
  lane.timer = undefined;
  lane.running ??= commitWaiting(state, lane).then((done) => {
    lane.running = undefined;
    // A range that is not complete yet is looked at again when the next batch arrives.
    if (done) plan(state, lane);
    return done;
  });
  return lane.running;
};

const plan = <Result>(state: State<Result>, lane: Lane<Result>): void => {
  if (lane.running || state.closed || lane.waiting.length === 0) return;
  const { flush } = state.options;
  if (lane.waitingSize >= flush.size) void run(state, lane);
  else lane.timer ??= setTimeout(() => void run(state, lane), flush.afterMs);
};

const take = <Result>(state: State<Result>, batch: StageBatch<Result>): void => {
  const known = state.lanes.get(batch.stream);
  const lane = known ?? {
    stream: batch.stream,
    waiting: [],
    waitingSize: 0,
    committing: 0,
    timer: undefined,
    running: undefined,
  };
  if (!known) state.lanes.set(batch.stream, lane);
  lane.waiting.push(batch);
  lane.waitingSize += state.options.size(batch);
  plan(state, lane);
};

const settle = async <Result>(state: State<Result>, lane: Lane<Result>): Promise<void> => {
  while (!state.closed && (lane.waiting.length > 0 || lane.running)) if (!(await run(state, lane))) return;
};

/**
 * A stage that gathers batches for a short time and commits them in order, one commit at a time per stream.
 * A failed commit is tried again for ever with growing pauses: nothing is skipped and nothing is reordered.
 */
export const batchingStage = <Result>(
  options: BatchingOptions<Result>,
): Stage<Result> & { readonly close: () => Promise<void> } => {
  const state: State<Result> = { options, lanes: new Map(), closed: false };
  const lanes = (): Lane<Result>[] => [...state.lanes.values()];
  return {
    name: options.name,
    worker: options.worker,
    init: options.init,
    position: options.position,
    take: (batch) => take(state, batch),
    ...(options.fence === undefined ? {} : { fence: options.fence }),
    pressure: () => Math.max(0, ...lanes().map((lane) => (lane.waitingSize + lane.committing) / options.maxSize)),
    settle: async () => {
      await Promise.all(lanes().map((lane) => settle(state, lane)));
    },
    close: async () => {
      state.closed = true;
      for (const lane of lanes()) clearTimeout(lane.timer);
      await Promise.all(lanes().map((lane) => lane.running));
    },
  };
};
