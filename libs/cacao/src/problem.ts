/** What may be wrong with a playbook. Errors keep it from being imported; warnings are told and kept. */
export type ProblemCode =
  // Shape (CACAO 2.0 sections 3 to 10, as the JSON schemas of the committee have it)
  | 'missing-field'
  | 'wrong-type'
  | 'wrong-value'
  | 'bad-identifier'
  | 'bad-time'
  | 'out-of-range'
  | 'empty'
  | 'forbidden-field'
  | 'unknown-field'
  | 'unknown-type'
  // Graph (section 4: "that object MUST be included in the workflow property")
  | 'no-such-step'
  | 'no-start-step'
  | 'no-end-step'
  | 'end-unreachable'
  | 'step-unreachable'
  | 'loop'
  | 'no-way-on'
  | 'ways-conflict'
  | 'wrong-step-kind'
  // Definitions (sections 7 and 10.18)
  | 'no-such-agent'
  | 'no-such-target'
  | 'no-such-variable'
  | 'variable-before-use'
  | 'constant-changed'
  | 'no-such-definition'
  | 'bad-condition'
  | 'times-reversed';

/** One thing that is wrong, with its place as a dotted path from the playbook. */
export interface Problem {
  readonly level: 'error' | 'warning';
  readonly code: ProblemCode;
  readonly place: string;
  /** One sentence in English about this very place; never longer than 200 characters. */
  readonly detail: string;
}

/** Most problems that are told of one playbook. */
export const MOST_PROBLEMS = 500;
const MOST_DETAIL = 200;

/** Gathers problems up to {@link MOST_PROBLEMS}. */
export class Problems {
  readonly #list: Problem[] = [];
  #lost = false;

  error(code: ProblemCode, place: string, detail: string): void {
    this.#add('error', code, place, detail);
  }

  warning(code: ProblemCode, place: string, detail: string): void {
    this.#add('warning', code, place, detail);
  }

  /** Problems in the order in which they were found; an error that found no room replaces the last warning. */
  get list(): readonly Problem[] {
    return this.#list;
  }

  get hasLost(): boolean {
    return this.#lost;
  }

  #add(level: Problem['level'], code: ProblemCode, place: string, detail: string): void {
    const problem = { level, code, place: place.slice(0, MOST_DETAIL), detail: detail.slice(0, MOST_DETAIL) };
    if (this.#list.length < MOST_PROBLEMS) {
      this.#list.push(problem);
      return;
    }
    this.#lost = true;
    if (level === 'error') this.#list[MOST_PROBLEMS - 1] = problem;
  }
}
