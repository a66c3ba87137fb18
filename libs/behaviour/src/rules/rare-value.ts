import { say } from '@chedun/kernel';
import { BEHAVIOUR_WORDS } from '../phrases.ts';
import { hashText } from '../sketch/hash.ts';
import { EntityTable, type Budget } from './entity-table.ts';
import type { EntityState, OpenMemory, RuleMemory, Voice } from './memory.ts';
import { dirtyParts, restoreParts } from './parts.ts';
import type { RareValueRule, Sighting } from './rule.ts';

/** A number and a count in two `Map`s, bytes. */
const VALUE = 80;

interface Shares {
  since: number;
  last: number;
  /** The window that counts now. */
  window: number;
  total: number;
  before: number;
  counts: Map<number, number>;
  earlier: Map<number, number>;
  told: Set<number>;
}

const fresh = (at: number, window: number): Shares => ({
  since: at,
  last: at,
  window,
  total: 0,
  before: 0,
  counts: new Map(),
  earlier: new Map(),
  told: new Set(),
});

const sizeOf = ({ counts, earlier }: Shares): number => counts.size + earlier.size;

/** The window passes: what counted now counted before. */
const turn = (shares: Shares, window: number): void => {
  const next = window === shares.window + 1;
  shares.earlier = next ? shares.counts : new Map();
  shares.before = next ? shares.total : 0;
  shares.counts = new Map();
  shares.total = 0;
  shares.told = new Set();
  shares.window = window;
};

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);
const mapOf = (flat: readonly number[]): Map<number, number> => {
  const map = new Map<number, number>();
  for (let at = 0; at + 1 < flat.length; at += 2) map.set(flat[at] ?? 0, flat[at + 1] ?? 0);
  return map;
};

const sharesFrom = (saved: readonly unknown[]): { state: Shares; bytes: number } => {
  const [since, last, window, total, before, counts, earlier, told] = saved;
  const state: Shares = {
    since: Number(since),
    last: Number(last),
    window: Number(window),
    total: Number(total),
    before: Number(before),
    counts: mapOf(numbers(counts)),
    earlier: mapOf(numbers(earlier)),
    told: new Set(numbers(told)),
  };
  return { state, bytes: sizeOf(state) * VALUE };
};

const rowOf = (s: Shares): unknown[] => [
  s.since,
  s.last,
  s.window,
  s.total,
  s.before,
  [...s.counts].flat(),
  [...s.earlier].flat(),
  [...s.told],
];

class RareValues implements RuleMemory {
  readonly #rule: RareValueRule;
  readonly #table: EntityTable<Shares>;
  #swept = Number.NaN;

  constructor(rule: RareValueRule, budget: Budget) {
    this.#rule = rule;
    this.#table = new EntityTable(rule.entities, budget);
  }

  observe({ entity, value, at }: Omit<Sighting, 'rule' | 'received'>, voice: Voice): void {
    const window = Math.floor(at / this.#rule.windowMs);
    let shares = this.#table.get(entity);
    if (shares === undefined) {
      shares = fresh(at, window);
      const refused = this.#table.add(entity, shares, 0);
      if (refused) return voice.refuse(refused, at);
    }
    this.#table.touch(entity);
    if (window > shares.window) this.#turn(shares, window);
    // A clock that had run ahead came back.
    if (window < shares.window - 1) shares.window = window;
    if (at > shares.last) shares.last = at;
    const hash = hashText(value);
    const now = shares.counts.get(hash) ?? 0;
    if (now === 0) {
      const refused = this.#admit(shares);
      if (refused) return voice.refuse(refused, at);
    }
    const count = now + (shares.earlier.get(hash) ?? 0);
    const total = shares.total + shares.before;
    shares.counts.set(hash, now + 1);
    shares.total += 1;
    const share = count / Math.max(1, total);
    if (total < this.#rule.minimum || share >= this.#rule.share || shares.told.has(hash)) return;
    if (this.#isLearning(shares, at)) return;
    shares.told.add(hash);
    voice.tell({
      at,
      entity,
      value,
      expected: say(BEHAVIOUR_WORDS.commonShare, { field: this.#rule.field, percent: this.#rule.share * 100 }),
      seen: say(BEHAVIOUR_WORDS.rareShare, { field: this.#rule.field, value, count, total }),
      figures: { share, total, count },
      key: `${entity}|${value}|${window}`,
    });
  }

  advance(watermark: number): void {
    const window = Math.floor(watermark / this.#rule.windowMs);
    if (window === this.#swept) return;
    const jumped = Number.isNaN(this.#swept) || window !== this.#swept + 1;
    this.#swept = window;
    if (jumped) return;
    for (const [entity, shares] of this.#table.entries())
      if (watermark - shares.last > this.#rule.forgetMs) this.#table.delete(entity, sizeOf(shares) * VALUE);
  }

  anchor(at: number): void {
    this.#swept = Math.floor(at / this.#rule.windowMs);
  }

  entities(): number {
    return this.#table.size;
  }

  bytes(): number {
    return this.#table.bytes;
  }

  *list(now: number): Iterable<EntityState> {
    for (const [entity, shares] of this.#table.entries()) {
      const learning = this.#isLearning(shares, now) || shares.total + shares.before < this.#rule.minimum;
      const size = new Set([...shares.counts.keys(), ...shares.earlier.keys()]).size;
      yield { entity, since: shares.since, last: shares.last, learning, size };
    }
  }

  band(): undefined {
    return undefined;
  }

  takeDirty(): readonly (readonly [string, string])[] {
    return dirtyParts(this.#table, rowOf);
  }

  restore(_part: string, text: string): void {
    restoreParts(this.#table, text, sharesFrom);
  }

  touchAll(): void {
    this.#table.touchAll();
  }

  close(): void {
    this.#table.close();
  }

  #turn(shares: Shares, window: number): void {
    const size = sizeOf(shares);
    turn(shares, window);
    this.#table.grow((sizeOf(shares) - size) * VALUE);
  }

  #admit(shares: Shares): 'values' | 'bytes' | undefined {
    if (sizeOf(shares) >= this.#rule.values * 2) return 'values';
    if (!this.#table.fits(VALUE)) return 'bytes';
    this.#table.grow(VALUE);
    return undefined;
  }

  #isLearning(shares: Shares, at: number): boolean {
    return Math.max(0, at - shares.since) < this.#rule.learnMs;
  }
}

/** Shares of values of one field over this window and the one before. */
export const openRareValue: OpenMemory<RareValueRule> = (rule, budget) => new RareValues(rule, budget);
