import { compile, type CompileOptions } from './compile.ts';
import type { SigmaError } from './errors.ts';
import type { Json, LogSource, SigmaRule } from './parse/types.ts';
import type { Engine } from './eval/engine.ts';
import type { MatchedField } from './eval/hits.ts';

/** A rule under the id by which it is changed, with its exceptions (selections in the Sigma form). */
export interface RuleEntry {
  readonly id: string;
  readonly rule: SigmaRule;
  readonly exceptions: readonly Json[];
}

/** Where the time of a change went: figures for tests, operation and benchmarks. */
export interface RuleSetStats {
  readonly rules: number;
  /** Rules in the small engine beside the base. */
  readonly beside: number;
  /** Engines over all rules that were built, the first included. */
  readonly compiles: number;
}

/** Rules in the small engine before everything is compiled into a new base. */
const MOST_BESIDE = 64;

/** What the rules are compiled with. */
export type RuleSetOptions = Pick<CompileOptions, 'placeholders'>;

/** An engine and which of its rules stands for which id. */
interface Layer {
  readonly engine: Engine;
  readonly ids: readonly string[];
  readonly indexes: ReadonlyMap<string, number>;
}

/** Documents are plain JSON, so their text tells whether two are the same. */
const sameRule = (left: SigmaRule, right: SigmaRule): boolean =>
  left === right || JSON.stringify(left) === JSON.stringify(right);

const sameExceptions = (left: readonly Json[], right: readonly Json[]): boolean =>
  left.length === right.length && JSON.stringify(left) === JSON.stringify(right);

/** Compiles entries; a rule that does not compile is left out and told, as `compile` does. */
const layerOf = (entries: readonly RuleEntry[], options: RuleSetOptions, errors: SigmaError[]): Layer => {
  const byRule = new Map<SigmaRule, RuleEntry>();
  // The engine gives its rules back as objects, so each entry needs one of its own.
  for (const entry of entries) byRule.set(byRule.has(entry.rule) ? { ...entry.rule } : entry.rule, entry);
  const built = compile([...byRule.keys()], options);
  errors.push(...built.errors);
  const { engine } = built;
  engine.rules.forEach((rule, at) => {
    const exceptions = byRule.get(rule)?.exceptions ?? [];
    if (exceptions.length > 0) errors.push(...engine.setExceptions(at, exceptions));
  });
  const ids = engine.rules.map((rule) => byRule.get(rule)?.id ?? '');
  return { engine, ids, indexes: new Map(ids.map((id, at) => [id, at])) };
};

/**
 * Rules that change while events pass, by id. A change costs what it touches: switching off and exceptions are set in
 * the engine that is there, a new or rewritten rule is compiled into a small engine beside it, and when that grows to 64
 * rules all are compiled anew. What matches is at every moment what one `compile` of the same entries would match.
 * Not re-entrant: one set for each thread. Pipelines are not applied.
 */
export class RuleSet {
  readonly #options: RuleSetOptions;
  readonly #entries = new Map<string, RuleEntry>();
  /** Rule of each id as it stands in the base, switched on or off. */
  readonly #inBase = new Map<string, RuleEntry>();
  #base: Layer;
  #beside: Layer | undefined;
  readonly #besideIds = new Set<string>();
  readonly #buffer: number[] = [];
  #compiles = 1;
  /** What did not compile when the set was made. */
  readonly errors: readonly SigmaError[];

  /** Compiles the first base: about a second for 3,800 rules. Of two entries with one id the later counts. */
  constructor(entries: readonly RuleEntry[], options: RuleSetOptions = {}) {
    this.#options = options;
    const errors: SigmaError[] = [];
    for (const entry of entries) this.#entries.set(entry.id, entry);
    this.#base = this.#compileAll(errors);
    this.errors = errors;
  }

