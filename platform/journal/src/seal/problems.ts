/**
 * What a verification can find. Frames: `frame-altered` (its content is not what was sealed), `frame-missing`,
 * `frame-inserted` (was never sealed), `frame-moved` (stands elsewhere). `segment-altered`: the header of a file is damaged or
 * belongs elsewhere. `tile-altered`: a stored hash was changed. `checkpoint-altered`: a signature is wrong or missing.
 * `range-altered`: frames and stored hashes of a range were both changed. `rolled-back`: a later checkpoint is known.
 * `forked`: a known checkpoint does not belong to this log. `store-differs`: the event store holds other rows than the frame.
 */
export type ProblemKind =
  | 'frame-altered'
  | 'frame-missing'
  | 'frame-inserted'
  | 'frame-moved'
  | 'segment-altered'
  | 'tile-altered'
  | 'checkpoint-altered'
  | 'range-altered'
  | 'rolled-back'
  | 'forked'
  | 'store-differs';

/** One place where the log does not hold. */
export interface Problem {
  readonly kind: ProblemKind;
  /** First frame concerned. */
  readonly seq?: number;
  /** Last frame concerned, where there are several. */
  readonly lastSeq?: number;
  /** File name of the segment. */
  readonly segment?: string;
  /** Offset in the segment. */
  readonly offset?: number;
  /** Number of the row within the frame, where it can be told. */
  readonly row?: number;
  /** Rows of the frame. */
  readonly rows?: number;
  /** Who sent the frame and when it was received (ms since 1970), as far as that can still be read. */
  readonly source?: string;
  readonly receivedAt?: number;
  /** Path of a tile, size of a checkpoint, or what else names the place. */
  readonly place?: string;
}

const MOST = 1000;

const follows = (before: Problem, next: Problem): boolean =>
  before.kind === next.kind &&
  next.seq !== undefined &&
  before.segment === next.segment &&
  before.row === undefined &&
  next.row === undefined &&
  next.seq === (before.lastSeq ?? before.seq ?? NaN) + 1;

/** Collects problems; neighbours of one kind become a range, and at most 1,000 are kept. */
export class ProblemList {
  readonly #all: Problem[] = [];
  #left = 0;

  add(problem: Problem): void {
    const before = this.#all.at(-1);
    if (before !== undefined && follows(before, problem))
      this.#all[this.#all.length - 1] = { ...before, lastSeq: problem.lastSeq ?? problem.seq ?? 0 };
    else if (this.#all.length < MOST) this.#all.push(problem);
    else this.#left += 1;
  }

  get all(): readonly Problem[] {
    return this.#all;
  }

  /** How many were found beyond those kept. */
  get left(): number {
    return this.#left;
  }
}
