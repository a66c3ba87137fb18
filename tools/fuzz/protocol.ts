/** What a worker has to do: inputs `from.index .. to` of target `from.target`, then all inputs of the targets after it. */
export interface Order {
  /** URLs of modules that export `targets`. */
  readonly modules: readonly string[];
  /** Names of the targets to run, in this order; empty: all. */
  readonly only: readonly string[];
  readonly seed: number;
  /** Inputs a target. */
  readonly inputs: number;
  readonly from: Place;
  /** Stop after one input. */
  readonly single: boolean;
  /** Two numbers that the worker keeps up to date: target, and input or {@link IDLE}. */
  readonly place: SharedArrayBuffer;
}

/** Number of a target and of one of its inputs. */
export interface Place {
  readonly target: number;
  readonly index: number;
}

/** No input is being decoded: modules load, or memory is being measured. */
export const IDLE = -1;

/** How an input or a target failed. */
export type FailureKind = 'threw' | 'hung' | 'memory' | 'grew';

/** One failure. `grew` is about a whole target: its index is the last input. */
export interface Failure {
  readonly kind: FailureKind;
  readonly target: string;
  readonly index: number;
  readonly reason: string;
  /** The input; empty for `grew`. */
  readonly hex: string;
  readonly keep: string;
}

/** One target that came to its end. */
export interface Done {
  readonly target: string;
  readonly inputs: number;
  /** Inputs that the decoder refused with an error of its own. */
  readonly refused: number;
  readonly cpuMs: number;
  /** Bytes by which the heap grew between the first quarter and the end, after garbage collection. */
  readonly grewBytes: number;
}

/** What a worker tells. */
export type Said =
  | ({ readonly say: 'failure' } & Failure)
  | ({ readonly say: 'done' } & Done)
  | { readonly say: 'end' };
