import { findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR, type Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { Records, Tx } from '@chedun/records';
import type { Correlator } from '@chedun/sigma';
import type { CorrelationBook } from '../correlation-book.ts';
import { reportOf, shortfallReports, type PendingFiring } from '../domain/report.ts';
import { readJudging, turnTo, writeJudging } from '../judged.ts';
import { less, NO_STATS, statsOf, type Lane } from '../lane.ts';
import { countFirings, keepFirings, readSnapshot, saveSnapshot, type FiringOrigin } from '../store.ts';
import type { StreamStats } from '../tables.ts';

/** What lanes are kept with. */
export interface LaneNeeds {
  readonly records: Records;
  readonly book: CorrelationBook;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /** Shortest time between two snapshots of a stream. */
  readonly snapshotMs: number;
  readonly open: () => Correlator;
}

/** Findings of one told event: its payload stays well below a megabyte. */
const REPORTS_PER_EVENT = 100;
/** A second between snapshots for this much state, so that a large state does not keep the disk busy. */
const BYTES_PER_SECOND = 2 * 1024 * 1024;

const tell = async (tx: Tx, reports: readonly FindingReport[]): Promise<void> => {
  for (let at = 0; at < reports.length; at += REPORTS_PER_EVENT) {
    const findings = reports.slice(at, at + REPORTS_PER_EVENT);
    await tx.tell({ type: findingsReported, aggregate: 'correlation', payload: { findings } as never }, SYSTEM_ACTOR);
  }
};

/** Writes firings down and tells the alerts of those that were not there yet; the answer is those. */
export const tellFirings = async (
  tx: Tx,
  pending: readonly PendingFiring[],
  book: Pick<CorrelationBook, 'facts'>,
  origin: FiringOrigin,
  more: readonly FindingReport[] = [],
): Promise<readonly PendingFiring[]> => {
  const fresh = await keepFirings(tx, pending, book.facts, origin);
  await countFirings(tx, fresh);
  const reports = fresh.flatMap((each) => {
    const facts = each.firing.alone ? book.facts(each.firing.rule) : undefined;
    return facts ? [reportOf(each, facts)] : [];
  });
  await tell(tx, [...reports, ...more]);
  return fresh;
};

/** The windows of a stream as they were written down, with the rules of the book. */
export const openLane = async ({ records, book, clock, log, open }: LaneNeeds, stream: string): Promise<Lane> => {
  const saved = await readSnapshot(records, stream);
  const correlator = open();
  const stats = saved?.stats ?? NO_STATS;
  let kept = stats;
  let before = await readJudging(records, stream);
  const next = (saved?.seq ?? 0) + 1;
  if (saved) {
    try {
      correlator.restore(saved.state);
      const { hits, firings, late, ahead, incomplete, refused } = correlator.stats();
      kept = { ...NO_STATS, hits, firings, late, ahead, incomplete, refused };
    } catch (error) {
      log.error('windows of correlations could not be read and begin anew', { stream, error });
      kept = NO_STATS;
      before = turnTo(before, new Map(), next);
    }
  }
  const judging = turnTo(before, book.versions(), next);
  return {
    stream,
    correlator,
    through: saved?.seq ?? 0,
    settled: saved?.seq ?? 0,
    clock: saved?.clock,
    pending: [],
    refusals: [],
    carried: less(stats, kept),
    savedStats: { ...stats },
    savedSeq: saved?.seq ?? 0,
    savedAt: saved?.savedAt ?? clock.now(),
    judging,
    changed: judging !== before,
  };
};

const isDue = (lane: Lane, { clock, snapshotMs }: LaneNeeds): boolean =>
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

/** Versions of what is at work on a lane. */
export const versionOf =
  ({ judging }: Pick<Lane, 'judging'>) =>
  (rule: string): string =>
    judging.atWork.get(rule)?.version ?? '';

/**
 * Writes down what is new: firings that were not told yet with their alerts, and, when it is time, the state with its place
 * in the journal. All in one transaction, so that a crash at any moment repeats work but tells nothing twice.
 */
export const keepLane = async (lane: Lane, needs: LaneNeeds, snapshot: 'when due' | 'now'): Promise<void> => {
  const { records, book, clock } = needs;
  const due = snapshot === 'now' ? lane.changed || lane.through > lane.savedSeq : isDue(lane, needs);
  const pending = [...lane.pending];
  const seq = lane.through;
  if (pending.length === 0 && !due) {
    lane.settled = seq;
    return;
  }
  const stats = statsOf(lane);
  const saved = due
    ? { seq, state: lane.correlator.snapshot(), clock: lane.clock, stats, savedAt: clock.now() }
    : undefined;
  await records.transaction(async (tx) => {
    const shortfalls = saved ? shortfallsOf(lane, stats, saved.savedAt) : [];
    await tellFirings(tx, pending, book, { versionOf: versionOf(lane), run: undefined }, shortfalls);
    if (!saved) return;
    await saveSnapshot(tx, lane.stream, saved);
    await writeJudging(tx, lane.stream, lane.judging);
  });
  lane.pending = lane.pending.slice(pending.length);
  lane.settled = seq;
  if (!saved) return;
  lane.refusals = [];
  lane.savedStats = stats;
  lane.savedSeq = saved.seq;
  lane.savedAt = saved.savedAt;
  lane.judging = { ...lane.judging, ended: [] };
  lane.changed = false;
};

/** Continues a lane with other rules. The old state is needed to go on, so it is written down at once with the new rules. */
export const exchange = async (lane: Lane, needs: LaneNeeds): Promise<void> => {
  const stats = statsOf(lane);
  const next = needs.open();
  const { dropped } = next.restore(lane.correlator.snapshot());
  if (dropped.length > 0) needs.log.info('windows of changed correlations begin anew', { dropped });
  lane.correlator = next;
  lane.carried = NO_STATS;
  lane.carried = less(stats, statsOf(lane));
  lane.judging = turnTo(lane.judging, needs.book.versions(), lane.through + 1);
  lane.changed = true;
  await keepLane(lane, needs, 'now');
};
