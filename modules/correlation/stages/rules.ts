import { batchingStage, type Stage, type StageBatch } from '@chedun/pipeline';
import type { CorrelationBook } from '../correlation-book.ts';
import { missed } from '../judged.ts';
import { judge, passTime, type Lane } from '../lane.ts';
import type { HitResult } from '../worker/hit-pack.ts';
import { exchange, keepLane, openLane, type LaneNeeds } from './keep-lane.ts';

/** Name of the stage, also in the flow of the console. */
export const STAGE = 'correlation.rules';

/** Event time passes this much behind the clock while no frame arrives: frames on their way are older than that. */
export const QUIET_MS = 2_000;
const TICK_MS = 1_000;

/** Worker module of the stage. */
export const WORKER = new URL('../worker/hit-stage.ts', import.meta.url);

interface Options extends LaneNeeds {
  /** Newest frame of a stream. */
  readonly head: (stream: string) => number;
  readonly onFailures: (events: number) => void;
  readonly onEvaluated: (version: number) => void;
}

/** The stage with what the module asks of it. */
export type CorrelationStage = Stage<HitResult> & {
  /** Goes on with the rules of the book; windows of correlations that read the same stay. */
  readonly replace: () => Promise<void>;
  readonly lanes: () => readonly Lane[];
  /** Works on the windows of a stream while nothing else does; refuses a stream that is not read. */
  readonly holdStill: (stream: string, work: (lane: Lane) => Promise<void>) => Promise<void>;
  /** Writes the state of every stream down. */
  readonly save: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The lanes of the streams. One thing after the other on each: batches, passing time and a change of rules. */
const openLanes = (options: Options) => {
  const lanes = new Map<string, Lane>();
  const turns = new Map<string, Promise<void>>();
  const inTurn = (lane: Lane, work: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(lane.stream) ?? Promise.resolve()).then(work);
    turns.set(
      lane.stream,
      turn.catch(() => undefined),
    );
    return turn;
  };
  return {
    inTurn,
    all: (): readonly Lane[] => [...lanes.values()],
    of: async (stream: string): Promise<Lane> => {
      const known = lanes.get(stream) ?? (await openLane(options, stream));
      lanes.set(stream, known);
      return known;
    },
    each: (work: (lane: Lane) => Promise<void>): Promise<unknown> =>
      Promise.all([...lanes.values()].map((lane) => inTurn(lane, () => work(lane)))),
  };
};

/** Notes which correlations did not see these frames: their worker had not heard of new rules yet. */
const noteUnheard = (
  lane: Lane,
  batches: readonly StageBatch<HitResult>[],
  newerThan: CorrelationBook['newerThan'],
): void => {
  for (const { fromSeq, toSeq, result } of batches) {
    const unheard = toSeq > lane.through ? newerThan(result.version) : [];
    if (unheard.length > 0) lane.judging = missed(lane.judging, unheard, fromSeq, toSeq);
  }
};

/** Runs correlations over the hits of the journal; see README.md for what a crash does. */
export const openCorrelationStage = (options: Options): CorrelationStage => {
  const lanes = openLanes(options);
  const tick = (): void => {
    lanes
      .each(async (lane) => {
        if (options.head(lane.stream) <= lane.through) passTime(lane, options.clock.now() - QUIET_MS);
        await keepLane(lane, options, 'when due');
      })
      .catch((error: unknown) => options.log.warn('correlations could not be written down, trying again', { error }));
  };
  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  const stage = batchingStage<HitResult>({
    name: STAGE,
    worker: WORKER,
    init: async () => options.book.pack(),
    position: async (stream) => (await lanes.of(stream)).savedSeq,
    commit: async (stream, batches) => {
      const lane = await lanes.of(stream);
      await lanes.inTurn(lane, async () => {
        noteUnheard(lane, batches, options.book.newerThan);
        judge(lane, batches, options.book.fieldsOf);
        await keepLane(lane, options, 'when due');
      });
      for (const { result } of batches) {
        options.onEvaluated(result.version);
        if (result.failures > 0) options.onFailures(result.failures);
      }
    },
    size: (batch) => batch.events,
    flush: { size: 20_000, afterMs: 200 },
    maxSize: 400_000,
    log: options.log,
  });
  return {
    ...stage,
    replace: async () => void (await lanes.each((lane) => exchange(lane, options))),
    lanes: lanes.all,
    holdStill: async (stream, work) => {
      const lane = lanes.all().find((each) => each.stream === stream);
      if (lane === undefined) throw new Error(`no windows of the stream ${stream}`);
      await lanes.inTurn(lane, () => work(lane));
    },
    save: async () => void (await lanes.each((lane) => keepLane(lane, options, 'now'))),
    close: async () => {
      clearInterval(timer);
      await stage.close();
      await lanes.each((lane) => keepLane(lane, options, 'now'));
    },
  };
};
