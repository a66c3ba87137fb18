import {
  createCorrelator,
  type CompactHit,
  type CorrelationPlan,
  type Correlator,
  type Firing,
  type HitPack,
} from '@chedun/sigma';
import {
  eventsSql,
  huntSql,
  placesSql,
  type EventRow,
  type StoreHit,
  type StoreHits,
  type TimeRange,
} from '../domain/query.ts';
import type { ColdSegment } from '@chedun/retention/contract';
import { LIMITS, reaches, rowsIn, withSegment, type Store } from '../stored-rows.ts';
import { openEvaluator, type Evaluator } from '../evaluator.ts';
import { AHEAD, inStore, PAGE, slicesOf, storedOf, type HuntRuleInput } from './run-hunt.ts';

/** Correlations of a hunt with the rules that they stand on. */
export interface CorrelationOrder {
  readonly plan: CorrelationPlan;
  /** Keys of the correlations whose firings are told. */
  readonly wanted: ReadonlySet<string>;
  readonly rules: readonly HuntRuleInput[];
  readonly pack: HitPack;
}

/** Where a run begins: after so many pieces, with the windows behind them. */
export interface CorrelationManner {
  readonly thorough: boolean;
  readonly skip: number;
  /** How many pieces there were; another number makes the run begin anew. */
  readonly of: number;
  readonly windows: Uint8Array | undefined;
  readonly anew: () => Promise<void>;
  /** Segments of the cold tier that may hold events of the range. */
  readonly segments: readonly ColdSegment[];
  /** Events of a piece, about; 200,000 when left out. */
  readonly eventsPerPiece?: number;
}

/** Where a run tells what fires. References are `journal/seq/index/time`. */
export interface FiringSink {
  readonly firing: (firing: Firing) => void;
  /** Rows of the cold tier were read; they belong to the piece that ends next. */
  readonly coldRead: (rows: number) => void;
  /** A piece is done; `windows` gives the state that the next one needs. The run waits. */
  readonly pieceDone: (done: number, of: number, windows: () => Uint8Array) => Promise<void>;
  readonly signal: AbortSignal;
}

interface PlacedHit {
  readonly hit: CompactHit;
  readonly row: Pick<EventRow, '_journal' | '_seq' | '_idx'>;
}

/** Up to so many rules are looked up as SQL. */
const MOST_LOOKED_UP = 12;
/** Beyond this, reading every event is quicker. */
const MOST_PLACES = 20_000;
const EVENTS_PER_PIECE = 200_000;
const MOST_PIECES = 2_000;
/** Hits come in order of event time, so none has to wait; clocks that are wrong stay where they are. */
const CORRELATOR = {
  groups: 1_000_000,
  bytes: 256 * 1024 * 1024,
  latenessMs: 0,
  aheadMs: Number.MAX_SAFE_INTEGER,
};

/** Fewest pieces that hold few enough events, oldest first. */
const piecesOf = async (
  store: Store,
  range: TimeRange,
  segments: readonly ColdSegment[],
  size: number,
): Promise<readonly TimeRange[]> => {
  let events = await rowsIn(store, range);
  for (const segment of segments) events += await withSegment(store, segment, (cold) => rowsIn(cold, range));
  const wanted = Math.ceil(events / size);
  return slicesOf(range, Math.min(Math.max(1, wanted), MOST_PIECES)).toReversed();
};

const evaluated = async (evaluator: Evaluator<'hits'>, rows: readonly EventRow[]): Promise<readonly PlacedHit[]> =>
  (await evaluator.evaluate(rows.map(storedOf))).flatMap((hit) => {
    const row = rows[hit[3]];
    return row === undefined ? [] : [{ hit, row: { _journal: row._journal, _seq: row._seq, _idx: row._idx } }];
  });

/** Places of the hits of all rules in a piece; undefined when they are too many, or a rule has no SQL form. */
const placesIn = async (
  store: Store,
  rules: readonly HuntRuleInput[],
  piece: TimeRange,
  thorough: boolean,
  signal: AbortSignal,
): Promise<readonly StoreHit[] | undefined> => {
  if (rules.length > MOST_LOOKED_UP) return undefined;
  const places = new Map<string, StoreHit>();
  for (const rule of rules) {
    if (!inStore(rule)) return undefined;
    const [answer] = await store.query<StoreHits>(huntSql(rule.sql, piece, { most: MOST_PLACES, thorough }), {
      ...LIMITS,
      signal,
    });
    const found = answer?.found ?? [];
    if ((answer?.hits ?? 0) > found.length) return undefined;
    for (const place of found) places.set(place.slice(1).join('/'), place);
  }
  return [...places.values()];
};

