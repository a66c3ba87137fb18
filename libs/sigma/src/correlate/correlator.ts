import { fault, SigmaFault } from '../errors.ts';
import { say } from '../reason/reason.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { Hold, type HeldHit } from './hold.ts';
import type { ReadValue } from './keys.ts';
import { readRunner, writeRunner } from './snapshot.ts';
import type {
  CorrelationHit,
  CorrelationPlan,
  Correlator,
  CorrelatorLimits,
  CorrelatorStats,
  Firing,
  Refusal,
  Restored,
} from './types.ts';
import { Windows } from './windows.ts';

const MAGIC = 'chedun correlation windows 2';
const MOST_BYTES = 2 ** 30;
const AHEAD_MS = 5 * 60_000;
/** Memory of a hit that waits. */
const HELD_BYTES = 250;
/** What is taken of a snapshot: windows of correlations and waiting hits of rules. */
interface Wanted {
  readonly windows: (key: string) => boolean;
  readonly hits: (rule: string) => boolean;
}
const EVERYTHING: Wanted = { windows: () => true, hits: () => true };
const NOTHING: readonly Firing[] = Object.freeze([]);

/**
 * Runs a plan. Firings and figures depend only on the hits, their order and the calls of `advance`. Hits that come in any
 * order within the allowance give the same firings as in order of time.
 */
export const createCorrelator = (plan: CorrelationPlan, limits: CorrelatorLimits): Correlator => {
  const running = new Running(plan, limits);
  return {
    observe: (hit) => running.observe(hit),
    advance: (time) => running.advance(time),
    refusals: () => running.refusals(),
    snapshot: () => running.snapshot(),
    restore: (bytes) => running.restore(bytes),
    adopt: (bytes, keys) => running.adopt(bytes, new Set(keys)),
    stats: () => running.stats(),
  };
};

class Running {
  readonly #plan: CorrelationPlan;
  readonly #limits: CorrelatorLimits;
  /** Place of each field among the values of a held hit, by rule. */
  readonly #places: ReadonlyMap<string, ReadonlyMap<string, number>>;
  #windows: Windows;
  #hold = new Hold();
  #now = -Infinity;
  #order = 0;
  #hits = 0;
  #late = 0;
  #ahead = 0;

