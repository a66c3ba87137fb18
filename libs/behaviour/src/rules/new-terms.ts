import { say } from '@chedun/kernel';
import { BEHAVIOUR_WORDS } from '../phrases.ts';
import { hashText } from '../sketch/hash.ts';
import { EntityTable, type Budget } from './entity-table.ts';
import type { EntityState, OpenMemory, RuleMemory, Voice } from './memory.ts';
import { dirtyParts, restoreParts } from './parts.ts';
import type { NewTermsRule, Sighting } from './rule.ts';

const DAY = 86_400_000;
/** A number and a day in a `Map`, bytes. */
const VALUE = 40;

interface Known {
  since: number;
  last: number;
  /** Hash of a value → day on which it was last seen. */
  readonly seen: Map<number, number>;
}

const HOUR = 3_600_000;
/** The last time of an entity is written down by the hour, so that what it often does again need not be written. */
const hourOf = (at: number): number => Math.floor(at / HOUR);
const dayOf = (at: number): number => Math.floor(at / DAY);

const knownFrom = ([since, last, flat]: readonly unknown[]): { state: Known; bytes: number } => {
  const seen = new Map<number, number>();
  const numbers = Array.isArray(flat) ? flat.map(Number) : [];
  for (let at = 0; at + 1 < numbers.length; at += 2) seen.set(numbers[at] ?? 0, numbers[at + 1] ?? 0);
  return { state: { since: Number(since), last: Number(last), seen }, bytes: seen.size * VALUE };
};

class NewTerms implements RuleMemory {
  readonly #rule: NewTermsRule;
  readonly #table: EntityTable<Known>;
  readonly #forgetDays: number;
  #sweptDay = Number.NaN;

  constructor(rule: NewTermsRule, budget: Budget) {
    this.#rule = rule;
    this.#table = new EntityTable(rule.entities, budget);
    this.#forgetDays = Math.ceil(rule.forgetMs / DAY);
  }

  observe({ entity, value, at }: Omit<Sighting, 'rule' | 'received'>, { tell, refuse }: Voice): void {
    const day = dayOf(at);
    let known = this.#table.get(entity);
    if (known === undefined) {
      known = { since: at, last: at, seen: new Map() };
      const refused = this.#table.add(entity, known, 0);
      if (refused) return refuse(refused, at);
    }
    if (hourOf(at) > hourOf(known.last)) this.#table.touch(entity);
    if (at > known.last) known.last = at;
    const hash = hashText(value);
    const last = known.seen.get(hash);
    if (last !== undefined && day <= last) return;
    if (last === undefined) {
      const refused = this.#admit(known, day);
      if (refused) return refuse(refused, at);
    }
    known.seen.set(hash, day);
    this.#table.touch(entity);
    if ((last !== undefined && day - last <= this.#forgetDays) || this.#isLearning(known, at)) return;
    tell({
      at,
      entity,
      value,
      expected: say(BEHAVIOUR_WORDS.knownOfField, { count: known.seen.size - 1, field: this.#rule.field }),
      seen: say(BEHAVIOUR_WORDS.firstValue, { field: this.#rule.field, value }),
      figures: { known: known.seen.size - 1 },
      key: `${entity}|${value}|${day}`,
    });
  }

  advance(watermark: number): void {
    const day = dayOf(watermark);
    if (day === this.#sweptDay) return;
    // A clock that jumps by days proves nothing about what is old.
    const jumped = Number.isNaN(this.#sweptDay) || day - this.#sweptDay > 2 || day < this.#sweptDay;
    this.#sweptDay = day;
    if (jumped) return;
    for (const [entity, known] of this.#table.entries())
      if (watermark - hourOf(known.last) * HOUR > this.#rule.forgetMs)
        this.#table.delete(entity, known.seen.size * VALUE);
  }

  anchor(at: number): void {
    this.#sweptDay = dayOf(at);
  }

  entities(): number {
    return this.#table.size;
  }

  bytes(): number {
    return this.#table.bytes;
  }

  *list(now: number): Iterable<EntityState> {
    for (const [entity, known] of this.#table.entries()) {
      const { since, last, seen } = known;
      yield { entity, since, last, learning: this.#isLearning(known, now), size: seen.size };
    }
  }

  band(): undefined {
    return undefined;
  }

  takeDirty(): readonly (readonly [string, string])[] {
    return dirtyParts(this.#table, ({ since, last, seen }) => [since, hourOf(last) * HOUR, [...seen].flat()]);
  }

  restore(_part: string, text: string): void {
    restoreParts(this.#table, text, knownFrom);
  }

  touchAll(): void {
    this.#table.touchAll();
  }

  close(): void {
    this.#table.close();
  }

  /** Makes room for one value more; tells which limit refuses it. */
  #admit(known: Known, day: number): 'values' | 'bytes' | undefined {
    if (known.seen.size >= this.#rule.values) {
      const before = known.seen.size;
      for (const [hash, last] of known.seen) if (day - last > this.#forgetDays) known.seen.delete(hash);
      this.#table.grow((known.seen.size - before) * VALUE);
    }
    if (known.seen.size >= this.#rule.values) return 'values';
    if (!this.#table.fits(VALUE)) return 'bytes';
    this.#table.grow(VALUE);
    return undefined;
  }

  #isLearning(known: Known, at: number): boolean {
    return Math.max(0, at - known.since) < this.#rule.learnMs;
  }
}

/** Values of one field that an entity never had. Values are kept as 32-bit hashes. */
export const openNewTerms: OpenMemory<NewTermsRule> = (rule, budget) => new NewTerms(rule, budget);
