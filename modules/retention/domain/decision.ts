import { deletableFrom, type Keeping } from './calendar.ts';
import { covers, type HeldRange, type HoldScope } from './holds.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far the local clock may be from NTP and from the last checkpoint. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE;
/** A clock further ahead of the last checkpoint than this blocks every deletion. */
const CLOCK_AHEAD_MS = DAY;

/** A segment as the decision sees it. Times in milliseconds. */
export interface SegmentFacts extends HeldRange {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** False for the segment that is still written. */
  readonly sealed: boolean;
  /** Uptime ledger when the segment was found sealed. */
  readonly uptimeAtSeal: number;
  /** Time of the first signed checkpoint that covers the last frame; undefined while there is none. */
  readonly checkpointAt: number | undefined;
  /** True once every consumer of the journal is beyond it. */
  readonly consumed: boolean;
}

/** The three clocks, and what is known about the local one. */
export interface Clocks {
  readonly now: number;
  /** Local clock minus NTP; undefined when no time server is known. */
  readonly ntpOffsetMs: number | undefined;
  readonly lastCheckpointAt: number | undefined;
  /** Sum of the monotonic time that the system has run, from its first start. */
  readonly uptimeMs: number;
}

/** Why a segment stays. `until` where time alone will remove the obstacle. */
export type Obstacle =
  | { readonly kind: 'not-sealed' | 'not-consumed' | 'checkpoint-missing' }
  | { readonly kind: 'receive-clock' | 'checkpoint-clock'; readonly until: number }
  | { readonly kind: 'uptime-ledger'; readonly missingMs: number }
  | { readonly kind: 'clock-ahead' | 'clock-off' | 'ntp-off'; readonly byMs: number }
  | { readonly kind: 'legal-hold'; readonly hold: string };

/** A hold with its id. */
export interface ActiveHold extends HoldScope {
  readonly id: string;
}

/** Obstacles of the clock itself: they block everything. */
export const clockObstacles = ({ now, ntpOffsetMs, lastCheckpointAt }: Clocks): Obstacle[] => {
  const found: Obstacle[] = [];
  if (ntpOffsetMs !== undefined && Math.abs(ntpOffsetMs) > CLOCK_TOLERANCE_MS) {
    found.push({ kind: 'ntp-off', byMs: ntpOffsetMs });
  }
  if (lastCheckpointAt === undefined) return [...found, { kind: 'checkpoint-missing' }];
  const byMs = now - lastCheckpointAt;
  if (byMs > CLOCK_AHEAD_MS) found.push({ kind: 'clock-ahead', byMs });
  else if (Math.abs(byMs) > CLOCK_TOLERANCE_MS) found.push({ kind: 'clock-off', byMs });
  return found;
};

const ageObstacles = (segment: SegmentFacts, keeping: Keeping, clocks: Clocks): Obstacle[] => {
  const found: Obstacle[] = [];
  const byReceive = deletableFrom(segment.newestReceivedAt, keeping);
  if (clocks.now < byReceive) found.push({ kind: 'receive-clock', until: byReceive });
  if (segment.checkpointAt === undefined) found.push({ kind: 'checkpoint-missing' });
  else {
    const byCheckpoint = deletableFrom(segment.checkpointAt, keeping);
    if ((clocks.lastCheckpointAt ?? 0) < byCheckpoint) found.push({ kind: 'checkpoint-clock', until: byCheckpoint });
  }
  const needed = deletableFrom(segment.newestReceivedAt, keeping) - segment.newestReceivedAt;
  const ran = clocks.uptimeMs - segment.uptimeAtSeal;
  if (ran < needed) found.push({ kind: 'uptime-ledger', missingMs: needed - ran });
  return found;
};

/**
 * Everything that keeps a segment; empty = it may go. A segment goes only when it is old enough by the receive time of its
 * newest frame, by the signed checkpoints and by the monotonic ledger of uptime, the clock is trusted, and no hold covers it.
 */
export const obstaclesOf = (
  segment: SegmentFacts,
  keeping: Keeping,
  clocks: Clocks,
  holds: readonly ActiveHold[],
): Obstacle[] => {
  const found: Obstacle[] = [];
  if (!segment.sealed) found.push({ kind: 'not-sealed' });
  if (!segment.consumed) found.push({ kind: 'not-consumed' });
  found.push(...clockObstacles(clocks), ...ageObstacles(segment, keeping, clocks));
  for (const hold of holds) if (covers(hold, segment)) found.push({ kind: 'legal-hold', hold: hold.id });
  return found;
};

/**
 * The segments that may go: from the oldest on until the first that stays, because a journal is one unbroken chain.
 * A hold therefore also keeps everything younger in its stream.
 */
export const deletableRun = <Segment extends SegmentFacts>(
  segments: readonly Segment[],
  keeping: Keeping,
  clocks: Clocks,
  holds: readonly ActiveHold[],
): readonly Segment[] => {
  const stays = segments.findIndex((segment) => obstaclesOf(segment, keeping, clocks, holds).length > 0);
  return stays < 0 ? segments : segments.slice(0, stays);
};
