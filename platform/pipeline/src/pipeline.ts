import type { Logger } from '@chedun/log';
import { chunkEnd, isFull, join, lanesFor, splitFull, type FrameReader, type Lane } from './lane.ts';
import { openPool, PoisonError, type WorkerPool } from './pool.ts';
import { batchOf, type ChunkResult, type WorkerSetup } from './protocol.ts';
import { replayFrames, type Replay } from './replay.ts';
import { openSpares, type Spares } from './spares.ts';
import type { PipelineFrame, Stage } from './stage.ts';

/** Counters since start, for rates and back-logs. */
export interface PipelineStats {
  readonly frames: number;
  readonly events: number;
  readonly rejects: number;
  /** Frames that ended the worker each time and were passed over; their bytes are in the journal. */
  readonly poisoned: number;
  /** Next frame of every stage, by stream. */
  readonly next: readonly { readonly stage: string; readonly stream: string; readonly seq: number }[];
}

/** Reads the journal on worker threads: every frame is decoded once and shown to every stage. */
export interface Pipeline {
  /** Names the worker module with `openDecoder`; before `start`. */
  readonly decodeWith: (worker: URL, init: () => Promise<unknown>) => void;
  /** Adds a consumer; before `start`. */
  readonly use: (stage: Stage) => void;
  /** Sends a message to the worker part of a stage, in every worker. */
  readonly broadcast: (stage: string, message: unknown) => void;
  /** Told of every frame that had to be passed over. */
  readonly onPoison: (listener: (frame: PipelineFrame, reason: string) => void) => void;
  /** Shows a range of older frames to one stage, beside what the pipeline does; see {@link replayFrames}. */
  readonly replay: (replay: Replay) => Promise<void>;
  /** The decoder and all stages are known: worker threads begin to load their code, while what they are set up with is still to come. */
  readonly warm: () => void;
  readonly start: (readers: readonly FrameReader[]) => Promise<void>;
  /** Stops reading, waits until what was read is durable, ends the workers. */
  readonly stop: () => Promise<void>;
  readonly stats: () => PipelineStats;
}

/** Options of {@link createPipeline}. */
export interface PipelineOptions {
  readonly workers: number;
  readonly log: Logger;
}

const LIMITS = { frames: 16, bytes: 2 * 1024 * 1024 };
/** Chunks under way per lane and worker: one in work, one waiting. */
const AHEAD = 2;
const FULL_PAUSE_MS = 20;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface State {
  readonly stages: Stage[];
  readonly lanes: Set<Lane>;
  readonly pumps: Set<Promise<void>>;
  readonly abort: AbortController;
  readonly counters: { frames: number; events: number; rejects: number; poisoned: number };
  readonly poison: ((frame: PipelineFrame, reason: string) => void)[];
  decoder: { url: URL; init: () => Promise<unknown> } | undefined;
  pool: WorkerPool | undefined;
  spares: Spares | undefined;
}

const setupOf = async (state: State): Promise<WorkerSetup> => {
  if (!state.decoder) throw new Error('the pipeline has no decoder');
  const stages = state.stages.map(async (stage) => ({
    name: stage.name,
    url: stage.worker.href,
    init: await stage.init(),
  }));
  return {
    decoder: { url: state.decoder.url.href, init: await state.decoder.init() },
    stages: await Promise.all(stages),
  };
};

/** Runs a chunk; when it keeps killing workers, its frames are tried one by one and the guilty one is passed over. */
const runSafely = async (
  state: State,
  pool: WorkerPool,
  frames: readonly PipelineFrame[],
  names: readonly string[],
): Promise<{ frames: readonly PipelineFrame[]; done: ChunkResult }[]> => {
  try {
    return [{ frames, done: await pool.run(frames, names) }];
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error;
    const [only] = frames;
    if (only && frames.length === 1) {
      state.counters.poisoned += 1;
      for (const listener of state.poison) listener(only, error.message);
      return [];
    }
    const parts = [];
    for (const frame of frames) parts.push(...(await runSafely(state, pool, [frame], names)));
    return parts;
  }
};

const deliver = (
  state: State,
  stages: readonly Stage[],
  parts: readonly { frames: readonly PipelineFrame[]; done: ChunkResult }[],
): void => {
  for (const { frames, done } of parts) {
    state.counters.frames += frames.length;
    state.counters.events += done.events;
    state.counters.rejects += done.rejects;
    for (const stage of stages) stage.take(batchOf(frames, done, stage.name));
  }
};

