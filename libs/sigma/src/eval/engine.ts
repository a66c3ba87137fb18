import { SigmaFault, within, type SigmaError, worded } from '../errors.ts';
import { join, type Expression } from '../ir/expression.ts';
import type { LowerContext } from '../ir/item.ts';
import { lowerSelection } from '../ir/lower.ts';
import type { Json, LogSource, SigmaRule } from '../parse/types.ts';
import { CandidateSet } from './candidates.ts';
import { createFieldTable, type FieldTable } from './fields.ts';
import { collectHits, type MatchedField } from './hits.ts';
import type { EventObject } from './layers.ts';
import { asksKeywords, createProgrammer, run, type Program, type Programmer } from './program.ts';
import { buildIndex, type RuleIndex } from './rule-index.ts';
import { createRouter, type Route, type Router } from './routes.ts';
import { EventView } from './view.ts';
import { PROCESS_ALIASES, windowsSource } from './windows.ts';

/** A rule that matched. Shared between calls: do not keep state in it. */
export interface Match {
  /** Position in `engine.rules`. */
  readonly ruleIndex: number;
  readonly rule: SigmaRule;
}

/** Figures about what was built. */
export interface EngineStats {
  readonly rules: number;
  readonly fields: number;
  /** Distinct tests; each is answered at most once for each event. */
  readonly tests: number;
  /** Rules that no trace in the event can rule out. */
  readonly alwaysEvaluated: number;
  readonly automatonStates: number;
  readonly automatonBytes: number;
}

/** A rule with its lowered form. */
export interface LoweredRule {
  readonly rule: SigmaRule;
  readonly expression: Expression;
}

const NO_MATCH: readonly Match[] = [];

/**
 * All rules at once, ready for events: one index over all of them, so that only rules of which a trace was seen are
 * evaluated. Not re-entrant: one engine for each thread. Made by `compile`.
 */
export class Engine {
  readonly rules: readonly SigmaRule[];
  readonly #lowered: readonly LoweredRule[];
  readonly #context: LowerContext;
  readonly #fields: FieldTable;
  readonly #programmer: Programmer;
  readonly #programs: readonly Program[];
  readonly #exceptions: (Program | undefined)[];
  readonly #readsKeywords: boolean[];
  readonly #index: RuleIndex;
  readonly #router: Router;
  readonly #view: EventView;
  readonly #enabled: Uint8Array;
  readonly #candidates: CandidateSet;
  readonly #matches: readonly Match[];
  readonly #buffer: number[] = [];
  #epoch = 0;

