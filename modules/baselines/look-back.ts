import {
  Baselines,
  type BaselineVerdict,
  type Budget,
  type KeyedRule,
  type KindOfHour,
  type Refusal,
} from '@chedun/behaviour';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { StageBatch } from '@chedun/pipeline';
import { setTimeout as sleep } from 'node:timers/promises';
import { capacityOf, deviationOf } from './domain/record-of.ts';
import { takingPart, type Lane } from './lane.ts';
import type { RuleBook } from './rule-book.ts';
import type { SelectPack, SelectResult } from './worker/select-pack.ts';

const DAY = 86_400_000;
/** Deviations in older frames are told when they are not older than this; others are counted. */
const TELL_MS = DAY;
/** The rest of the way is looked through while live frames of the stream wait. */
const JOIN_FRAMES = 64;
const WAIT_MS = 200;
/** A pause as long as the work before it, at most this long: live detection has the processor too. */
const MOST_PAUSE_MS = 1_000;

/** Older frames of a stream. */
export interface OldFrames {
  /** First frame that was received at or after a moment; one behind the newest when there is none. */
  readonly firstSince: (stream: string, at: number) => Promise<number>;
  /** Newest frame. */
  readonly head: (stream: string) => number;
  /** Selects from a range of frames in a thread of its own, in order and without gaps. */
  readonly replay: (
    range: { readonly stream: string; readonly from: number; readonly to: number; readonly pack: SelectPack },
    take: (batch: StageBatch<SelectResult>) => Promise<void>,
    signal: AbortSignal,
  ) => Promise<void>;
}

interface Needs {
  readonly old: OldFrames;
  readonly book: RuleBook;
  readonly budget: Budget;
  readonly kindOf: KindOfHour;
  readonly clock: Clock;
  readonly log: Logger;
  /** How far back a new rule looks; 0 = not at all. */
  readonly days: number;
  readonly lane: (stream: string) => Lane | undefined;
  readonly inTurn: (stream: string, work: (lane: Lane) => Promise<void>) => Promise<void>;
  /** Writes everything down, with the rules that know the stream now. */
  readonly keep: (lane: Lane) => Promise<void>;
}

/** Lets new rules learn from older frames before they take part. */
export interface LookingBack {
  /** Rules of a stream wait, perhaps. */
  readonly wake: (stream: string) => void;
  readonly close: () => Promise<void>;
}

/** What a pupil saw so far. */
interface Pupil {
  readonly baselines: Baselines;
  readonly pack: SelectPack;
  readonly rules: readonly KeyedRule[];
  readonly ids: readonly string[];
  readonly from: number;
  readonly since: number;
  through: number;
  /** Deviations by rule, and those of them that are young enough to be told. */
  readonly deviations: Map<string, number>;
  readonly told: BaselineVerdict[];
}

const packFor = (book: RuleBook, ids: readonly string[]): SelectPack => {
  const pack = book.pack();
  return { ...pack, rules: pack.rules.filter(({ id }) => ids.includes(id)) };
};

const open = async (lane: Lane, { old, book, budget, kindOf, clock, days }: Needs): Promise<Pupil> => {
  const rules = book.running().filter(({ id }) => lane.waiting.has(id));
  const ids = rules.map(({ id }) => id);
  const baselines = new Baselines(budget, kindOf);
  baselines.replace(rules);
  const since = clock.now() - days * DAY;
  const from = await old.firstSince(lane.stream, since);
  const seen = { deviations: new Map<string, number>(), told: [] };
  return { baselines, pack: packFor(book, ids), rules, ids, from, since, through: from - 1, ...seen };
};

const count = ({ baselines, deviations, told }: Pupil, now: number): void => {
  for (const verdict of baselines.takeVerdicts()) {
    deviations.set(verdict.rule, (deviations.get(verdict.rule) ?? 0) + 1);
    if (verdict.at >= now - TELL_MS) told.push(verdict);
  }
};

/** Looks through frames up to `to`. */
const study = async (
  lane: Lane,
  pupil: Pupil,
  to: number,
  { old, clock }: Needs,
  signal: AbortSignal,
): Promise<void> => {
  if (pupil.through >= to) return;
  const { baselines, pack, ids, from } = pupil;
  let begun = clock.monotonic();
  const take = async ({ toSeq, newestReceivedAt, result }: StageBatch<SelectResult>): Promise<void> => {
    for (const { receivedAt, selected } of result.frames)
      for (const [rule, at, entity, value, answer] of selected)
        baselines.observe({ rule, at, received: receivedAt, entity, value, answer });
    baselines.pass(newestReceivedAt);
    count(pupil, clock.now());
    pupil.through = toSeq;
    lane.lookBack = { rules: ids, from, at: toSeq, to: Math.max(to, lane.through) };
    await sleep(Math.min(MOST_PAUSE_MS, clock.monotonic() - begun), undefined, { signal });
    begun = clock.monotonic();
  };
  await old.replay({ stream: lane.stream, from: pupil.through + 1, to, pack }, take, signal);
  pupil.through = Math.max(pupil.through, to);
};