const lookedUp = async (
  store: Store,
  evaluator: Evaluator<'hits'>,
  places: readonly StoreHit[],
): Promise<PlacedHit[]> => {
  const hits: PlacedHit[] = [];
  const inOrder = places.toSorted((a, b) => a[0] - b[0]);
  for (let at = 0; at < inOrder.length; at += PAGE) {
    const rows = await store.query<EventRow>(placesSql(inOrder.slice(at, at + PAGE)), LIMITS);
    hits.push(...(await evaluated(evaluator, rows)));
  }
  return hits;
};

const readAll = async (
  store: Store,
  evaluator: Evaluator<'hits'>,
  piece: TimeRange,
  signal: AbortSignal,
): Promise<PlacedHit[]> => {
  const hits: PlacedHit[] = [];
  const underWay: Promise<readonly PlacedHit[]>[] = [];
  const next = async (): Promise<void> => {
    for (const hit of (await underWay.shift()) ?? []) hits.push(hit);
  };
  for await (const rows of store.stream<EventRow>(eventsSql(piece), { ...LIMITS, signal })) {
    underWay.push(evaluated(evaluator, rows));
    while (underWay.length >= AHEAD) await next();
  }
  while (underWay.length > 0) await next();
  return hits;
};

/** All hits of a piece in a store, or in a segment of the cold tier. */
const hitsIn = async (
  store: Store,
  evaluator: Evaluator<'hits'>,
  rules: readonly HuntRuleInput[],
  piece: TimeRange,
  thorough: boolean,
  signal: AbortSignal,
): Promise<readonly PlacedHit[]> => {
  const places = await placesIn(store, rules, piece, thorough, signal);
  return places === undefined ? readAll(store, evaluator, piece, signal) : lookedUp(store, evaluator, places);
};

const byTime = (a: PlacedHit, b: PlacedHit): number =>
  a.hit[1] - b.hit[1] ||
  (a.row._journal < b.row._journal ? -1 : a.row._journal > b.row._journal ? 1 : 0) ||
  a.row._seq - b.row._seq ||
  a.row._idx - b.row._idx ||
  (a.hit[0] < b.hit[0] ? -1 : 1);

const observe = (correlator: Correlator, plan: CorrelationPlan, { hit, row }: PlacedHit): readonly Firing[] => {
  const [rule, time, weight, , values] = hit;
  const fields = plan.fields(rule);
  return correlator.observe({
    rule,
    time,
    weight,
    ref: `${row._journal}/${row._seq}/${row._idx}/${time}`,
    value: (field) => values[fields.indexOf(field)] ?? undefined,
  });
};

/**
 * Runs correlations over the stored events of a range in order of event time, piece by piece. Windows that are open at the
 * end are closed. Rejects with the reason of `signal` when it aborts, and with `events.*`.
 */
export const huntCorrelations = async (
  store: Store,
  { plan, wanted, rules, pack }: CorrelationOrder,
  range: TimeRange,
  manner: CorrelationManner,
  sink: FiringSink,
): Promise<void> => {
  const correlator = createCorrelator(plan, CORRELATOR);
  const pieces = await piecesOf(store, range, manner.segments, manner.eventsPerPiece ?? EVENTS_PER_PIECE);
  const goesOn = manner.windows !== undefined && manner.of === pieces.length;
  if (goesOn && manner.windows !== undefined) correlator.restore(manner.windows);
  else if (manner.skip > 0) await manner.anew();
  const skip = goesOn ? manner.skip : 0;
  const tell = (firings: readonly Firing[]): void => {
    for (const firing of firings) if (wanted.has(firing.rule)) sink.firing(firing);
  };
  const evaluator = openEvaluator({ kind: 'hits', pack });
  try {
    for (const [at, piece] of pieces.entries()) {
      if (at < skip) continue;
      sink.signal.throwIfAborted();
      const hits = [...(await hitsIn(store, evaluator, rules, piece, manner.thorough, sink.signal))];
      for (const segment of manner.segments.filter((each) => reaches(each, piece)))
        await withSegment(store, segment, async (cold) => {
          sink.coldRead(await rowsIn(cold, piece));
          for (const hit of await hitsIn(cold, evaluator, rules, piece, true, sink.signal)) hits.push(hit);
        });
      for (const hit of hits.toSorted(byTime)) tell(observe(correlator, plan, hit));
      if (at === pieces.length - 1) tell(correlator.advance(range.to + plan.reachMs + 1));
      await sink.pieceDone(at + 1, pieces.length, correlator.snapshot);
    }
  } finally {
    await evaluator.close();
  }
};
