import { basename } from 'node:path';
import { rootAt, sameBytes, type Checkpoint, type VerifierKey } from '@chedun/merkle';
import { nodeFiles } from '../files.ts';
import type { Frame } from '../frame.ts';
import { Aligner } from './align.ts';
import { readBook, type Book } from './read-book.ts';
import { sm3Tree } from './leaf.ts';
import { ProblemList, type Problem } from './problems.ts';
import { cached, leafIn, readTileIn } from './tile-store.ts';
import { checkTree, leadsTo, type BadRange } from './tree-check.ts';
import { findSegments, walkFrom, type FoundSegment } from './walk.ts';

/** What is verified and under which keys. */
export interface VerifyTask {
  /** Folder of the segments of the stream. */
  readonly journalFolder: string;
  /** Folder of its log. */
  readonly logFolder: string;
  /** Public keys of the log, known from elsewhere than these folders. */
  readonly keys: readonly VerifierKey[];
  /** First and last frame; everything when absent. */
  readonly from?: number;
  readonly to?: number;
  /** Signed checkpoints that were kept elsewhere, by a witness or a person. */
  readonly known?: readonly string[];
  /** First frame that has to be there: older ones were deleted with leave. Without it everything since the first leaf. */
  readonly keptFrom?: number;
  /** Hears every frame that is as it was sealed. */
  readonly onFrame?: (frame: Frame) => void;
}

/** Outcome of a verification: it holds when there are no problems. */
export interface LogVerdict {
  readonly origin: string;
  /** Frames that were read, and rows in them. */
  readonly from: number;
  readonly to: number;
  readonly frames: number;
  readonly rows: number;
  /** Checkpoints whose signatures and roots were checked. */
  readonly checkpoints: number;
  /** The newest checkpoint. */
  readonly size: number;
  readonly root: Uint8Array;
  /** ISO 8601, as it was signed. */
  readonly sealedAt: string;
  readonly problems: readonly Problem[];
  /** Problems beyond the 1,000 that are listed. */
  readonly moreProblems: number;
}

/** Frames of the range: the segment that holds the first one is walked from its beginning. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Verifies a log against the frames that lie in its journal, with nothing but these files and public keys: signatures and
 * roots of checkpoints, stored hashes, and every frame. Throws `merkle.*` only when there is no log at all to verify.
 */
export const verifyLog = async (task: VerifyTask): Promise<LogVerdict> => {
  const problems = new ProblemList();
  const segments = await findSegments(nodeFiles, task.journalFolder);
  const book = await readBook(task.logFolder, task.keys, (problem) => problems.add(problem));
  const { newest, firstSeq } = book;
  const readTile = cached(readTileIn(task.logFolder), 512);
  await checkKnown(task, book, readTile, problems);
  checkHeaders(segments, problems);
  const range = rangeOf(task, book, segments);
  const held = { problems, readTile, range };
  const checkpoints = book.within(range.from - firstSeq, range.to - firstSeq + 1);
  const onTile = (problem: Problem): void => problems.add(problem);
  const size = newest.checkpoint.size;
  const bad = await checkTree({ readTile, size, from: range.from - firstSeq, checkpoints, onProblem: onTile });
  const counted = await checkFrames(task, book, held, bad);
  const { origin, root } = newest.checkpoint;
  return {
    origin,
    ...range,
    ...counted,
    checkpoints: checkpoints.length,
    size,
    root,
    sealedAt: book.sealedAt,
    problems: problems.all.toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
    moreProblems: problems.left,
  };
};

const rangeOf = (task: VerifyTask, { firstSeq, newest }: Book, segments: readonly FoundSegment[]): Range => {
  const last = firstSeq + newest.checkpoint.size - 1;
  const kept = Math.max(firstSeq, task.keptFrom ?? firstSeq);
  const asked = Math.min(Math.max(kept, task.from ?? kept), last + 1);
  const holder = segments.findLast(({ segment }) => segment.firstSeq <= asked)?.segment.firstSeq ?? asked;
  return { from: Math.max(kept, holder), to: Math.min(task.to ?? last, last) };
};

/** The header of each file has to say what its name says, and all have to be of one journal. */
const checkHeaders = (segments: readonly FoundSegment[], problems: ProblemList): void => {
  const journal = segments.find(({ header }) => header !== undefined)?.header?.journal;
  for (const { segment, header } of segments)
    if (header?.firstSeq !== segment.firstSeq || header.journal !== journal)
      problems.add({ kind: 'segment-altered', seq: segment.firstSeq, segment: basename(segment.path), offset: 0 });
};

