import { say } from '@chedun/kernel';
import { BEHAVIOUR_WORDS } from '../phrases.ts';
import { EntityTable } from './entity-table.ts';
import type { KindOfHour } from './hour-kind.ts';
import type { Band, OpenMemory, Voice } from './memory.ts';
import { dirtyParts, restoreParts } from './parts.ts';
import type { RateAnomalyRule } from './rule.ts';
import { Season, WEEK_HOURS, type Usual } from './season.ts';

const HOUR = 3_600_000;
/** Buckets without a frame after which the gap is unknown instead of quiet: the collector or the clock stood still. */
const GAP_MS = 2 * 24 * HOUR;

interface Rate {
  since: number;
  last: number;
  /** Counts of the two open buckets: the older may still get late events. */
  open: number;
  next: number;
  /** Count from which on each open bucket is a surge; undefined until it is needed. */
  openLimit: number | undefined;
  nextLimit: number | undefined;
  toldAt: number;
  down: boolean;
  readonly season: Season;
}

const fresh = (at: number, season: Season): Rate => ({
  since: at,
  last: at,
  open: 0,
  next: 0,
  openLimit: undefined,
  nextLimit: undefined,
  toldAt: Number.NEGATIVE_INFINITY,
  down: false,
  season,
});

const rounded = (value: number): number => Math.round(value * 10) / 10;

const phraseFor = ({ from }: Usual) => {
  if (from === 'holidays') return BEHAVIOUR_WORDS.usualHolidayRate;
  if (from === 'any day') return BEHAVIOUR_WORDS.usualAnyDayRate;
  return from === 'working days' ? BEHAVIOUR_WORDS.usualWorkdayRate : BEHAVIOUR_WORDS.usualRate;
};

const wordsOf = (usual: Usual, high: number, low: number, rule: RateAnomalyRule) => ({
  expected: say(phraseFor(usual), {
    low: rounded(Math.max(0, low)),
    high: rounded(high),
    minutes: rule.bucketMs / 60_000,
    median: rounded(usual.median),
    samples: usual.samples,
  }),
});

/** Count per bucket of each entity against median and MAD of the same hour of the week. */
class RateMemory {
  readonly table: EntityTable<Rate>;
  readonly rule: RateAnomalyRule;
  /** Number of the older open bucket; undefined before the first event. */
  base: number | undefined;
  /** Events of everybody in the older open bucket and the next. */
  #all = 0;
  #allNext = 0;

  readonly kindOf: KindOfHour;

  constructor(rule: RateAnomalyRule, table: EntityTable<Rate>, kindOf: KindOfHour) {
    this.rule = rule;
    this.table = table;
    this.kindOf = kindOf;
  }

  usual(rate: Rate, bucket: number): Usual | undefined {
    const start = bucket * this.rule.bucketMs;
    if (start - rate.since < this.rule.learnMs) return undefined;
    return rate.season.usual(Math.floor(start / HOUR));
  }

