import { LruTable } from './sketch/lru.ts';

interface Windowed<State> {
  start: number;
  state: State;
}

/**
 * State per subject that begins anew when its window has passed. Times come from events, so clocks may jump: a time that
 * lies a whole window before the open one begins anew as well, so that one event from 2099 does not hold a window open.
 */
export class WindowTable<State> {
  readonly #table: LruTable<Windowed<State>>;
  readonly #make: () => State;

  /** `cap`: subjects remembered at most. */
  constructor(cap: number, make: () => State) {
    this.#table = new LruTable(cap);
    this.#make = make;
  }

  /** State of a subject in the window that `at` belongs to; `width` in milliseconds. */
  at(key: string, at: number, width: number): State {
    const known = this.#table.get(key);
    if (known === undefined) {
      const fresh = { start: at, state: this.#make() };
      this.#table.set(key, fresh);
      return fresh.state;
    }
    if (Math.abs(at - known.start) >= width) {
      known.start = at;
      known.state = this.#make();
    }
    return known.state;
  }

  get size(): number {
    return this.#table.size;
  }

  /** Every open window, long unused ones first. */
  entries(): [key: string, start: number, state: State][] {
    return this.#table.entries().map(([key, { start, state }]) => [key, start, state]);
  }

  /** Opens a window again as it was. */
  put(key: string, start: number, state: State): void {
    this.#table.set(key, { start, state });
  }
}

/** The rows of a saved list; none when it is no list of lists. */
export const savedRows = (saved: unknown): readonly (readonly unknown[])[] =>
  Array.isArray(saved) ? saved.filter((row): row is unknown[] => Array.isArray(row)) : [];

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
