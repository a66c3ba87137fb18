import { openDetectorRule } from './detector-rule.ts';
import type { Budget } from './entity-table.ts';
import { weekOnly, type KindOfHour } from './hour-kind.ts';
import type { Band, EntityState, RuleMemory, Voice } from './memory.ts';
import { openNewTerms } from './new-terms.ts';
import { openRareValue } from './rare-value.ts';
import { openRateAnomaly } from './rate-anomaly.ts';
import type { BaselineRule, BaselineVerdict, Refusal, Sighting } from './rule.ts';

/** An event may lie this far after its receipt; one further ahead is taken at its receipt. */
const AHEAD_MS = 300_000;
/** A time of receipt this much before the newest one means that our own clock was set back. */
const BACK_MS = 600_000;

/** A rule under its id. `digest` changes with everything that makes what was learnt useless. */
export interface KeyedRule {
  readonly id: string;
  readonly digest: string;
  readonly rule: BaselineRule;
}

/** Figures of a rule. */
export interface BaselineStats {
  readonly entities: number;
  readonly learning: number;
  readonly bytes: number;
  /** Events that were selected, came too late, lay ahead of their receipt; entities or values refused; clocks set back. */
  readonly selected: number;
  readonly late: number;
  readonly ahead: number;
  readonly refused: number;
  readonly clockBack: number;
  /** Event time, 0 before the first event. */
  readonly watermark: number;
}

/** A part of the state that changed. `text` '' = nothing is left of it. */
export interface StatePart {
  readonly rule: string;
  readonly digest: string;
  readonly part: string;
  readonly text: string;
}

interface Working extends KeyedRule {
  readonly memory: RuleMemory;
  readonly voice: Voice;
  clockAt: number;
  clockReceived: number;
  selected: number;
  late: number;
  ahead: number;
  refused: number;
  clockBack: number;
  /** The clock changed since the last snapshot. */
  moved: boolean;
}

const CLOCK = 'clock';

const openMemory = (rule: BaselineRule, budget: Budget, kindOf: KindOfHour): RuleMemory => {
  switch (rule.type) {
    case 'new_terms':
      return openNewTerms(rule, budget, kindOf);
    case 'rare_value':
      return openRareValue(rule, budget, kindOf);
    case 'rate_anomaly':
      return openRateAnomaly(rule, budget, kindOf);
    default:
      return openDetectorRule(rule, budget, kindOf);
  }
};

/**
 * Behaviour rules at work over one stream: sightings in, verdicts out. Deterministic: the same sightings and passing of time
 * give the same verdicts. Memory is bounded by the caps of the rules and by `bytes` for all; what is refused is told, and
 * nothing that was learnt goes to make room.
 */
export class Baselines {
  readonly #budget: Budget;
  #working = new Map<string, Working>();
  #verdicts: BaselineVerdict[] = [];
  #refusals: Refusal[] = [];

  readonly #kindOf: KindOfHour;

  /** `budget`: memory, which several streams may share. `kindOf`: the calendar; without one only the week counts. */
  constructor(budget: Budget, kindOf: KindOfHour = weekOnly) {
    this.#budget = budget;
    this.#kindOf = kindOf;
  }

  /** Estimate of all that is held under the budget, bytes. */
  get bytes(): number {
    return this.#budget.used;
  }

  /** Goes on with these rules; one whose digest is the same keeps what it learnt. Returns the ids that begin anew. */
  replace(rules: readonly KeyedRule[]): readonly string[] {
    const before = this.#working;
    const fresh: string[] = [];
    const kept = new Set(rules.flatMap(({ id, digest }) => (before.get(id)?.digest === digest ? [id] : [])));
    for (const [id, working] of before) if (!kept.has(id)) working.memory.close();
    this.#working = new Map(
      rules.map((keyed) => {
        const known = kept.has(keyed.id) ? before.get(keyed.id) : undefined;
        if (known === undefined) fresh.push(keyed.id);
        return [keyed.id, known === undefined ? this.#open(keyed) : this.#tune(known, keyed)];
      }),
    );
    return fresh;
  }

