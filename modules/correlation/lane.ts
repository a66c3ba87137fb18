import type { StageBatch } from '@chedun/pipeline';
import type { Correlator, Firing, Refusal, CompactHit } from '@chedun/sigma';
import { clockAfter, eventTimeAt, type EventClock } from './domain/event-clock.ts';
import { referenceOf } from './domain/reference.ts';
import type { PendingFiring } from './domain/report.ts';
import type { Judging } from './judged.ts';
import type { HitResult } from './worker/hit-pack.ts';
import type { StreamStats } from './tables.ts';

/** The windows of one stream, and what of them is not durable yet. */
export interface Lane {
  readonly stream: string;
  correlator: Correlator;
  /** Last frame that was looked at. */
  through: number;
  /** Last frame whose firings are written down. */
  settled: number;
  clock: EventClock | undefined;
  /** What fired and is not written down. */
  pending: PendingFiring[];
  refusals: Refusal[];
  /** What the figures add to those of the engine: counts before the newest restore. */
  carried: StreamStats;
  /** Figures at the last snapshot. */
  savedStats: StreamStats;
  savedSeq: number;
  savedAt: number;
  /** Which frames each correlation has seen. */
  judging: Judging;
  /** The state is another than that of the last snapshot. */
  changed: boolean;
}

/** All figures at nothing. */
export const NO_STATS: StreamStats = {
  groups: 0,
  bytes: 0,
  hits: 0,
  firings: 0,
  late: 0,
  ahead: 0,
  incomplete: 0,
  refused: 0,
};

/** Figures of a lane: what stands now, and what was counted in all. */
export const statsOf = ({ correlator, carried }: Pick<Lane, 'correlator' | 'carried'>): StreamStats => {
  const now = correlator.stats();
  return {
    groups: now.groups,
    bytes: now.bytes,
    hits: carried.hits + now.hits,
    firings: carried.firings + now.firings,
    late: carried.late + now.late,
    ahead: carried.ahead + now.ahead,
    incomplete: carried.incomplete + now.incomplete,
    refused: carried.refused + now.refused,
  };
};

/** Figures without those that are counted elsewhere. */
export const less = (all: StreamStats, own: StreamStats): StreamStats => ({
  groups: 0,
  bytes: 0,
  hits: all.hits - own.hits,
  firings: all.firings - own.firings,
  late: all.late - own.late,
  ahead: all.ahead - own.ahead,
  incomplete: all.incomplete - own.incomplete,
  refused: all.refused - own.refused,
});

const take = (lane: Lane, firings: readonly Firing[], receivedAt: number): void => {
  for (const firing of firings) lane.pending.push({ stream: lane.stream, receivedAt, firing });
};

const observe = (
  lane: Lane,
  [rule, time, weight, index, values]: CompactHit,
  seq: number,
  received: number,
  fieldsOf: (rule: string) => readonly string[],
): void => {
  const fields = fieldsOf(rule);
  const firings = lane.correlator.observe({
    rule,
    time,
    received,
    weight,
    ref: referenceOf(seq, index, time),
    value: (field) => values[fields.indexOf(field)] ?? undefined,
  });
  lane.clock = clockAfter(lane.clock, time, received);
  take(lane, firings, received);
};

/** Says how far event time has come at a moment of receipt. */
export const passTime = (lane: Lane, received: number): void => {
  if (lane.clock === undefined) return;
  const { held } = lane.correlator.stats();
  const firings = lane.correlator.advance(eventTimeAt(lane.clock, received));
  if (firings.length > 0 || lane.correlator.stats().held !== held) lane.changed = true;
  take(lane, firings, received);
};

/**
 * Looks at batches that were not looked at yet, so that a commit that is tried again changes nothing. Time passes with the
 * frames and not with the clock: a replay of the journal sees the same.
 */
export const judge = (
  lane: Lane,
  batches: readonly StageBatch<HitResult>[],
  fieldsOf: (version: number) => (rule: string) => readonly string[],
): void => {
  for (const batch of batches) {
    if (batch.toSeq <= lane.through) continue;
    const fields = fieldsOf(batch.result.version);
    for (const { seq, receivedAt, hits } of batch.result.frames) {
      // The first batch after a restart may begin before the snapshot.
      if (seq <= lane.through) continue;
      passTime(lane, receivedAt);
      for (const hit of hits) observe(lane, hit, seq, receivedAt, fields);
      lane.changed = true;
    }
    passTime(lane, batch.newestReceivedAt);
    lane.through = batch.toSeq;
    lane.refusals.push(...lane.correlator.refusals());
  }
};
