/** Bounds of a run. */
export interface RunBounds {
  /** Steps that are entered in all, repeated ones each time. */
  readonly steps: number;
  /** Branches within branches. */
  readonly depth: number;
  /** Branches at the same time. */
  readonly threads: number;
}
/** Bounds of runs that nobody bounds otherwise. */
export const RUN_BOUNDS: RunBounds = { steps: 10_000, depth: 32, threads: 256 };

/** Longest value of a variable in characters; longer ones are cut. */
export const MOST_VALUE = 4096;

/** One place at which a run stands; a branch is a thread of its own, and its parent waits for it. */
export interface Thread {
  readonly id: number;
  readonly parent: number | null;
  readonly step: string;
  /** Number of this entering of a step within the run: the same step entered again has another. */
  readonly visit: number;
  /**
   * `ready`: is to be entered · `delayed`: waits for its delay · `active`: somebody carries it out · `branched`: waits for
   * its branches.
   */
  readonly phase: 'ready' | 'delayed' | 'active' | 'branched';
  /** When the delay is over or the time is up, milliseconds since 1970; null without either. */
  readonly dueAt: number | null;
  /** One of its branches failed. */
  readonly hasFailed: boolean;
  /** Rounds of a while-condition so far. */
  readonly rounds: number;
}

/** State of a run: plain JSON, so that it can be stored and gone on with anywhere. */
export interface RunState {
  readonly playbook: string;
  /** Version of the playbook: its `modified`. */
  readonly version: string;
  readonly status: 'running' | 'succeeded' | 'failed';
  /** Why it failed; absent otherwise. */
  readonly reason?: string;
  readonly variables: Readonly<Record<string, string | null>>;
  readonly threads: readonly Thread[];
  readonly visits: number;
  readonly nextThread: number;
  /** The exception step was taken: the run ends as failed. */
  readonly isExceptional: boolean;
}

/** What happened in one call, in order. */
export interface TraceEntry {
  readonly kind: 'entered' | 'left' | 'failed' | 'chose' | 'assumed' | 'exception' | 'ended';
  readonly step: string;
  readonly visit: number;
  readonly at: number;
  /** Which way was chosen, or why it failed; '' otherwise. */
  readonly detail: string;
}

/** A state and what led to it. */
export interface Moved {
  readonly state: RunState;
  readonly trace: readonly TraceEntry[];
}

/** A step that somebody has to carry out. */
export interface Work {
  readonly thread: number;
  /** With the id of the run this makes a key under which the work is done once. */
  readonly visit: number;
  readonly step: string;
  /** When its time is up, milliseconds since 1970. */
  readonly dueAt: number | null;
  /** Values of the variables that it sees. */
  readonly variables: Readonly<Record<string, string | null>>;
}

/** How a step went. Outputs are taken for names in `out_args` alone. */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly outputs: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly reason: string };

/** What is done with a condition over variables that have no value. */
export type OnUnknown = 'fail' | 'assume-true' | 'assume-false';