/** Checkpoints from elsewhere belong to this log, which is at least as long. */
const checkKnown = async (
  { known = [] }: VerifyTask,
  book: Book,
  readTile: ReturnType<typeof cached>,
  problems: ProblemList,
): Promise<void> => {
  const { size } = book.newest.checkpoint;
  for (const checkpoint of book.openKnown(known)) {
    const place = String(checkpoint.size);
    if (checkpoint.size > size) problems.add({ kind: 'rolled-back', seq: book.firstSeq + size, place });
    else {
      const root = await rootAt({ hash: sm3Tree, size, readTile }, checkpoint.size).catch(() => new Uint8Array(0));
      if (!sameBytes(root, checkpoint.root)) problems.add({ kind: 'forked', place });
    }
  }
};

interface Held {
  readonly problems: ProblemList;
  readonly readTile: ReturnType<typeof cached>;
  readonly range: Range;
}

interface Counted {
  readonly frames: number;
  readonly rows: number;
}

/** Leaves of frames as they lie now, for the ranges whose stored hashes are wrong. */
class FrameLeaves {
  readonly #firstSeq: number;
  readonly #ranges: readonly { readonly bad: BadRange; readonly leaves: (Uint8Array | undefined)[] }[];

  constructor(firstSeq: number, bad: readonly BadRange[]) {
    this.#firstSeq = firstSeq;
    this.#ranges = bad.map((each) => ({ bad: each, leaves: Array.from({ length: each.checkpoint.size - each.from }) }));
  }

  note(seq: number, leaf: Uint8Array): void {
    const at = seq - this.#firstSeq;
    for (const { bad, leaves } of this.#ranges)
      if (at >= bad.from && at < bad.checkpoint.size) leaves[at - bad.from] = Uint8Array.from(leaf);
  }

  /** Ranges whose frames lead to the signed root after all: only stored hashes were changed there. */
  judge(): readonly {
    readonly from: number;
    readonly to: number;
    readonly checkpoint: Checkpoint;
    readonly sound: boolean;
    readonly edge: BadRange['edge'];
  }[] {
    return this.#ranges.map(({ bad, leaves }) => ({
      from: this.#firstSeq + bad.from,
      to: this.#firstSeq + bad.checkpoint.size - 1,
      checkpoint: bad.checkpoint,
      sound: leadsTo(bad, leaves),
      edge: bad.edge,
    }));
  }
}

const checkFrames = async (
  task: VerifyTask,
  { firstSeq, newest }: Book,
  { problems, readTile, range }: Held,
  bad: readonly BadRange[],
): Promise<Counted> => {
  const leaves = new FrameLeaves(firstSeq, bad);
  const found: Problem[] = [];
  const counted = { frames: 0, rows: 0 };
  const { size } = newest.checkpoint;
  // Frames behind the range are read as far as a range with wrong hashes needs them.
  const to = Math.max(range.to, ...bad.map(({ checkpoint }) => firstSeq + checkpoint.size - 1));
  const aligner = new Aligner({
    from: range.from,
    to,
    leafOf: (seq) => leafIn(readTile, seq - firstSeq, size).catch(() => undefined),
    onProblem: (problem) => void found.push(problem),
    onFrame: (frame, leaf, seq) => {
      leaves.note(seq, leaf);
      counted.frames += 1;
      counted.rows += frame.count;
      task.onFrame?.(frame);
    },
  });
  await walkAll(task.journalFolder, range.from, aligner);
  return settle(found, leaves.judge(), problems, counted);
};

const walkAll = async (folder: string, from: number, aligner: Aligner): Promise<void> => {
  for await (const piece of walkFrom(folder, from))
    for (const item of piece.kind === 'items' ? piece.items : []) {
      if (piece.kind !== 'items' || aligner.isPast(piece.lastSeq)) continue;
      if (!(await aligner.take(piece.path, item))) return aligner.end();
    }
  await aligner.end();
};

/** Decides for the ranges that do not add up whether frames or stored hashes were changed. */
const settle = (
  found: readonly Problem[],
  ranges: ReturnType<FrameLeaves['judge']>,
  problems: ProblemList,
  counted: Counted,
): Counted => {
  const inside = ({ seq = 0 }: Problem, { from, to }: { readonly from: number; readonly to: number }): boolean =>
    seq >= from && seq <= to;
  const altered = found.filter(({ kind }) => kind === 'frame-altered');
  for (const range of ranges) {
    const place = String(range.checkpoint.size);
    const span = { seq: range.from, lastSeq: range.to, place };
    const here = altered.filter((problem) => inside(problem, range));
    if (!range.sound) problems.add({ kind: range.edge === undefined ? 'tile-altered' : 'range-altered', ...span });
    else if (here.length === 0) problems.add({ kind: 'tile-altered', ...span });
    for (const { seq = 0 } of range.sound ? here : []) problems.add({ kind: 'tile-altered', seq, place });
  }
  const excused = (problem: Problem): boolean =>
    problem.kind === 'frame-altered' && ranges.some((range) => range.sound && inside(problem, range));
  for (const problem of found) if (!excused(problem)) problems.add(problem);
  return counted;
};
