import { barWidth } from '@chedun/events';
import { DomainError, type ActorRef } from '@chedun/kernel';
import { reasonText } from '@chedun/sigma';
import { MOST_HITS, type Hunt, type HuntDetail, type HuntHit, type HuntRule } from './contract.ts';
import type { EventRow, TimeRange } from './domain/query.ts';
import { huntEvents, runsInStore, type HuntRuleInput, type HuntSink } from './use-cases/run-hunt.ts';

/** A hunt that was asked for. */
interface HuntOrder {
  readonly rules: readonly HuntRuleInput[];
  readonly range: TimeRange;
  readonly thorough: boolean;
  readonly actor: ActorRef;
}

/** Hunts of this server, kept in memory. */
export interface Hunts {
  /** Starts a hunt. Throws `hunt.busy`. */
  readonly start: (order: HuntOrder) => HuntDetail;
  readonly list: () => readonly Hunt[];
  /** Throws `hunt.unknown`. */
  readonly get: (id: string) => HuntDetail;
  /** Ends a hunt that runs; what it found stays. Throws `hunt.unknown`. */
  readonly cancel: (id: string) => HuntDetail;
  /** Ends all of them. */
  readonly close: () => Promise<void>;
}

interface Kept {
  readonly id: string;
  readonly order: HuntOrder;
  readonly startedAt: number;
  readonly abort: AbortController;
  readonly counts: Map<string, number>;
  readonly bars: Map<number, number>;
  readonly barMs: number;
  found: HuntHit[];
  hits: number;
  progress: number;
  state: Hunt['state'];
  endedAt: number | null;
  problem: string | null;
  running: Promise<void>;
}

const MOST_KEPT = 50;
const MOST_RUNNING = 2;
const BARS = 120;
const MOST_RULES_SHOWN = 500;
const FEW_RULES = 20;
const MESSAGE = 300;

const iso = (ms: number): string => new Date(ms).toISOString();

const hitOf = (ruleId: string, row: EventRow): HuntHit => ({
  ruleId,
  time: iso(row._time),
  journal: row._journal,
  seq: row._seq,
  index: row._idx,
  source: row._source,
  subject: row._vin || row._host || row._srcIp,
  message: row._message.slice(0, MESSAGE),
});

const newest = (found: readonly HuntHit[]): HuntHit[] =>
  found.toSorted((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0)).slice(0, MOST_HITS);

const sinkOf = (kept: Kept): HuntSink => ({
  hit: (ruleId, row) => {
    kept.hits += 1;
    kept.counts.set(ruleId, (kept.counts.get(ruleId) ?? 0) + 1);
    const bar = Math.floor(row._time / kept.barMs) * kept.barMs;
    kept.bars.set(bar, (kept.bars.get(bar) ?? 0) + 1);
    kept.found.push(hitOf(ruleId, row));
    if (kept.found.length >= 2 * MOST_HITS) kept.found = newest(kept.found);
  },
  uncounted: (ruleId, hits) => {
    kept.hits += hits;
    kept.counts.set(ruleId, (kept.counts.get(ruleId) ?? 0) + hits);
  },
  progress: (share) => {
    kept.progress = share;
  },
  signal: kept.abort.signal,
});

const summaryOf = (kept: Kept): Hunt => {
  const { rules, range, thorough, actor } = kept.order;
  const [only] = rules;
  return {
    id: kept.id,
    state: kept.state,
    from: iso(range.from),
    to: iso(range.to),
    thorough,
    startedAt: iso(kept.startedAt),
    startedBy: actor.name,
    endedAt: kept.endedAt === null ? null : iso(kept.endedAt),
    progress: kept.progress,
    rules: rules.length,
    hits: kept.hits,
    title: rules.length === 1 && only !== undefined ? only.entry.rule.title.slice(0, 300) : '',
    problem: kept.problem,
  };
};

const ruleOf = ({ entry, sql }: HuntRuleInput, way: HuntRule['way'], hits: number): HuntRule => ({
  id: entry.id,
  title: entry.rule.title.slice(0, 300),
  level: entry.rule.level ?? 'medium',
  way,
  reason: sql.kind === 'sql' ? null : { zh: reasonText(sql.reason, 'zh'), en: reasonText(sql.reason, 'en') },
  hits,
});

const detailOf = (kept: Kept): HuntDetail => {
  const { rules } = kept.order;
  const way = runsInStore(rules) ? 'store' : 'engine';
  const byRule = rules
    .map((rule) => ruleOf(rule, way, kept.counts.get(rule.entry.id) ?? 0))
    .filter(({ hits }) => hits > 0 || rules.length <= FEW_RULES)
    .toSorted((a, b) => b.hits - a.hits)
    .slice(0, MOST_RULES_SHOWN);
  return {
    ...summaryOf(kept),
    byRule,
    histogram: [...kept.bars].toSorted(([a], [b]) => a - b).map(([at, hits]) => ({ at: iso(at), hits })),
    barMs: kept.barMs,
    found: newest(kept.found),
    more: kept.hits > Math.min(kept.found.length, MOST_HITS),
  };
};

interface World {
  readonly now: () => number;
  readonly newId: () => string;
}

const newlyKept = (order: HuntOrder, { now, newId }: World): Kept => ({
  id: newId(),
  order,
  startedAt: now(),
  abort: new AbortController(),
  counts: new Map(),
  bars: new Map(),
  barMs: barWidth(order.range.to - order.range.from, BARS),
  found: [],
  hits: 0,
  progress: 0,
  state: 'running',
  endedAt: null,
  problem: null,
  running: Promise.resolve(),
});

/** Opens an empty list of hunts over a store. */
export const openHunts = (store: Parameters<typeof huntEvents>[0], world: World): Hunts => {
  const hunts = new Map<string, Kept>();
  const must = (id: string): Kept => {
    const kept = hunts.get(id);
    if (kept === undefined) throw new DomainError('hunt.unknown', { field: id });
    return kept;
  };
  const run = async (kept: Kept): Promise<void> => {
    const { rules, range, thorough } = kept.order;
    try {
      await huntEvents(store, rules, range, thorough, sinkOf(kept));
      kept.state = 'done';
      kept.progress = 1;
    } catch (error) {
      kept.state = kept.abort.signal.aborted ? 'cancelled' : 'failed';
      if (kept.state === 'failed') kept.problem = error instanceof Error ? error.message.slice(0, 500) : String(error);
    }
    kept.endedAt = world.now();
  };
  const stop = (kept: Kept): void => {
    if (kept.state === 'running') kept.abort.abort(new Error('cancelled'));
  };
  return {
    start: (order) => {
      const running = [...hunts.values()].filter(({ state }) => state === 'running').length;
      if (running >= MOST_RUNNING) throw new DomainError('hunt.busy', {});
      const kept = newlyKept(order, world);
      hunts.set(kept.id, kept);
      const [oldest] = hunts.keys();
      if (hunts.size > MOST_KEPT && oldest !== undefined && hunts.get(oldest)?.state !== 'running')
        hunts.delete(oldest);
      kept.running = run(kept);
      return detailOf(kept);
    },
    list: () => [...hunts.values()].toReversed().map(summaryOf),
    get: (id) => detailOf(must(id)),
    cancel: (id) => {
      const kept = must(id);
      stop(kept);
      return detailOf(kept);
    },
    close: async () => {
      for (const kept of hunts.values()) stop(kept);
      await Promise.all([...hunts.values()].map(({ running }) => running));
    },
  };
};