  /** The same memory under limits that may be others. */
  #tune(known: Working, keyed: KeyedRule): Working {
    if (JSON.stringify(known.rule) === JSON.stringify(keyed.rule)) return known;
    known.memory.touchAll();
    const parts = known.memory.takeDirty();
    known.memory.close();
    const { clockAt, clockReceived, selected, late, ahead, refused, clockBack } = known;
    const tuned = Object.assign(this.#open(keyed), {
      clockAt,
      clockReceived,
      selected,
      late,
      ahead,
      refused,
      clockBack,
      moved: true,
    });
    for (const [part, text] of parts) if (text !== '') tuned.memory.restore(part, text);
    return tuned;
  }

  /** Looks at one selected event. Events of rules that are not there are ignored. */
  observe({ rule, at, received, entity, value, answer }: Sighting): void {
    const working = this.#working.get(rule);
    if (working === undefined) return;
    working.selected += 1;
    this.#receive(working, received);
    let time = at;
    if (time > received + AHEAD_MS) {
      time = received;
      working.ahead += 1;
    }
    const watermark = Math.max(time, eventTime(working, received));
    this.#move(working, watermark, received);
    if (time < watermark - working.rule.latenessMs) {
      working.late += 1;
      return;
    }
    working.memory.observe({ at: time, entity, value, answer }, working.voice);
  }

  /** Time passes: buckets close without an event. `received`: moment of receipt that the stream has come to. */
  pass(received: number): void {
    for (const working of this.#working.values()) {
      if (working.clockReceived === 0) continue;
      this.#receive(working, received);
      this.#move(working, eventTime(working, received), received);
    }
  }

  /** Verdicts since the last call, in order. */
  takeVerdicts(): readonly BaselineVerdict[] {
    const taken = this.#verdicts;
    this.#verdicts = [];
    return taken;
  }

  /** Refusals since the last call: at most one a rule and limit. */
  takeRefusals(): readonly Refusal[] {
    const taken = this.#refusals;
    this.#refusals = [];
    return taken;
  }

  stats(id: string): BaselineStats | undefined {
    const working = this.#working.get(id);
    if (working === undefined) return undefined;
    const { memory, selected, late, ahead, refused, clockBack, clockAt } = working;
    let learning = 0;
    for (const entity of memory.list(clockAt)) if (entity.learning) learning += 1;
    return {
      entities: memory.entities(),
      learning,
      bytes: memory.bytes(),
      selected,
      late,
      ahead,
      refused,
      clockBack,
      watermark: clockAt,
    };
  }

  /** Entities of a rule, in no order. */
  entities(id: string): Iterable<EntityState> {
    const working = this.#working.get(id);
    return working === undefined ? [] : working.memory.list(working.clockAt);
  }

  band(id: string, entity: string): Band | undefined {
    return this.#working.get(id)?.memory.band(entity);
  }

  /** Parts that changed since the last call. All of them belong to one moment. */
  takeDirty(): readonly StatePart[] {
    return [...this.#working.values()].flatMap((working) => {
      const parts = working.memory.takeDirty();
      if (parts.length === 0 && !working.moved) return [];
      working.moved = false;
      const { clockAt, clockReceived, selected, late, ahead, refused, clockBack } = working;
      const clock = JSON.stringify([clockAt, clockReceived, selected, late, ahead, refused, clockBack]);
      return [...parts, [CLOCK, clock] as const].map(([part, text]) => ({
        rule: working.id,
        digest: working.digest,
        part,
        text,
      }));
    });
  }

  /** The next {@link takeDirty} gives everything of a rule: what it gave before was not kept. */
  touch(id: string): void {
    const working = this.#working.get(id);
    if (working === undefined) return;
    working.moved = true;
    working.memory.touchAll();
  }

  /** Puts parts back; those of rules that are not there or read otherwise now are ignored. Throws for damaged text. */
  restore(parts: readonly StatePart[]): void {
    for (const { rule, digest, part, text } of parts) {
      const working = this.#working.get(rule);
      if (working === undefined || working.digest !== digest || text === '') continue;
      if (part !== CLOCK) {
        working.memory.restore(part, text);
        continue;
      }
      const [at, received, selected, late, ahead, refused, back] = (JSON.parse(text) as unknown[]).map(Number);
      Object.assign(working, { clockAt: at, clockReceived: received, selected, late, ahead, refused, clockBack: back });
    }
    // What was just read is written down already.
    for (const id of new Set(parts.map(({ rule }) => rule))) this.#working.get(id)?.memory.takeDirty();
  }

  #move(working: Working, watermark: number, received: number): void {
    if (watermark === working.clockAt && received <= working.clockReceived) return;
    working.clockAt = watermark;
    working.clockReceived = Math.max(received, working.clockReceived);
    working.moved = true;
    working.memory.advance(watermark, working.voice);
  }

  #receive(working: Working, received: number): void {
    if (received >= working.clockReceived - BACK_MS) return;
    working.clockBack += 1;
    working.clockAt = received;
    working.clockReceived = received;
    working.moved = true;
    working.memory.anchor(received);
  }

  #open(keyed: KeyedRule): Working {
    const { id } = keyed;
    const working: Working = {
      ...keyed,
      memory: openMemory(keyed.rule, this.#budget, this.#kindOf),
      voice: {
        tell: (verdict) => this.#verdicts.push({ rule: id, ...verdict }),
        refuse: (limit, at) => {
          working.refused += 1;
          if (!this.#refusals.some((known) => known.rule === id && known.limit === limit))
            this.#refusals.push({ rule: id, limit, at });
        },
      },
      clockAt: 0,
      clockReceived: 0,
      selected: 0,
      late: 0,
      ahead: 0,
      refused: 0,
      clockBack: 0,
      moved: false,
    };
    return working;
  }
}

/** Event time at a moment of receipt: it goes on as the clock does while nothing comes. */
const eventTime = ({ clockAt, clockReceived }: Working, received: number): number =>
  clockReceived === 0 ? Number.NEGATIVE_INFINITY : clockAt + Math.max(0, received - clockReceived);