  /**
   * Puts rules in (new, rewritten, with other exceptions) and takes ids out, at once. What does not compile is left out
   * and returned; exceptions that are wrong leave the rule without them.
   */
  change(put: readonly RuleEntry[], gone: readonly string[] = []): readonly SigmaError[] {
    const errors: SigmaError[] = [];
    for (const id of gone) this.#remove(id);
    const wanted = [...new Map(put.map((entry) => [entry.id, entry])).values()];
    for (const entry of wanted) this.#entries.set(entry.id, entry);
    const recompiled = wanted.filter((entry) => !this.#reuse(entry, errors));
    for (const { id } of recompiled) this.#besideIds.add(id);
    if (this.#besideIds.size > MOST_BESIDE) {
      this.#base = this.#compileAll(errors);
      this.#compiles += 1;
    } else if (recompiled.length > 0) this.#compileBeside(errors);
    return errors;
  }

  /** Writes the ids of the rules that match to the front of `out` and returns how many there are, in no order. */
  matchInto(event: object, logsource: LogSource | undefined, out: string[]): number {
    const first = this.#matchLayer(this.#base, event, logsource, out, 0);
    return this.#beside === undefined ? first : this.#matchLayer(this.#beside, event, logsource, out, first);
  }

  /** Which values made the rule match; empty when it does not match or is not there. */
  matchedFields(id: string, event: object): readonly MatchedField[] {
    const layer = this.#besideIds.has(id) ? this.#beside : this.#base;
    const at = layer?.indexes.get(id);
    return layer === undefined || at === undefined ? [] : layer.engine.matchedFields(at, event);
  }

  /** Figures about the set. */
  stats(): RuleSetStats {
    return { rules: this.#entries.size, beside: this.#besideIds.size, compiles: this.#compiles };
  }

  #matchLayer(layer: Layer, event: object, logsource: LogSource | undefined, out: string[], from: number): number {
    const found = layer.engine.matchInto(event, logsource, this.#buffer);
    for (let at = 0; at < found; at += 1) out[from + at] = layer.ids[this.#buffer[at] ?? -1] ?? '';
    return from + found;
  }

  /** Does a change without compiling the rule; false where that is not possible. */
  #reuse(entry: RuleEntry, errors: SigmaError[]): boolean {
    const known = this.#inBase.get(entry.id);
    const at = this.#base.indexes.get(entry.id);
    if (known === undefined || at === undefined || !sameRule(known.rule, entry.rule)) {
      if (at !== undefined) this.#base.engine.setEnabled(at, 'disabled');
      return false;
    }
    if (this.#besideIds.has(entry.id)) this.#leaveBeside(entry.id);
    this.#base.engine.setEnabled(at, 'enabled');
    if (sameExceptions(known.exceptions, entry.exceptions)) return true;
    const wrong = this.#base.engine.setExceptions(at, entry.exceptions);
    if (wrong.length > 0) this.#base.engine.setExceptions(at, []);
    errors.push(...wrong);
    this.#inBase.set(entry.id, entry);
    return true;
  }

  #remove(id: string): void {
    this.#entries.delete(id);
    const at = this.#base.indexes.get(id);
    if (at !== undefined) this.#base.engine.setEnabled(at, 'disabled');
    if (this.#besideIds.has(id)) this.#leaveBeside(id);
  }

  #leaveBeside(id: string): void {
    this.#besideIds.delete(id);
    const at = this.#beside?.indexes.get(id);
    if (at !== undefined) this.#beside?.engine.setEnabled(at, 'disabled');
  }

  #compileBeside(errors: SigmaError[]): void {
    const entries = [...this.#besideIds].map((id) => this.#entries.get(id)).filter((entry) => entry !== undefined);
    this.#beside = layerOf(entries, this.#options, errors);
  }

  #compileAll(errors: SigmaError[]): Layer {
    const entries = [...this.#entries.values()];
    this.#beside = undefined;
    this.#besideIds.clear();
    this.#inBase.clear();
    for (const entry of entries) this.#inBase.set(entry.id, entry);
    return layerOf(entries, this.#options, errors);
  }
}
