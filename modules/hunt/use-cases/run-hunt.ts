import { toSqlRule, type RuleEntry, type SqlRule } from '@chedun/sigma';
import {
  eventsSql,
  huntSql,
  placesSql,
  type EventRow,
  type StoreHits,
  type StoreRule,
  type TimeRange,
} from '../domain/query.ts';
import type { StoredEvent } from '../domain/stored-event.ts';
import type { ColdSegment } from '@chedun/retention/contract';
import { LIMITS, rowsIn, withSegment, type Store } from '../stored-rows.ts';
import { openEvaluator, type Evaluator } from '../evaluator.ts';
import type { HuntField } from '../worker/hunt-worker.ts';

/** A rule of a hunt with its SQL form, if it has one. */
export interface HuntRuleInput {
  readonly entry: RuleEntry;
  readonly sql: SqlRule;
}

/** Where a hunt tells what it finds. */
export interface HuntSink {
  readonly hit: (ruleId: string, row: EventRow, matched: readonly HuntField[]) => void;
  /** Hits that the store counted beyond those whose places are read. */
  readonly uncounted: (ruleId: string, hits: number) => void;
  /** A piece is done: what was told so far belongs to it and the pieces before. The hunt waits. */
  readonly pieceDone: (done: number, of: number) => Promise<void>;
  /** Rows of the cold tier were read; they belong to the piece that ends next. */
  readonly coldRead: (rows: number) => void;
  readonly signal: AbortSignal;
}

/** How to run a hunt. */
export interface HuntManner {
  readonly thorough: boolean;
  /** Pieces that were done before an interruption. */
  readonly skip: number;
  /** Segments of the cold tier that may hold events of the range; they are read behind the event store. */
  readonly segments: readonly ColdSegment[];
}

/** Where a piece of a hunt lies: rows of the event store, or of a segment of the cold tier. */
type Part =
  | { readonly kind: 'hot'; readonly range: TimeRange }
  | { readonly kind: 'cold'; readonly range: TimeRange; readonly segment: ColdSegment };

const partsOf = (slices: readonly TimeRange[], segments: readonly ColdSegment[], range: TimeRange): readonly Part[] => [
  ...slices.map((slice): Part => ({ kind: 'hot', range: slice })),
  ...segments.map((segment): Part => ({ kind: 'cold', range, segment })),
];

/** Does something with the rows of a part. */
const inPart = <Result>(store: Store, part: Part, work: (rows: Store) => Promise<Result>): Promise<Result> =>
  part.kind === 'hot' ? work(store) : withSegment(store, part.segment, work);

/** Up to so many rules run as SQL; more are quicker by reading every event once. */
const MOST_STORE_RULES = 12;
/** Largest statement; the store takes a quarter of a megabyte. */
const MOST_SIZE = 120_000;
const MOST_PLACES = 20_000;
/** Places that are read at once. */
export const PAGE = 500;
const SLICES = 8;
/** Each slice costs the analysis of a statement. */
const STORE_SLICES = 2;
const DAY = 86_400_000;
/** Pieces of work that wait for the thread; more would only fill memory. */
export const AHEAD = 3;

/** Reads the SQL form of rules. Throws `SigmaFault` for a rule that does not compile. */
export const huntRule = (entry: RuleEntry): HuntRuleInput => ({ entry, sql: toSqlRule(entry.rule) });

/** True for a rule that the store can run. */
export const inStore = (rule: HuntRuleInput): rule is HuntRuleInput & { readonly sql: StoreRule } =>
  rule.sql.kind === 'sql' && rule.sql.size <= MOST_SIZE;

/** True when the store runs these rules as SQL. */
export const runsInStore = (rules: readonly HuntRuleInput[]): boolean =>
  rules.length <= MOST_STORE_RULES && rules.every(inStore);

/** A range in parts of the same length, the newest first. */
export const slicesOf = ({ from, to }: TimeRange, count: number): readonly TimeRange[] => {
  const width = Math.ceil((to - from) / count);
  return Array.from({ length: count }, (_, at) => ({
    from: from + at * width,
    to: Math.min(to, from + (at + 1) * width),
  }))
    .filter((slice) => slice.from < slice.to)
    .toReversed();
};

/** A row as the engine takes it. */
export const storedOf = (row: EventRow): StoredEvent => ({
  time: row._time,
  format: row._format,
  body: row._body,
  raw: row._raw,
});

