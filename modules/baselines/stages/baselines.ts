import { Baselines, type Budget, type KindOfHour } from '@chedun/behaviour';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { batchingStage, type Stage } from '@chedun/pipeline';
import type { Records } from '@chedun/records';
import { gather, judge, takingPart, type Lane } from '../lane.ts';
import { learntKey, markLearnt, readKnown } from '../learning-store.ts';
import { openLookingBack, type OldFrames } from '../look-back.ts';
import { openRecorder } from '../recorder.ts';
import type { RuleBook } from '../rule-book.ts';
import {
  countVerdicts,
  keepVerdicts,
  markRecorded,
  readPosition,
  readState,
  readWaiting,
  saveState,
} from '../store.ts';
import type { SelectResult } from '../worker/select-pack.ts';

/** Name of the stage, also in the flow of the console. */
export const STAGE = 'baselines.rules';
/** Stream in which records of our own modules enter. */
const OWN_STREAM = 'network';
/** Time passes this much behind the clock while no frame arrives. */
const QUIET_MS = 2_000;
const TICK_MS = 1_000;
/** A second between snapshots for this much memory, so that a large state does not keep the disk busy. */
const BYTES_PER_SECOND = 1024 * 1024;

interface Options {
  readonly records: Records;
  readonly book: RuleBook;
  readonly budget: Budget;
  readonly record: IngestAsks['record'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly kindOf: KindOfHour;
  readonly old: OldFrames;
  /** Days that a new rule looks back; 0 = it learns from now on. */
  readonly lookBackDays: number;
  /** Shortest time between two snapshots of a stream. */
  readonly snapshotMs: number;
  readonly onFailures: (events: number) => void;
  /** Told of the version of the pack that results were made with. */
  readonly onEvaluated: (version: number) => void;
}

/** The stage with what the module asks of it. */
export type BaselineStage = Stage<SelectResult> & {
  /** Goes on with the rules of the book; what is learnt of rules that read the same stays. */
  readonly replace: () => Promise<void>;
  readonly lanes: () => readonly Lane[];
  readonly save: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** New rules look back where there is something behind them; the others know the stream from now on. */
const sortIn = async (lane: Lane, { records, book, lookBackDays }: Options): Promise<void> => {
  const known = await readKnown(records, lane.stream);
  const fresh = book.running().filter(({ id, digest }) => !known.has(learntKey(id, digest)));
  const looks = lookBackDays > 0 && lane.through > 0;
  lane.waiting.clear();
  for (const { id } of looks ? fresh : []) lane.waiting.add(id);
  lane.unmarked = (looks ? [] : fresh).map(({ id, digest }) => ({
    rule: id,
    digest,
    frames: 0,
    selected: 0,
    deviations: 0,
    since: 0,
  }));
};

const openLane = async (options: Options, stream: string): Promise<Lane> => {
  const { records, book, budget, kindOf, log } = options;
  const baselines = new Baselines(budget, kindOf);
  const { seq, savedAt } = await readPosition(records, stream);
  const lane: Lane = {
    stream,
    baselines,
    through: seq,
    settled: seq,
    pending: [],
    recorded: [],
    savedSeq: seq,
    savedAt,
    incomplete: new Map(),
    waiting: new Set(),
    unmarked: [],
    version: 0,
    lookBack: undefined,
  };
  await sortIn(lane, options);
  const rules = takingPart(lane, book.running());
  baselines.replace(rules);
  try {
    baselines.restore(await readState(records, stream));
  } catch (error) {
    log.error('what behaviour rules learnt could not be read; they learn anew', { stream, error });
    baselines.replace([]);
    baselines.replace(rules);
  }
  return lane;
};

const isDue = (lane: Lane, { clock, snapshotMs, budget }: Options): boolean =>
  lane.through > lane.savedSeq &&
  clock.now() - lane.savedAt >= Math.max(snapshotMs, (budget.used / BYTES_PER_SECOND) * 1000);

/**
 * Writes down what is new: verdicts that were not told yet, records that were read back, and, when it is time, the state with
 * its place in the journal. All in one transaction, so that a crash at any moment repeats work but tells nothing twice.
 */
const keep = async (lane: Lane, options: Options, snapshot: 'when due' | 'now'): Promise<void> => {
  const { records, book, clock } = options;
  const due = snapshot === 'now' || isDue(lane, options);
  const [pending, recorded, unmarked] = [[...lane.pending], [...lane.recorded], lane.unmarked];
  const seq = lane.through;
  if (pending.length === 0 && recorded.length === 0 && !due) {
    lane.settled = seq;
    return;
  }
  const savedAt = clock.now();
  const parts = due ? lane.baselines.takeDirty() : [];
  try {
    await records.transaction(async (tx) => {
      await countVerdicts(tx, await keepVerdicts(tx, pending));
      await markRecorded(tx, recorded, savedAt);
      if (!due) return;
      await saveState(tx, lane.stream, parts, { seq, savedAt, kept: book.all() });
      await markLearnt(tx, lane.stream, unmarked, savedAt);
    });
  } catch (error) {
    // The parts were not written: the next snapshot has to hold them again.
    for (const { rule } of parts) lane.baselines.touch(rule);
    throw error;
  }
  lane.pending = lane.pending.slice(pending.length);
  lane.recorded = lane.recorded.slice(recorded.length);
  lane.settled = seq;
  if (!due) return;
  lane.unmarked = lane.unmarked.filter((each) => !unmarked.includes(each));
  lane.savedSeq = seq;
  lane.savedAt = savedAt;
};

/** Goes on with other rules; one that is switched on again takes up what it had learnt. */
const exchange = async (lane: Lane, options: Options): Promise<void> => {
  await keep(lane, options, 'now');
  await sortIn(lane, options);
  const fresh = new Set(lane.baselines.replace(takingPart(lane, options.book.running())));
  if (fresh.size === 0) return;
  const state = await readState(options.records, lane.stream);
  lane.baselines.restore(state.filter(({ rule }) => fresh.has(rule)));
};

/** The lanes of the stage, with one thing after the other on each: batches, passing time and a change of rules. */
const openLanes = (options: Options) => {
  const lanes = new Map<string, Lane>();
  const turns = new Map<string, Promise<void>>();
  const inTurn = (stream: string, work: (lane: Lane) => Promise<void>): Promise<void> => {
    const turn = (turns.get(stream) ?? Promise.resolve()).then(async () => {
      const lane = lanes.get(stream) ?? (await openLane(options, stream));
      lanes.set(stream, lane);
      await work(lane);
    });
    turns.set(
      stream,
      turn.catch(() => undefined),
    );
    return turn;
  };
  return {
    inTurn,
    get: (stream: string) => lanes.get(stream),
    all: () => [...lanes.values()],
    each: async (work: (lane: Lane) => Promise<void>): Promise<void> =>
      void (await Promise.all([...lanes.keys()].map((stream) => inTurn(stream, work)))),
  };
};

/** Lets time pass where no frame arrives, and writes down what is due. */
const passTime = async (lane: Lane, options: Options): Promise<void> => {
  const { clock, book, old } = options;
  if (old.head(lane.stream) <= lane.through) {
    lane.baselines.pass(clock.now() - QUIET_MS);
    gather(lane, clock.now(), book.facts);
  }
  await keep(lane, options, 'when due');
};

/** The look of new rules at older frames; `wake` after rules or lanes changed. */
const openLookBack = (lanes: ReturnType<typeof openLanes>, options: Options) => {
  const looking = openLookingBack({
    ...options,
    days: options.lookBackDays,
    lane: lanes.get,
    inTurn: lanes.inTurn,
    keep: (lane) => keep(lane, options, 'now'),
  });
  return {
    close: looking.close,
    wake: (): void => {
      for (const { stream, waiting } of lanes.all()) if (waiting.size > 0) looking.wake(stream);
    },
  };
};

/** Runs behaviour rules over the journal; see README.md for what a crash does. */
export const openBaselineStage = (options: Options): BaselineStage => {
  const { book, log } = options;
  const lanes = openLanes(options);
  const recorder = openRecorder({
    record: options.record,
    waiting: (limit) => readWaiting(options.records, limit),
    head: () => options.old.head(OWN_STREAM),
    // Not what was looked at: until it is written down that a record was read, it still seems to wait.
    through: () => lanes.get(OWN_STREAM)?.settled ?? 0,
    log,
  });
  const lookBack = openLookBack(lanes, options);
  const timer = setInterval(() => {
    lanes
      .each((lane) => passTime(lane, options))
      .then(recorder.send)
      .catch((error: unknown) => log.warn('behaviour rules could not be written down, trying again', { error }));
  }, TICK_MS);
  timer.unref();
  const stage = batchingStage<SelectResult>({
    name: STAGE,
    worker: new URL('../worker/select-stage.ts', import.meta.url),
    init: async () => book.pack(),
    position: async (stream) => {
      await lanes.inTurn(stream, async () => undefined);
      lookBack.wake();
      return lanes.get(stream)?.savedSeq ?? 0;
    },
    commit: async (stream, batches) => {
      await lanes.inTurn(stream, async (lane) => {
        judge(lane, batches, book);
        await keep(lane, options, 'when due');
      });
      for (const { result } of batches) {
        recorder.seen(result.recorded);
        options.onEvaluated(result.version);
        if (result.failures > 0) options.onFailures(result.failures);
      }
      await recorder.send();
    },
    size: (batch) => batch.events,
    flush: { size: 20_000, afterMs: 200 },
    maxSize: 400_000,
    log,
  });
  return {
    ...stage,
    replace: async () => {
      await lanes.each((lane) => exchange(lane, options));
      lookBack.wake();
    },
    lanes: lanes.all,
    save: () => lanes.each((lane) => keep(lane, options, 'now')),
    close: async () => {
      clearInterval(timer);
      await lookBack.close();
      await stage.close();
      await lanes.each((lane) => keep(lane, options, 'now'));
    },
  };
};
