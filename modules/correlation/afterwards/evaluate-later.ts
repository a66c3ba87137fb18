import { DomainError } from '@chedun/kernel';
import type { CorrelationPlan, Firing } from '@chedun/sigma';
import type { LaterCorrelation, LaterWindows } from '../contract.ts';
import { AHEAD_MS, laterClock } from '../domain/event-clock.ts';
import { fingerprintOf, type PendingFiring } from '../domain/report.ts';
import { joinedFrom, writeJudging, type Judging } from '../judged.ts';
import { judge, less, NO_STATS, passTime, statsOf, type Lane } from '../lane.ts';
import { keepLane, tellFirings, versionOf, type LaneNeeds } from '../stages/keep-lane.ts';
import { QUIET_MS, WORKER, type CorrelationStage } from '../stages/rules.ts';
import { saveSnapshot } from '../store.ts';
import type { HitResult } from '../worker/hit-pack.ts';
import { dropRun, readRun, saveRun, supersede } from './store.ts';

interface Needs extends LaneNeeds {
  readonly stage: () => CorrelationStage | undefined;
  readonly latenessMs: number;
  /** Newest frame of a stream. */
  readonly head: (stream: string) => number;
}
type RunOf = Parameters<LaterCorrelation['open']>[0];

/** A run over one stream: windows of its own, and the correlation that it is for. */
interface Run extends RunOf {
  readonly ruleId: string;
  readonly version: string;
  /** The correlation and those below it whose live windows are not complete either: all of them are handed over. */
  readonly keys: readonly string[];
  /** Versions of these, as a text. */
  readonly versions: string;
}

const FRAMES_PER_SAVE = 512;
const BYTES_PER_SAVE = 4 * 1024 * 1024;
/** Firings near the first frame may come out at another moment of receipt than they did live. */
const MARGIN_MS = 600_000;

const laneIn = ({ stage }: Needs, stream: string): Lane | undefined =>
  stage()
    ?.lanes()
    .find((lane) => lane.stream === stream);

/** A correlation and all that it refers to, through chains. */
const membersOf = (plan: CorrelationPlan, id: string): readonly string[] => {
  const running = new Set(plan.rules.map(plan.keyOf));
  const found = new Set<string>();
  const open = [id];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (!running.has(key) || found.has(key)) continue;
    found.add(key);
    open.push(...plan.inputs(key));
  }
  return [...found];
};

const versionsText = ({ book }: Needs, keys: readonly string[]): string =>
  keys
    .map((key) => `${key} ${book.versions().get(key) ?? ''}`)
    .toSorted()
    .join('\n');

const coveredFrom = ({ atWork }: Judging, key: string): number => atWork.get(key)?.from ?? Number.MAX_SAFE_INTEGER;

/** Windows behind frame `begin`, or where the run was interrupted when it was of the same versions. */
const openWindows = async (needs: Needs, run: Run): Promise<Lane> => {
  const correlator = needs.open();
  const saved = await readRun(needs.records, run);
  const goesOn = saved !== undefined && saved.versions === run.versions && saved.seq >= run.begin - 1;
  if (goesOn) correlator.restore(saved.state);
  return {
    stream: run.stream,
    correlator,
    through: goesOn ? saved.seq : run.begin - 1,
    settled: goesOn ? saved.seq : run.begin - 1,
    clock: goesOn ? saved.clock : undefined,
    pending: [],
    refusals: [],
    carried: NO_STATS,
    savedStats: NO_STATS,
    savedSeq: goesOn ? saved.seq : run.begin - 1,
    savedAt: 0,
    judging: { atWork: new Map(), ended: [] },
    changed: false,
  };
};

/** Firings that count: those of the correlation, and none of the time in which the windows only warmed up. */
const counted = (pending: readonly PendingFiring[], run: Run): PendingFiring[] =>
  pending.filter(
    ({ firing, receivedAt }) =>
      firing.rule === run.ruleId && (run.begin >= run.from || receivedAt >= run.fromReceivedAt),
  );

const fired = (fresh: readonly PendingFiring[], { book }: Needs) =>
  fresh.map(({ firing, stream }) => ({
    firing,
    stream,
    fingerprint: fingerprintOf(firing, book.facts(firing.rule)?.groupMinutes ?? 60),
  }));

const assertSame = (needs: Needs, run: Run): void => {
  if (versionsText(needs, run.keys) !== run.versions)
    throw new DomainError('correlation.changed-meanwhile', { field: run.ruleId });
};

/** Writes down what is new in the windows of a run; with its place when there is enough of it. */
const keepRun = async (
  needs: Needs,
  run: Run,
  lane: Lane,
  also: Parameters<LaterWindows['take']>[1],
): Promise<void> => {
  const { records, book, clock } = needs;
  const pending = counted(lane.pending, run);
  const due = lane.through - lane.savedSeq >= FRAMES_PER_SAVE * (1 + lane.correlator.stats().bytes / BYTES_PER_SAVE);
  lane.pending = [];
  if (pending.length === 0 && !due) return;
  const state = due ? lane.correlator.snapshot() : undefined;
  await records.transaction(async (tx) => {
    const fresh = await tellFirings(tx, pending, book, { versionOf: () => run.version, run: run.id });
    if (state !== undefined) {
      const saved = { seq: lane.through, state, clock: lane.clock, versions: run.versions };
      await saveRun(tx, run, saved, clock.now());
    }
    await also(tx, { fired: fired(fresh, needs), superseded: 0 });
  });
  if (due) lane.savedSeq = lane.through;
};