const confirm = async (
  evaluator: Evaluator<'rules'>,
  rows: readonly EventRow[],
  wanted: string,
  sink: HuntSink,
): Promise<void> => {
  for (const [at, ruleId, matched] of await evaluator.evaluate(rows.map(storedOf))) {
    const row = rows[at];
    if (row !== undefined && ruleId === wanted) sink.hit(ruleId, row, matched);
  }
};

const searchSlice = async (
  store: Store,
  evaluator: Evaluator<'rules'>,
  rule: HuntRuleInput & { readonly sql: StoreRule },
  slice: TimeRange,
  options: { readonly most: number; readonly thorough: boolean },
  sink: HuntSink,
): Promise<number> => {
  sink.signal.throwIfAborted();
  const bound = huntSql(rule.sql, slice, { ...options, most: Math.max(1, options.most) });
  const [answer] = await store.query<StoreHits>(bound, { ...LIMITS, signal: sink.signal });
  const found = (answer?.found ?? []).slice(0, options.most).toSorted((a, b) => b[0] - a[0]);
  for (let at = 0; at < found.length; at += PAGE) {
    const rows = await store.query<EventRow>(placesSql(found.slice(at, at + PAGE)), LIMITS);
    await confirm(evaluator, rows, rule.entry.id, sink);
  }
  const more = (answer?.hits ?? 0) - found.length;
  if (more > 0) sink.uncounted(rule.entry.id, more);
  return found.length;
};

const runInStore = async (
  store: Store,
  rules: readonly (HuntRuleInput & { readonly sql: StoreRule })[],
  range: TimeRange,
  { thorough, skip, segments }: HuntManner,
  sink: HuntSink,
): Promise<void> => {
  const parts = partsOf(slicesOf(range, range.to - range.from <= DAY ? 1 : STORE_SLICES), segments, range);
  const of = rules.length * parts.length;
  let done = 0;
  // The thread starts while the store searches.
  const evaluator = openEvaluator({ kind: 'rules', rules: rules.map(({ entry }) => entry) });
  try {
    for (const [place, rule] of rules.entries()) {
      let left = MOST_PLACES;
      for (const part of parts) {
        done += 1;
        if (done <= skip) continue;
        left -= await inPart(store, part, async (rows) => {
          if (part.kind === 'cold' && place === 0) sink.coldRead(await rowsIn(rows, part.range));
          // Files have no text index.
          const options = { most: left, thorough: thorough || part.kind === 'cold' };
          return searchSlice(rows, evaluator, rule, part.range, options, sink);
        });
        await sink.pieceDone(done, of);
      }
    }
  } finally {
    await evaluator.close();
  }
};

/** Reads every event of the range once and evaluates all rules on it. */
const runInEngine = async (
  store: Store,
  rules: readonly HuntRuleInput[],
  range: TimeRange,
  { skip, segments }: HuntManner,
  sink: HuntSink,
): Promise<void> => {
  const evaluator = openEvaluator({ kind: 'rules', rules: rules.map(({ entry }) => entry) });
  const parts = partsOf(slicesOf(range, SLICES * 4), segments, range);
  const underWay: Promise<void>[] = [];
  const evaluate = async (rows: readonly EventRow[]): Promise<void> => {
    for (const [at, ruleId, matched] of await evaluator.evaluate(rows.map(storedOf))) {
      const row = rows[at];
      if (row !== undefined) sink.hit(ruleId, row, matched);
    }
  };
  try {
    for (const [at, part] of parts.entries()) {
      if (at < skip) continue;
      sink.signal.throwIfAborted();
      await inPart(store, part, async (stored) => {
        for await (const rows of stored.stream<EventRow>(eventsSql(part.range), { ...LIMITS, signal: sink.signal })) {
          if (part.kind === 'cold') sink.coldRead(rows.length);
          underWay.push(evaluate(rows));
          while (underWay.length >= AHEAD) await underWay.shift();
        }
        await Promise.all(underWay.splice(0));
      });
      await sink.pieceDone(at + 1, parts.length);
    }
  } finally {
    await evaluator.close();
  }
};

/**
 * Runs rules over the stored events of a range, newest first, those of the event store before those of the cold tier. Few rules that have an SQL form run in the store and the
 * engine confirms every hit; otherwise the engine reads every event once. Rejects with the reason of `signal` when it
 * aborts, and with `events.*`.
 */
export const huntEvents = async (
  store: Store,
  rules: readonly HuntRuleInput[],
  range: TimeRange,
  manner: HuntManner,
  sink: HuntSink,
): Promise<void> => {
  const able = rules.filter(inStore);
  if (able.length === rules.length && rules.length <= MOST_STORE_RULES)
    return runInStore(store, able, range, manner, sink);
  return runInEngine(store, rules, range, manner, sink);
};
