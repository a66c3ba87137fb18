import { packLists, type Lists } from './lists.ts';
import type { FieldIndex } from './rule-index.ts';
import type { Route } from './routes.ts';

const NO_LISTS = packLists([]);

/** The rules worth evaluating for one event, each once. */
export class CandidateSet {
  readonly #seen: Float64Array;
  #mask: Uint8Array;
  #epoch = 0;
  #needleRules: Lists = NO_LISTS;
  readonly list: Int32Array;
  count = 0;

  constructor(rules: number) {
    this.#seen = new Float64Array(rules);
    this.#mask = new Uint8Array(rules);
    this.list = new Int32Array(rules);
  }

  /** Starts the next event with the rules that are evaluated anyway. */
  begin(route: Route): void {
    this.#epoch += 1;
    this.#mask = route.mask;
    this.count = 0;
    this.#add(route.always, 0, route.always.length);
  }

  /** Looks a value up in the index of its field; members of lists one by one. */
  scan(value: unknown, index: FieldIndex): void {
    if (typeof value === 'string') {
      if (index.automaton === undefined) return;
      this.#needleRules = index.rules;
      index.automaton.scan(value, this.#found);
    } else if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
      this.scan(String(value), index);
    else if (Array.isArray(value)) for (const item of value) this.scan(item, index);
  }

  /** Adds the rules that only need the field to be there. */
  addPresent(index: FieldIndex): void {
    this.#add(index.present, 0, index.present.length);
  }

  readonly #found = (needles: Int32Array, from: number, to: number): void => {
    const { starts, items } = this.#needleRules;
    for (let at = from; at < to; at += 1) {
      const needle = needles[at] ?? 0;
      this.#add(items, starts[needle] ?? 0, starts[needle + 1] ?? 0);
    }
  };

  #add(rules: Int32Array, from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      const rule = rules[at] ?? 0;
      if (this.#mask[rule] === 1 && this.#seen[rule] !== this.#epoch) {
        this.#seen[rule] = this.#epoch;
        this.list[this.count] = rule;
        this.count += 1;
      }
    }
  }
}