const pendingOf = (lane: Lane, firings: readonly Firing[], receivedAt: number): PendingFiring[] =>
  firings.map((firing) => ({ stream: lane.stream, receivedAt, firing }));

/** Gives the windows of a run to the lane at work, which stands still at the same frame. */
const handOver = async (
  needs: Needs,
  run: Run,
  own: Lane,
  live: Lane,
  also: Parameters<LaterWindows['handOver']>[1],
): Promise<void> => {
  const { records, book, clock, latenessMs } = needs;
  // Time has passed on the lane also without frames, or would have, had there been a hit to begin with.
  const reached = live.correlator.stats().watermark + latenessMs;
  const last = Number.isFinite(reached) ? own.correlator.advance(reached) : [];
  own.clock = laterClock(own.clock, live.clock);
  if (needs.head(run.stream) <= live.through) passTime(own, clock.now() - QUIET_MS);
  const pending = counted([...pendingOf(own, last, clock.now()), ...own.pending], run);
  const next = needs.open();
  next.restore(live.correlator.snapshot());
  // The windows of this run may have come further: what the others still hold up to then has its turn before.
  const further = own.correlator.stats().watermark + latenessMs;
  const released = pendingOf(live, Number.isFinite(further) ? next.advance(further) : [], clock.now()).filter(
    ({ firing }) => !run.keys.includes(firing.rule),
  );
  next.adopt(own.correlator.snapshot(), run.keys);
  const stats = statsOf(live);
  const carried = less(stats, statsOf({ correlator: next, carried: NO_STATS }));
  const seq = live.through;
  const now = clock.now();
  const since = run.begin < run.from ? run.fromReceivedAt + MARGIN_MS : run.fromReceivedAt;
  const judging = await records.transaction(async (tx) => {
    const fresh = await tellFirings(tx, pending, book, { versionOf: () => run.version, run: run.id });
    await tellFirings(tx, released, book, { versionOf: versionOf(live), run: undefined });
    const superseded = await supersede(tx, run, { ruleId: run.ruleId, version: run.version, since, now });
    const joined = await joinedFrom(tx, run.stream, live.judging, run);
    await saveSnapshot(tx, run.stream, { seq, state: next.snapshot(), clock: own.clock, stats, savedAt: now });
    await writeJudging(tx, run.stream, joined);
    await dropRun(tx, run);
    await also(tx, { fired: fired(fresh, needs), superseded });
    return joined;
  });
  live.correlator = next;
  live.clock = own.clock;
  live.carried = carried;
  live.judging = { ...judging, ended: [] };
  live.savedSeq = seq;
};

const windowsOf = async (needs: Needs, run: Run): Promise<LaterWindows> => {
  const own = await openWindows(needs, run);
  const pack = needs.book.pack();
  const fields = needs.book.fieldsOf(pack.version);
  return {
    worker: WORKER,
    init: pack,
    through: () => own.through,
    reached: (seq) => {
      own.through = Math.max(own.through, seq);
    },
    take: async (batch, also) => {
      judge(own, [{ ...batch, result: batch.result as HitResult }], () => fields);
      await keepRun(needs, run, own, also);
    },
    handOver: async (catchUp, also) => {
      const stage = needs.stage();
      if (stage === undefined) throw new Error('correlations do not run');
      await stage.holdStill(run.stream, async (live) => {
        await catchUp(live.through);
        assertSame(needs, run);
        // What fired live and is not written down yet has to be there before it is compared.
        await keepLane(live, needs, 'now');
        await handOver(needs, run, own, live, also);
      });
    },
  };
};

/** A correlation at work for a run over older frames; see `CorrelationAsks.evaluateLater`. */
export const evaluateLater =
  (needs: Needs) =>
  (ruleId: string): LaterCorrelation | undefined => {
    const { book } = needs;
    const facts = book.facts(ruleId);
    if (facts === undefined || !book.versions().has(ruleId)) return undefined;
    return {
      title: facts.title,
      titleZh: facts.titleZh,
      level: facts.level,
      type: facts.type,
      warmUpMs: book.plan().reachMs + needs.latenessMs + AHEAD_MS,
      through: (stream) => laneIn(needs, stream)?.through,
      open: async (asked) => {
        const live = laneIn(needs, asked.stream);
        const version = book.versions().get(ruleId);
        if (version === undefined) throw new DomainError('correlation.changed-meanwhile', { field: ruleId });
        if (live === undefined || coveredFrom(live.judging, ruleId) <= asked.from) return undefined;
        const keys = membersOf(book.plan(), ruleId).filter((key) => coveredFrom(live.judging, key) > asked.begin);
        return windowsOf(needs, { ...asked, ruleId, version, keys, versions: versionsText(needs, keys) });
      },
    };
  };
