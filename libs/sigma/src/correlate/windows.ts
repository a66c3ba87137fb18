import { GROUP_BYTES, Groups } from './groups.ts';
import { joinValues, splitValues, type ReadValue } from './keys.ts';
import type { Entry, Tables } from './measure.ts';
import { Nodes } from './nodes.ts';
import { PairTable } from './pair-table.ts';
import { routesOf, runnersOf, type Route, type Runner } from './runner.ts';
import { Strings } from './strings.ts';
import type { CorrelationPlan, CorrelationType, Firing, Refusal } from './types.ts';

/** Memory of a value that is counted, with its share of the table. */
const COUNT_BYTES = 24;
const MINUTE = 60_000;
const SUMMING = new Set<CorrelationType>(['value_sum', 'value_avg']);
/** Event time between two searches for groups that can go because a cap is reached. */
const SWEEP_MS = 1_000;

/** A hit in its turn. */
export interface Turn {
  readonly time: number;
  readonly weight: number;
  readonly ref: string;
  readonly read: ReadValue;
}

/** The windows of all correlations of a plan. Hits have to come in order of time. */
export class Windows {
  readonly tables: Tables;
  readonly runners: readonly Runner[];
  readonly #routes: ReadonlyMap<string, readonly Route[]>;
  /** Those whose windows fire at their end: they have to end in order of time. */
  readonly #closers: readonly Runner[];
  readonly #mostGroups: number;
  readonly #mostBytes: number;
  readonly #entry: Entry = { time: 0, weight: 1, value: 0, ref: '', positions: [] };
  /** No window that fires at its end ends before this. */
  #nextEnd = -Infinity;
  #swept = -Infinity;
  refusals: Refusal[] = [];
  firings = 0;
  incomplete = 0;
  refused = 0;

  constructor(plan: CorrelationPlan, most: { readonly groups: number; readonly bytes: number }, seed: number) {
    this.tables = {
      groups: new Groups(plan.rules.some(({ type }) => SUMMING.has(type)) ? 'sums' : 'counts'),
      nodes: new Nodes(),
      strings: new Strings(seed),
      slots: new PairTable(),
      counts: new PairTable(),
      sorted: new Map(),
    };
    this.runners = runnersOf(plan, this.tables);
    this.#routes = routesOf(plan, this.runners);
    this.#closers = this.runners.filter((runner) => runner.rule.window.kind !== 'sliding' && !runner.early);
    this.#mostGroups = most.groups;
    this.#mostBytes = most.bytes;
  }

  /** Memory, estimated. */
  get bytes(): number {
    const { groups, nodes, strings, counts } = this.tables;
    return groups.size * GROUP_BYTES + nodes.bytes + counts.size * COUNT_BYTES + strings.bytes;
  }

  /** Whether a rule feeds any correlation. */
  needs(input: string): boolean {
    return this.#routes.has(input);
  }

  /** Counts a hit of a rule, whose firings go to `out`; says whether any window took it. */
  take(input: string, turn: Turn, out: Firing[]): boolean {
    if (turn.time >= this.#nextEnd) this.#endDue(turn.time, out);
    return this.#deliver(input, turn, out);
  }

  /** Ends every window that is over at this time. */
  advance(time: number, out: Firing[]): void {
    this.#endDue(time, out);
    for (const runner of this.runners) this.#endOld(runner, time, out);
  }

  #deliver(input: string, turn: Turn, out: Firing[]): boolean {
    const routes = this.#routes.get(input);
    if (routes === undefined) return false;
    let taken = false;
    for (const route of routes) if (this.#count(route, turn, out)) taken = true;
    return taken;
  }

  #count(route: Route, turn: Turn, out: Firing[]): boolean {
    const { runner, positions } = route;
    const { strings } = this.tables;
    this.#endOld(runner, turn.time, out);
    const fields = runner.fields[positions[0] ?? 0];
    const key = fields === undefined ? undefined : joinValues(fields.group, turn.read);
    const value = fields === undefined ? undefined : this.#value(runner, fields.measured, turn.read);
    if (key === undefined || value === undefined) {
      this.incomplete += 1;
      if (runner.reads === 'text' && value !== undefined) strings.release(value);
      return false;
    }
    const slot = this.#slot(runner, key, turn.time, out);
    if (slot >= 0) {
      const entry = this.#entry;
      entry.time = turn.time;
      entry.weight = turn.weight;
      entry.value = value;
      entry.ref = turn.ref;
      entry.positions = positions;
      if (runner.rule.window.kind === 'sliding') this.#slide(runner, slot, out);
      else this.#gather(runner, slot, out);
    }
    if (runner.reads === 'text') strings.release(value);
    return slot >= 0;
  }