/** What the look found young enough to be told, and caps that it met. */
const tellLate = (
  lane: Lane,
  found: {
    readonly told: readonly BaselineVerdict[];
    readonly refusals: readonly Refusal[];
    readonly isJoined: (rule: string) => boolean;
  },
  book: RuleBook,
  receivedAt: number,
): void => {
  const place = { stream: lane.stream, receivedAt };
  for (const verdict of found.told.filter(({ rule }) => found.isJoined(rule))) {
    const facts = book.facts(verdict.rule);
    if (facts) lane.pending.push(deviationOf(verdict, facts, place));
  }
  for (const refusal of found.refusals.filter(({ rule }) => found.isJoined(rule))) {
    const facts = book.facts(refusal.rule);
    if (facts) lane.pending.push(capacityOf(refusal, facts, place));
  }
};

/** The pupil stands where the lane stands: what it learnt becomes part of the lane, in one transaction with the place. */
const adopt = async (lane: Lane, pupil: Pupil, { book, clock, keep }: Needs): Promise<void> => {
  const { baselines, ids, from, through, since, deviations, told } = pupil;
  const selected = new Map(ids.map((id) => [id, baselines.stats(id)?.selected ?? 0]));
  for (const id of ids) baselines.touch(id);
  const parts = baselines.takeDirty();
  const refusals = baselines.takeRefusals();
  // Gives the memory back, so that the lane has room for it.
  baselines.replace([]);
  // A rule that reads something else by now begins another look.
  const joined = book.running().filter(({ id, digest }) => pupil.rules.some((r) => r.id === id && r.digest === digest));
  for (const { id } of joined) lane.waiting.delete(id);
  lane.baselines.replace(takingPart(lane, book.running()));
  const isJoined = new Set(joined.map(({ id }) => id));
  lane.baselines.restore(parts.filter(({ rule }) => isJoined.has(rule)));
  for (const { id } of joined) lane.baselines.touch(id);
  tellLate(lane, { told, refusals, isJoined: (id) => isJoined.has(id) }, book, clock.now());
  const learnt = joined.map(({ id, digest }) => ({
    rule: id,
    digest,
    frames: through - from + 1,
    selected: selected.get(id) ?? 0,
    deviations: deviations.get(id) ?? 0,
    since,
  }));
  lane.unmarked = [...lane.unmarked, ...learnt];
  lane.lookBack = undefined;
  await keep(lane);
};

/**
 * True when every frame behind the lane will be selected with these rules: the last batch was, or none is under way. A frame
 * that was handed out before workers knew the rules would else be missing.
 */
const mayJoin = (lane: Lane, { ids }: Pupil, { book, old }: Needs): boolean =>
  old.head(lane.stream) <= lane.through || ids.every((id) => lane.version >= book.since(id));

/** One look at older frames for all rules of a stream that wait. */
const learn = async (lane: Lane, needs: Needs, signal: AbortSignal): Promise<void> => {
  const pupil = await open(lane, needs);
  let isDone = false;
  try {
    while (!isDone) {
      signal.throwIfAborted();
      const to = lane.through;
      if (to - pupil.through > JOIN_FRAMES) {
        await study(lane, pupil, to, needs, signal);
        continue;
      }
      await needs.inTurn(lane.stream, async (here) => {
        if (!mayJoin(here, pupil, needs)) return;
        await study(here, pupil, here.through, needs, signal);
        await adopt(here, pupil, needs);
        isDone = true;
      });
      if (!isDone) await sleep(WAIT_MS, undefined, { signal });
    }
  } finally {
    lane.lookBack = undefined;
    pupil.baselines.replace([]);
  }
};

/** Opens the look at older frames; one stream at a time. */
export const openLookingBack = (needs: Needs): LookingBack => {
  const abort = new AbortController();
  let turn: Promise<void> = Promise.resolve();
  const work = async (stream: string): Promise<void> => {
    const lane = needs.lane(stream);
    if (lane === undefined || lane.waiting.size === 0 || abort.signal.aborted) return;
    await learn(lane, needs, abort.signal);
  };
  const retry = (stream: string, error: unknown): void => {
    if (abort.signal.aborted) return;
    needs.log.warn('behaviour rules could not learn from older frames, trying again', { stream, error });
    setTimeout(() => wake(stream), MOST_PAUSE_MS * 10).unref();
  };
  const wake = (stream: string): void => {
    turn = turn.then(() => work(stream)).catch((error: unknown) => retry(stream, error));
  };
  return {
    wake,
    close: async () => {
      abort.abort();
      await turn;
    },
  };
};