/** Splits off stages that are full, or waits when all are. Resolves when the lane may go on. */
const makeRoom = async (
  state: State,
  lane: Lane,
  reader: FrameReader,
  pool: WorkerPool,
  options: PipelineOptions,
): Promise<void> => {
  const apart = splitFull(lane);
  if (apart) {
    state.lanes.add(apart);
    launch(state, apart, reader, pool, options);
  }
  while (isFull(lane) && !state.abort.signal.aborted) await pause(FULL_PAUSE_MS);
};

const nextChunk = async (state: State, lane: Lane, reader: FrameReader): Promise<readonly PipelineFrame[]> => {
  const frames = await reader.read(lane.next, LIMITS, state.abort.signal);
  const end = chunkEnd(lane, [...state.lanes]);
  return frames.filter((frame) => frame.seq <= end);
};

/** Hands out one chunk and delivers its results after everything that was handed out before. */
const handOut = (state: State, pool: WorkerPool, lane: Lane, frames: readonly PipelineFrame[]): Promise<void> => {
  const stages = [...lane.stages];
  const names = stages.map((stage) => stage.name);
  const parts = runSafely(state, pool, frames, names);
  const before = lane.order;
  lane.order = (async () => {
    const done = await parts;
    await before;
    deliver(state, stages, done);
  })();
  lane.next = (frames.at(-1)?.seq ?? lane.next - 1) + 1;
  return lane.order;
};

const pump = async (
  state: State,
  lane: Lane,
  reader: FrameReader,
  pool: WorkerPool,
  options: PipelineOptions,
): Promise<void> => {
  const underWay: Promise<void>[] = [];
  const ahead = AHEAD * options.workers;
  while (!state.abort.signal.aborted) {
    await makeRoom(state, lane, reader, pool, options);
    const frames = await nextChunk(state, lane, reader);
    if (frames.length > 0) underWay.push(handOut(state, pool, lane, frames));
    if (join(lane, state.lanes)) break;
    while (underWay.length >= ahead) await underWay.shift();
  }
  await lane.order;
};

const launch = (state: State, lane: Lane, reader: FrameReader, pool: WorkerPool, options: PipelineOptions): void => {
  const running = pump(state, lane, reader, pool, options)
    .catch((error: unknown) => {
      const facts = { stream: lane.stream, next: lane.next, stages: [...lane.stages].map((stage) => stage.name) };
      options.log.error('reading the journal stopped', { ...facts, error });
    })
    .finally(() => {
      state.lanes.delete(lane);
      state.pumps.delete(running);
    });
  state.pumps.add(running);
};

const start = async (state: State, options: PipelineOptions, readers: readonly FrameReader[]): Promise<void> => {
  const { spares } = state;
  const spare = spares === undefined ? {} : { spare: spares.take };
  const pool = openPool({ size: options.workers, setup: () => setupOf(state), log: options.log, ...spare });
  state.pool = pool;
  await pool.started;
  for (const reader of readers) {
    const positions = await Promise.all(
      state.stages.map(async (stage) => ({ stage, position: await stage.position(reader.stream) })),
    );
    for (const lane of lanesFor(reader.stream, positions)) {
      state.lanes.add(lane);
      launch(state, lane, reader, pool, options);
    }
  }
};

/** Creates the pipeline; stages and the decoder are added before `start`. */
export const createPipeline = (options: PipelineOptions): Pipeline => {
  const state: State = {
    stages: [],
    lanes: new Set(),
    pumps: new Set(),
    abort: new AbortController(),
    counters: { frames: 0, events: 0, rejects: 0, poisoned: 0 },
    poison: [],
    decoder: undefined,
    pool: undefined,
    spares: undefined,
  };
  return {
    decodeWith: (url, init) => {
      state.decoder = { url, init };
    },
    use: (stage) => {
      state.stages.push(stage);
    },
    broadcast: (stage, message) => state.pool?.broadcast(stage, message),
    onPoison: (listener) => {
      state.poison.push(listener);
    },
    replay: async (replay) => {
      const { decoder } = await setupOf({ ...state, stages: [] });
      await replayFrames(replay, decoder, options.log);
    },
    warm: () => {
      const urls = [state.decoder?.url.href ?? [], ...state.stages.map((stage) => stage.worker.href)].flat();
      state.spares ??= openSpares(options.workers, urls);
    },
    start: (readers) => start(state, options, readers),
    stop: async () => {
      state.abort.abort();
      await Promise.all(state.pumps);
      await Promise.all(state.stages.map((stage) => stage.settle()));
      await Promise.all([state.pool?.close(), state.spares?.close()]);
    },
    stats: () => ({
      ...state.counters,
      next: [...state.lanes].flatMap((lane) =>
        [...lane.stages].map((stage) => ({ stage: stage.name, stream: lane.stream, seq: lane.next })),
      ),
    }),
  };
};