  /** Builds the index; `context` is used for exceptions that come later. */
  constructor(lowered: readonly LoweredRule[], context: LowerContext) {
    this.rules = lowered.map((one) => one.rule);
    this.#lowered = lowered;
    this.#context = context;
    this.#fields = createFieldTable();
    this.#programmer = createProgrammer(this.#fields);
    this.#programs = lowered.map((one) => this.#programmer.compile(one.expression));
    this.#exceptions = lowered.map(() => undefined);
    this.#readsKeywords = lowered.map((one) => asksKeywords(one.expression));
    this.#index = buildIndex(
      lowered.map((one) => one.expression),
      this.#fields,
    );
    for (const [from, to] of PROCESS_ALIASES) this.#fields.alias(from, to);
    this.#router = createRouter(this.rules, this.#index, (rule) => this.#readsKeywords[rule] === true);
    this.#view = new EventView(this.#fields);
    this.#enabled = new Uint8Array(lowered.length).fill(1);
    this.#candidates = new CandidateSet(lowered.length);
    this.#matches = this.rules.map((rule, ruleIndex) => Object.freeze({ ruleIndex, rule }));
  }

  /** Rules that match the event, by ascending index. `logsource` says where the event comes from, as far as known. */
  match(event: object, logsource?: LogSource): readonly Match[] {
    const count = this.matchInto(event, logsource, this.#buffer);
    if (count === 0) return NO_MATCH;
    return this.#buffer
      .slice(0, count)
      .map((rule) => this.#matches[rule])
      .filter((match) => match !== undefined);
  }

  /** As `match`, but writes rule indexes to the front of `out` and returns how many there are. */
  matchInto(event: object, logsource: LogSource | undefined, out: number[]): number {
    const record = event as EventObject;
    const route = this.#router.routeOf(record, logsource);
    this.#epoch += 1;
    this.#view.bind(record, route.readsKeywords, windowsSource(record)?.aliased === true);
    this.#findCandidates(route);
    const { list, count: found } = this.#candidates;
    let count = 0;
    for (let at = 0; at < found; at += 1) {
      const rule = list[at] ?? 0;
      if (this.#enabled[rule] === 1 && this.#holds(rule)) {
        out[count] = rule;
        count += 1;
      }
    }
    if (count > 1) sortFront(out, count);
    return count;
  }

  /** Which values made a rule match; empty when it does not match. */
  matchedFields(ruleIndex: number, event: object): readonly MatchedField[] {
    const one = this.#lowered[ruleIndex];
    return one === undefined ? [] : collectHits(one.expression, event as EventObject);
  }

  /** Positions of the rules with this id; several when the id is not unique. */
  indexesOf(id: string): readonly number[] {
    return this.rules.flatMap((rule, at) => (rule.id === id ? [at] : []));
  }

  /** Takes a rule out of the results or puts it back; at once, without a rebuild. */
  setEnabled(ruleIndex: number, state: 'enabled' | 'disabled'): void {
    if (ruleIndex >= 0 && ruleIndex < this.#enabled.length) this.#enabled[ruleIndex] = state === 'enabled' ? 1 : 0;
  }

  /**
   * Replaces the exceptions of a rule: selections in the Sigma form; an event that meets any of them is no match.
   * Without a rebuild. Nothing is changed when one of them is wrong; what is wrong is returned.
   */
  setExceptions(ruleIndex: number, exceptions: readonly Json[]): readonly SigmaError[] {
    const own = this.#lowered[ruleIndex];
    if (own === undefined) return [];
    const errors: SigmaError[] = [];
    const parts = exceptions.flatMap((one, at) => lowerException(one, at, own.rule, this.#context, errors));
    if (errors.length > 0) return errors;
    const joined = join('or', parts);
    this.#exceptions[ruleIndex] = parts.length === 0 ? undefined : this.#programmer.compile(joined);
    this.#readsKeywords[ruleIndex] = asksKeywords(own.expression) || asksKeywords(joined);
    this.#router.reset();
    return [];
  }

  /** Figures about what was built. */
  stats(): EngineStats {
    return {
      rules: this.rules.length,
      fields: this.#fields.names.length,
      tests: this.#programmer.atomCount(),
      alwaysEvaluated: this.#index.always.length,
      automatonStates: this.#index.states,
      automatonBytes: this.#index.bytes,
    };
  }

  #findCandidates(route: Route): void {
    const candidates = this.#candidates;
    const view = this.#view;
    candidates.begin(route);
    for (let at = 0; at < view.touchedCount; at += 1) {
      const field = view.touched[at] ?? 0;
      const index = route.fields[field];
      if (index === undefined) continue;
      candidates.addPresent(index);
      candidates.scan(view.value(field), index);
    }
    if (route.keywords === undefined) return;
    for (let at = 0; at < view.textCount; at += 1) candidates.scan(view.texts[at], route.keywords);
  }

  #holds(rule: number): boolean {
    const program = this.#programs[rule];
    if (program === undefined || !run(program, this.#view, this.#epoch)) return false;
    const exception = this.#exceptions[rule];
    return exception === undefined || !run(exception, this.#view, this.#epoch);
  }
}

const lowerException = (
  value: Json,
  at: number,
  rule: SigmaRule,
  context: LowerContext,
  errors: SigmaError[],
): readonly Expression[] => {
  try {
    return [within(['exceptions', at], () => lowerSelection(value, context))];
  } catch (error) {
    if (!(error instanceof SigmaFault)) throw error;
    const id = rule.id === undefined ? {} : { ruleId: rule.id };
    errors.push({
      code: error.code,
      ...worded(error.why),
      file: rule.file,
      field: error.path.join('.'),
      title: rule.title,
      ...id,
    });
    return [];
  }
};

/** Insertion sort of the first `count` numbers; matches are few. */
const sortFront = (list: number[], count: number): void => {
  for (let end = 1; end < count; end += 1) {
    const value = list[end] ?? 0;
    let at = end - 1;
    while (at >= 0 && (list[at] ?? 0) > value) {
      list[at + 1] = list[at] ?? 0;
      at -= 1;
    }
    list[at + 1] = value;
  }
};