  constructor(plan: CorrelationPlan, limits: CorrelatorLimits) {
    this.#plan = plan;
    this.#limits = limits;
    this.#windows = this.#fresh();
    this.#places = new Map(
      plan.baseRules().map((rule) => [rule, new Map(plan.fields(rule).map((field, at) => [field, at]))]),
    );
  }

  observe(hit: CorrelationHit): readonly Firing[] {
    if (!this.#windows.needs(hit.rule)) return NOTHING;
    const time = this.#timeOf(hit);
    if (!(time >= this.#watermark)) {
      this.#late += 1;
      return NOTHING;
    }
    const weight = hit.weight >= 1 && Number.isFinite(hit.weight) ? Math.floor(hit.weight) : 1;
    if (time > this.#now) this.#now = time;
    if (this.#limits.latenessMs > 0) {
      this.#put(hit, time, weight);
      return this.#release();
    }
    const out: Firing[] = [];
    const { ref } = hit;
    if (this.#windows.take(hit.rule, { time, weight, ref, read: hit.value }, out)) this.#hits += 1;
    return out;
  }

  advance(time: number): readonly Firing[] {
    if (time > this.#now) this.#now = time;
    const out: Firing[] = [...this.#release()];
    this.#windows.advance(this.#watermark, out);
    return out;
  }

  refusals(): readonly Refusal[] {
    const { refusals } = this.#windows;
    this.#windows.refusals = [];
    return refusals;
  }

  stats(): CorrelatorStats {
    const { tables, firings, incomplete, refused, bytes } = this.#windows;
    return {
      groups: tables.groups.size,
      bytes: bytes + this.#hold.size * HELD_BYTES,
      held: this.#hold.size,
      hits: this.#hits,
      firings,
      late: this.#late,
      ahead: this.#ahead,
      incomplete,
      refused,
      watermark: this.#watermark,
    };
  }

  snapshot(): Uint8Array {
    const { firings, incomplete, refused, runners, bytes } = this.#windows;
    const writer = new ByteWriter(bytes + this.#hold.size * HELD_BYTES);
    writer.text(MAGIC);
    writer.number(this.#now);
    for (const figure of [this.#order, this.#hits, this.#late, this.#ahead, firings, incomplete, refused])
      writer.count(figure);
    writer.count(runners.length);
    for (const runner of runners) writeRunner(writer, this.#windows, runner);
    const held = this.#hold.list();
    writer.count(held.length);
    for (const hit of held) this.#writeHeld(writer, hit);
    return writer.done();
  }

  restore(bytes: Uint8Array): Restored {
    this.#empty();
    try {
      return this.#read(new ByteReader(bytes));
    } catch (error) {
      this.#empty();
      throw error instanceof SigmaFault ? error : fault('sigma.snapshot', say('snapshot-invalid', { at: 0 }));
    }
  }

  adopt(bytes: Uint8Array, keys: ReadonlySet<string>): void {
    const own = this.snapshot();
    const fed = this.#feeding(keys);
    try {
      this.#empty();
      this.#read(new ByteReader(own), { windows: (key) => !keys.has(key), hits: (rule) => !fed.has(rule) });
      const [now, order, hits, late, ahead] = [this.#now, this.#order, this.#hits, this.#late, this.#ahead];
      const { firings, incomplete, refused } = this.#windows;
      this.#read(new ByteReader(bytes), { windows: (key) => keys.has(key), hits: (rule) => fed.has(rule) });
      if (this.#now !== now) throw fault('sigma.snapshot', say('snapshot-invalid', { at: 0 }));
      this.#order = Math.max(order, this.#order);
      [this.#hits, this.#late, this.#ahead] = [hits, late, ahead];
      Object.assign(this.#windows, { firings, incomplete, refused });
    } catch (error) {
      this.restore(own);
      throw error instanceof SigmaFault ? error : fault('sigma.snapshot', say('snapshot-invalid', { at: 0 }));
    }
  }

  /** Plain rules whose hits reach these correlations, through chains. */
  #feeding(keys: ReadonlySet<string>): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [...keys];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      const inputs = this.#plan.inputs(key);
      if (inputs.length === 0) found.add(key);
      open.push(...inputs);
    }
    return found;
  }

  get #watermark(): number {
    return this.#now - this.#limits.latenessMs;
  }

  #fresh(): Windows {
    const { groups, bytes = MOST_BYTES, seed = 0 } = this.#limits;
    return new Windows(this.#plan, { groups, bytes }, seed);
  }

  #empty(): void {
    this.#windows = this.#fresh();
    this.#hold = new Hold();
    this.#now = -Infinity;
    [this.#order, this.#hits, this.#late, this.#ahead] = [0, 0, 0, 0];
  }

  #timeOf({ time, received }: CorrelationHit): number {
    if (received === undefined || !(time > received + (this.#limits.aheadMs ?? AHEAD_MS))) return time;
    this.#ahead += 1;
    return received;
  }

  #put(hit: CorrelationHit, time: number, weight: number): void {
    const { rule, ref } = hit;
    this.#order += 1;
    const values = this.#plan.fields(rule).map((field) => hit.value(field));
    this.#hold.put({ rule, time, weight, ref, values, order: this.#order });
  }

  #release(): readonly Firing[] {
    let hit = this.#hold.take(this.#watermark);
    if (hit === undefined) return NOTHING;
    const out: Firing[] = [];
    for (; hit !== undefined; hit = this.#hold.take(this.#watermark)) {
      const { rule, time, weight, ref } = hit;
      if (this.#windows.take(rule, { time, weight, ref, read: this.#reader(hit) }, out)) this.#hits += 1;
    }
    return out;
  }

  #reader({ rule, values }: HeldHit): ReadValue {
    const places = this.#places.get(rule);
    return (field) => values[places?.get(field) ?? -1];
  }

  #writeHeld(writer: ByteWriter, hit: HeldHit): void {
    writer.text(hit.rule);
    writer.number(hit.time);
    writer.count(hit.weight);
    writer.text(hit.ref);
    writer.count(hit.order);
    const named = this.#plan.fields(hit.rule).map((field, at) => ({ field, value: hit.values[at] }));
    const present = named.filter(({ value }) => value !== undefined);
    writer.count(present.length);
    for (const { field, value } of present) {
      writer.text(field);
      writer.count(typeof value === 'number' ? 1 : 0);
      if (typeof value === 'number') writer.number(value);
      else writer.text(value ?? '');
    }
  }

  #read(reader: ByteReader, wanted: Wanted = EVERYTHING): Restored {
    if (reader.text() !== MAGIC) throw reader.invalid();
    const now = reader.number();
    const [order, hits, late, ahead, firings, incomplete, refused] = Array.from({ length: 7 }, () => reader.count());
    const read = Array.from({ length: reader.count() }, () => readRunner(reader, this.#windows, wanted.windows));
    for (let left = reader.count(); left > 0; left -= 1) this.#readHeld(reader, wanted.hits);
    reader.end();
    if (Number.isNaN(now)) throw reader.invalid();
    this.#now = now;
    [this.#order, this.#hits, this.#late, this.#ahead] = [order ?? 0, hits ?? 0, late ?? 0, ahead ?? 0];
    Object.assign(this.#windows, { firings, incomplete, refused });
    return {
      rules: read.filter(({ continues }) => continues).map(({ key }) => key),
      dropped: read.filter(({ continues }) => !continues).map(({ key }) => key),
    };
  }

  #readHeld(reader: ByteReader, wanted: Wanted['hits']): void {
    const rule = reader.text();
    const time = reader.finite();
    const weight = reader.count();
    const ref = reader.text();
    const order = reader.count();
    const found = new Map<string, string | number>();
    for (let left = reader.count(); left > 0; left -= 1)
      found.set(reader.text(), reader.count() === 1 ? reader.number() : reader.text());
    const values = this.#plan.fields(rule).map((field) => found.get(field));
    if (wanted(rule) && this.#windows.needs(rule)) this.#hold.put({ rule, time, weight, ref, values, order });
  }
}
