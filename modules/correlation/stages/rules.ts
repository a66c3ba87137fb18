import { findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR, type Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { batchingStage, type Stage } from '@chedun/pipeline';
import type { Records, Tx } from '@chedun/records';
import type { Correlator } from '@chedun/sigma';
import type { CorrelationBook } from '../correlation-book.ts';
import { reportOf, shortfallReports } from '../domain/report.ts';
import { judge, NO_STATS, passTime, statsOf, type Lane } from '../lane.ts';
import { countFirings, keepFirings, readSnapshot, saveSnapshot } from '../store.ts';
import type { StreamStats } from '../tables.ts';
import type { HitResult } from '../worker/hit-pack.ts';

/** Name of the stage, also in the flow of the console. */
export const STAGE = 'correlation.rules';

/** Findings of one told event: its payload stays well below a megabyte. */
const REPORTS_PER_EVENT = 100;
/** Event time passes this much behind the clock while no frame arrives: frames on their way are older than that. */
const QUIET_MS = 2_000;
const TICK_MS = 1_000;
/** A second between snapshots for this much state, so that a large state does not keep the disk busy. */
const BYTES_PER_SECOND = 2 * 1024 * 1024;

interface Options {
  readonly records: Records;
  readonly book: CorrelationBook;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /** Newest frame of a stream. */
  readonly head: (stream: string) => number;
  /** Shortest time between two snapshots of a stream. */
  readonly snapshotMs: number;
  readonly open: () => Correlator;
  readonly onFailures: (events: number) => void;
  readonly onEvaluated: (version: number) => void;
}

/** The stage with what the module asks of it. */
export type CorrelationStage = Stage<HitResult> & {
  /** Goes on with the rules of the book; windows of correlations that read the same stay. */
  readonly replace: () => Promise<void>;
  readonly lanes: () => readonly Lane[];
  /** Writes the state of every stream down. */
  readonly save: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const tell = async (tx: Tx, reports: readonly FindingReport[]): Promise<void> => {
  for (let at = 0; at < reports.length; at += REPORTS_PER_EVENT) {
    const findings = reports.slice(at, at + REPORTS_PER_EVENT);
    await tx.tell({ type: findingsReported, aggregate: 'correlation', payload: { findings } as never }, SYSTEM_ACTOR);
  }
};

const openLane = async ({ records, clock, log, open }: Options, stream: string): Promise<Lane> => {
  const saved = await readSnapshot(records, stream);
  const correlator = open();
  let stats = saved?.stats ?? NO_STATS;
  let kept = stats;
  if (saved) {
    try {
      correlator.restore(saved.state);
      const { hits, firings, late, ahead, incomplete, refused } = correlator.stats();
      kept = { ...NO_STATS, hits, firings, late, ahead, incomplete, refused };
    } catch (error) {
      log.error('windows of correlations could not be read and begin anew', { stream, error });
      kept = NO_STATS;
    }
  }
  stats = { ...stats };
  return {
    stream,
    correlator,
    through: saved?.seq ?? 0,
    clock: saved?.clock,
    pending: [],
    refusals: [],
    carried: less(stats, kept),
    savedStats: stats,
    savedSeq: saved?.seq ?? 0,
    savedAt: saved?.savedAt ?? clock.now(),
    changed: false,
  };
};

/** What the engine does not count itself: figures that stand in the snapshot but not in its state. */
const less = (all: StreamStats, own: StreamStats): StreamStats => ({
  groups: 0,
  bytes: 0,
  hits: all.hits - own.hits,
  firings: all.firings - own.firings,
  late: all.late - own.late,
  ahead: all.ahead - own.ahead,
  incomplete: all.incomplete - own.incomplete,
  refused: all.refused - own.refused,
});

const isDue = (lane: Lane, { clock, snapshotMs }: Options): boolean =>
  (lane.changed || lane.through > lane.savedSeq) &&
  clock.now() - lane.savedAt >= Math.max(snapshotMs, (lane.correlator.stats().bytes / BYTES_PER_SECOND) * 1000);

const shortfallsOf = (lane: Lane, stats: StreamStats, now: number): FindingReport[] =>
  shortfallReports({
    stream: lane.stream,
    late: Math.max(0, stats.late - lane.savedStats.late),
    refused: Math.max(0, stats.refused - lane.savedStats.refused),
    refusedAt: Math.max(0, ...lane.refusals.map(({ at }) => at)),
    limits: [...new Set(lane.refusals.map(({ limit }) => limit))],
    rules: [...new Set(lane.refusals.map(({ rule }) => rule))],
    now,
  });

/**
 * Writes down what is new: firings that were not told yet with their alerts, and, when it is time, the state with its place
 * in the journal. All in one transaction, so that a crash at any moment repeats work but tells nothing twice.
 */
const keep = async (lane: Lane, options: Options, snapshot: 'when due' | 'now'): Promise<void> => {
  const { records, book, clock } = options;
  const due = snapshot === 'now' ? lane.changed || lane.through > lane.savedSeq : isDue(lane, options);
  const pending = [...lane.pending];
  if (pending.length === 0 && !due) return;
  const stats = statsOf(lane);
  const saved = due
    ? { seq: lane.through, state: lane.correlator.snapshot(), clock: lane.clock, stats, savedAt: clock.now() }
    : undefined;
  await records.transaction(async (tx) => {
    const fresh = await keepFirings(tx, pending, book.facts);
    await countFirings(tx, fresh);
    const reports = fresh.flatMap((each) => {
      const facts = each.firing.alone ? book.facts(each.firing.rule) : undefined;
      return facts ? [reportOf(each, facts)] : [];
    });
    await tell(tx, saved ? [...reports, ...shortfallsOf(lane, stats, saved.savedAt)] : reports);
    if (saved) await saveSnapshot(tx, lane.stream, saved);
  });
  lane.pending = lane.pending.slice(pending.length);
  if (!saved) return;
  lane.refusals = [];
  lane.savedStats = stats;
  lane.savedSeq = saved.seq;
  lane.savedAt = saved.savedAt;
  lane.changed = false;
};

/** Continues a lane with other rules. The old state is needed to go on, so it is written down at once with the new rules. */
const exchange = async (lane: Lane, options: Options): Promise<void> => {
  const stats = statsOf(lane);
  const next = options.open();
  const { dropped } = next.restore(lane.correlator.snapshot());
  if (dropped.length > 0) options.log.info('windows of changed correlations begin anew', { dropped });
  lane.correlator = next;
  lane.carried = NO_STATS;
  lane.carried = less(stats, statsOf(lane));
  lane.changed = true;
  await keep(lane, options, 'now');
};

/** Runs correlations over the hits of the journal; see README.md for what a crash does. */
export const openCorrelationStage = (options: Options): CorrelationStage => {
  const lanes = new Map<string, Lane>();
  const turns = new Map<string, Promise<void>>();
  /** One thing after the other on a lane: batches, passing time and a change of rules. */
  const inTurn = (lane: Lane, work: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(lane.stream) ?? Promise.resolve()).then(work);
    turns.set(
      lane.stream,
      turn.catch(() => undefined),
    );
    return turn;
  };
  const laneOf = async (stream: string): Promise<Lane> => {
    const known = lanes.get(stream) ?? (await openLane(options, stream));
    lanes.set(stream, known);
    return known;
  };
  const each = (work: (lane: Lane) => Promise<void>): Promise<unknown> =>
    Promise.all([...lanes.values()].map((lane) => inTurn(lane, () => work(lane))));
  const tick = (): void => {
    each(async (lane) => {
      if (options.head(lane.stream) <= lane.through) passTime(lane, options.clock.now() - QUIET_MS);
      await keep(lane, options, 'when due');
    }).catch((error: unknown) => options.log.warn('correlations could not be written down, trying again', { error }));
  };
  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  const stage = batchingStage<HitResult>({
    name: STAGE,
    worker: new URL('../worker/hit-stage.ts', import.meta.url),
    init: async () => options.book.pack(),
    position: async (stream) => (await laneOf(stream)).savedSeq,
    commit: async (stream, batches) => {
      const lane = await laneOf(stream);
      await inTurn(lane, async () => {
        judge(lane, batches, options.book.fieldsOf);
        await keep(lane, options, 'when due');
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
    replace: async () => void (await each((lane) => exchange(lane, options))),
    lanes: () => [...lanes.values()],
    save: async () => void (await each((lane) => keep(lane, options, 'now'))),
    close: async () => {
      clearInterval(timer);
      await stage.close();
      await each((lane) => keep(lane, options, 'now'));
    },
  };
};