  /** The number that the hit brings; a text is held under a number until its hit is counted. */
  #value(runner: Runner, fields: readonly string[], read: ReadValue): number | undefined {
    if (runner.reads === 'nothing') return 0;
    if (runner.reads === 'text') {
      const text = joinValues(fields, read);
      return text === undefined ? undefined : this.tables.strings.hold(text);
    }
    const value = read(fields[0] ?? '');
    const number = typeof value === 'string' ? (value.trim() === '' ? NaN : Number(value)) : (value ?? NaN);
    return Number.isFinite(number) ? number : undefined;
  }

  /** The group of a key, made when it is not there; -1 when a cap is reached. */
  #slot(runner: Runner, key: string, time: number, out: Firing[]): number {
    const { groups, strings, slots } = this.tables;
    const known = strings.find(key);
    const slot = known < 0 ? -1 : slots.get(runner.index, known);
    const { window, timespanMs } = runner.rule;
    const over = slot >= 0 && window.kind === 'session' && time >= (groups.first[slot] ?? 0) + timespanMs;
    if (over) this.#end(runner, slot, time, out);
    const isNew = slot < 0 || over;
    const limit = this.#limit(isNew, time, out);
    if (limit !== undefined) return this.#refuse(runner, time, limit);
    if (!isNew) {
      groups.touch(runner.order, slot, time);
      return slot;
    }
    const number = strings.hold(key);
    const fresh = groups.take(runner.order, number, time);
    slots.set(runner.index, number, fresh);
    if (window.kind !== 'sliding' && !runner.early) this.#nextEnd = Math.min(this.#nextEnd, this.#endOf(runner, fresh));
    return fresh;
  }

  #limit(isNew: boolean, time: number, out: Firing[]): Refusal['limit'] | undefined {
    const limit = this.#reached(isNew);
    if (limit === undefined || time < this.#swept + SWEEP_MS) return limit;
    this.#swept = time;
    for (const runner of this.runners) if (!this.#closers.includes(runner)) this.#endOld(runner, time, out);
    return this.#reached(isNew);
  }

  #reached(isNew: boolean): Refusal['limit'] | undefined {
    if (isNew && this.tables.groups.size >= this.#mostGroups) return 'groups';
    return this.bytes >= this.#mostBytes ? 'bytes' : undefined;
  }

  #refuse(runner: Runner, time: number, limit: Refusal['limit']): number {
    this.refused += 1;
    runner.refused += 1;
    const minute = Math.floor(time / MINUTE);
    if (minute > runner.noticed) {
      this.refusals.push({ rule: runner.key, at: time, limit, hits: runner.refused });
      runner.noticed = minute;
      runner.refused = 0;
    }
    return -1;
  }

  /** Judges a sliding window right before the hit and with it. */
  #slide(runner: Runner, slot: number, out: Firing[]): void {
    const { groups } = this.tables;
    const { measure, rule } = runner;
    const { time } = this.#entry;
    const since = time - rule.timespanMs;
    measure.expire(slot, since);
    if (groups.armed[slot] === 0 && !measure.holds(slot, since)) groups.armed[slot] = 1;
    measure.add(slot, this.#entry);
    if (!measure.holds(slot, since)) {
      groups.armed[slot] = 1;
      return;
    }
    if (groups.armed[slot] === 0 && time < (groups.fired[slot] ?? 0) + rule.timespanMs) return;
    groups.armed[slot] = 0;
    groups.fired[slot] = time;
    this.#fire(runner, slot, since, time, out);
  }

  #gather(runner: Runner, slot: number, out: Firing[]): void {
    const { groups } = this.tables;
    const { time } = this.#entry;
    runner.measure.add(slot, this.#entry);
    if (!runner.early || groups.fired[slot] !== -Infinity || !runner.measure.holds(slot, -Infinity)) return;
    groups.fired[slot] = time;
    this.#fire(runner, slot, -Infinity, time, out);
  }

  #fire(runner: Runner, slot: number, since: number, at: number, out: Firing[]): void {
    const { key, measure, rule } = runner;
    const values = splitValues(this.tables.strings.text(this.tables.groups.key[slot] ?? -1), rule.groupBy.length);
    const group = rule.groupBy.map((field, place) => [field, values[place] ?? ''] as const);
    const refs = measure.refs(slot, since);
    const value = measure.value(slot, since);
    out.push({ rule: key, group, from: measure.from(slot, since), to: at, value, refs, at, alone: runner.alone });
    this.firings += 1;
    if (!this.#routes.has(key)) return;
    const read: ReadValue = (field) => group.find(([name]) => name === field)?.[1];
    this.#deliver(key, { time: at, weight: 1, ref: refs[refs.length - 1] ?? '', read }, out);
  }

  /** When a group is over unless a hit comes before. */
  #endOf({ rule }: Runner, slot: number): number {
    const { groups } = this.tables;
    const { window, timespanMs } = rule;
    if (window.kind === 'tumbling') return (Math.floor((groups.first[slot] ?? 0) / timespanMs) + 1) * timespanMs;
    return (groups.last[slot] ?? 0) + (window.kind === 'session' ? window.gapMs : timespanMs);
  }

  #end(runner: Runner, slot: number, at: number, out: Firing[]): void {
    const { groups, slots, strings } = this.tables;
    const judged = runner.rule.window.kind !== 'sliding' && !runner.early;
    if (judged && runner.measure.holds(slot, -Infinity)) this.#fire(runner, slot, -Infinity, at, out);
    const key = groups.key[slot] ?? -1;
    runner.measure.clear(slot);
    groups.drop(runner.order, slot);
    slots.delete(runner.index, key);
    strings.release(key);
  }

  #endOld(runner: Runner, time: number, out: Firing[]): void {
    const { order } = runner;
    while (order.oldest >= 0) {
      const end = this.#endOf(runner, order.oldest);
      if (end > time) return;
      this.#end(runner, order.oldest, end, out);
    }
  }

  /** Ends windows that fire at their end, the earliest first: what they fire may feed others. */
  #endDue(time: number, out: Firing[]): void {
    for (;;) {
      let next: Runner | undefined;
      let earliest = Infinity;
      for (const runner of this.#closers) {
        const end = runner.order.oldest < 0 ? Infinity : this.#endOf(runner, runner.order.oldest);
        if (end < earliest) {
          earliest = end;
          next = runner;
        }
      }
      this.#nextEnd = earliest;
      if (next === undefined || earliest > time) return;
      this.#end(next, next.order.oldest, earliest, out);
    }
  }
}