  /** Count from which on a bucket is a surge. */
  limit(rate: Rate, bucket: number): number {
    const usual = this.usual(rate, bucket);
    if (usual === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(this.rule.minimum - 1, usual.median + this.rule.threshold * usual.spread);
  }

  count(entity: string, at: number, voice: Voice): void {
    const bucket = Math.floor(at / this.rule.bucketMs);
    // The bucket before is open as well, for late events.
    this.base ??= bucket - 1;
    let rate = this.table.get(entity);
    if (rate === undefined) {
      rate = fresh(at, new Season(this.rule.weeks, this.kindOf));
      const refused = this.table.add(entity, rate, Season.bytes(this.rule.weeks));
      if (refused) return voice.refuse(refused, at);
    }
    if (at > rate.last) rate.last = at;
    this.table.touch(entity);
    if (bucket <= this.base) {
      this.#all += 1;
      rate.open += 1;
      if (rate.open < this.rule.minimum) return;
      rate.openLimit ??= this.limit(rate, this.base);
      if (rate.open > rate.openLimit) this.surge(entity, rate, this.base, rate.open, at, voice);
    } else {
      this.#allNext += 1;
      rate.next += 1;
      if (rate.next < this.rule.minimum) return;
      rate.nextLimit ??= this.limit(rate, this.base + 1);
      if (rate.next > rate.nextLimit) this.surge(entity, rate, this.base + 1, rate.next, at, voice);
    }
  }

  surge(entity: string, rate: Rate, bucket: number, count: number, at: number, { tell }: Voice): void {
    if (this.rule.direction === 'drop' || Math.abs(at - rate.toldAt) < this.rule.muteMs) return;
    const usual = this.usual(rate, bucket);
    if (usual === undefined) return;
    rate.toldAt = at;
    const high = usual.median + this.rule.threshold * usual.spread;
    const low = usual.median - this.rule.threshold * usual.spread;
    tell({
      at,
      entity,
      value: '',
      ...wordsOf(usual, high, low, this.rule),
      seen: say(BEHAVIOUR_WORDS.eventsSoFar, { count }),
      figures: {
        count,
        median: usual.median,
        high: rounded(high),
        score: rounded((count - usual.median) / usual.spread),
      },
      key: `${entity}|surge|${bucket}`,
    });
  }

  drop(entity: string, rate: Rate, bucket: number, { tell }: Voice): void {
    const usual = this.usual(rate, bucket);
    if (usual === undefined) return;
    const { threshold, minimum, bucketMs, direction } = this.rule;
    const low = usual.median - threshold * usual.spread;
    const isDown = usual.median >= minimum && rate.open < low;
    const told = rate.down;
    rate.down = isDown;
    if (!isDown || told || direction === 'surge') return;
    tell({
      at: (bucket + 1) * bucketMs,
      entity,
      value: '',
      ...wordsOf(usual, usual.median + threshold * usual.spread, low, this.rule),
      seen: say(BEHAVIOUR_WORDS.eventsSeen, { count: rate.open }),
      figures: {
        count: rate.open,
        median: usual.median,
        low: rounded(low),
        score: rounded((rate.open - usual.median) / usual.spread),
      },
      key: `${entity}|drop|${bucket}`,
    });
  }

  /** Closes the older open bucket of everybody. */
  close(bucket: number, voice: Voice): void {
    const start = bucket * this.rule.bucketMs;
    const hour = Math.floor(start / HOUR);
    const first = start % HOUR === 0;
    // Nothing came from anybody: the source is silent, which is not the doing of an entity.
    const silent = this.#all === 0;
    for (const [entity, rate] of this.table.entries()) {
      if (!silent && this.rule.direction !== 'surge') this.drop(entity, rate, bucket, voice);
      if (!silent && rate.since < start + this.rule.bucketMs) rate.season.close(hour, rate.open, first);
      rate.open = rate.next;
      rate.openLimit = rate.nextLimit;
      rate.next = 0;
      rate.nextLimit = undefined;
    }
    this.#all = this.#allNext;
    this.#allNext = 0;
    this.table.touchAll();
  }

  advance(watermark: number, voice: Voice): void {
    if (this.base === undefined) return;
    const { bucketMs, latenessMs, forgetMs } = this.rule;
    const closed = Math.floor((watermark - latenessMs) / bucketMs) - 1;
    if ((closed - this.base) * bucketMs > GAP_MS) return this.anchor(watermark - latenessMs);
    const day = Math.floor((this.base * bucketMs) / (24 * HOUR));
    while (this.base <= closed) {
      this.close(this.base, voice);
      this.base += 1;
    }
    if (Math.floor((this.base * bucketMs) / (24 * HOUR)) === day) return;
    for (const [entity, rate] of this.table.entries())
      if (watermark - rate.last > forgetMs) this.table.delete(entity, Season.bytes(this.rule.weeks));
  }

  anchor(at: number): void {
    this.base = Math.floor(at / this.rule.bucketMs);
    this.#all = 0;
    this.#allNext = 0;
    for (const [, rate] of this.table.entries()) {
      rate.open = 0;
      rate.next = 0;
      rate.openLimit = undefined;
      rate.nextLimit = undefined;
    }
    this.table.touchAll();
  }

  band(entity: string): Band | undefined {
    const rate = this.table.get(entity);
    if (rate === undefined || this.base === undefined) return undefined;
    const now = Math.floor((this.base * this.rule.bucketMs) / HOUR);
    const slots = Array.from({ length: WEEK_HOURS }, () => undefined as Band['slots'][number]);
    for (let hour = now - WEEK_HOURS; hour < now; hour += 1) {
      const usual = rate.season.usual(hour);
      if (usual === undefined) continue;
      const { median, spread, samples } = usual;
      const reach = this.rule.threshold * spread;
      // 1970-01-01 was a Thursday: hour 0 is 72 hours after a Monday began.
      slots[(hour + 72) % WEEK_HOURS] = { median, low: Math.max(0, median - reach), high: median + reach, samples };
    }
    const actual = Array.from({ length: WEEK_HOURS }, (_, n) => now - WEEK_HOURS + n).flatMap((hour) => {
      const count = rate.season.at(hour);
      return count === undefined ? [] : [{ at: hour * HOUR, count }];
    });
    return { slots, actual };
  }

  state(): readonly number[] {
    return [this.base ?? -1, this.#all, this.#allNext];
  }

  load([base = -1, all = 0, next = 0]: readonly number[]): void {
    this.base = base < 0 ? undefined : base;
    this.#all = all;
    this.#allNext = next;
  }
}

const COMMON = 'common';
const rowOf = (rate: Rate): unknown[] => [
  rate.since,
  rate.last,
  rate.open,
  rate.next,
  rate.toldAt,
  rate.down,
  rate.season.save(),
  rate.season.saveHolidays(),
];

/** Counts per bucket against a seasonal robust baseline. */
export const openRateAnomaly: OpenMemory<RateAnomalyRule> = (rule, budget, kindOf) => {
  const table = new EntityTable<Rate>(rule.entities, budget);
  const memory = new RateMemory(rule, table, kindOf);
  const isLearning = (rate: Rate, now: number): boolean => now - rate.since < rule.learnMs;
  return {
    observe: ({ entity, at }, voice) => memory.count(entity, at, voice),
    advance: (watermark, voice) => memory.advance(watermark, voice),
    anchor: (at) => memory.anchor(at),
    entities: () => table.size,
    bytes: () => table.bytes,
    list: function* (now) {
      for (const [entity, rate] of table.entries())
        yield {
          entity,
          since: rate.since,
          last: rate.last,
          learning: isLearning(rate, now),
          size: rate.open + rate.next,
        };
    },
    band: (entity) => memory.band(entity),
    takeDirty: () => {
      const parts = dirtyParts(table, rowOf);
      return parts.length === 0 ? [] : [...parts, [COMMON, JSON.stringify([memory.state()])]];
    },
    restore: (part, text) => {
      if (part === COMMON) return memory.load((JSON.parse(text) as number[][])[0] ?? []);
      restoreParts(table, text, ([since, last, open, next, toldAt, down, cells, holidays = '']) => ({
        state: {
          ...fresh(Number(since), Season.from(rule.weeks, String(cells), String(holidays), kindOf)),
          last: Number(last),
          open: Number(open),
          next: Number(next),
          toldAt: toldAt === null ? Number.NEGATIVE_INFINITY : Number(toldAt),
          down: down === true,
        },
        bytes: Season.bytes(rule.weeks),
      }));
    },
    touchAll: () => table.touchAll(),
    close: () => table.close(),
  };
};
