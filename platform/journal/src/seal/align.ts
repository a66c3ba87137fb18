import { basename } from 'node:path';
import { sameBytes } from '@chedun/merkle';
import type { Frame } from '../frame.ts';
import { frameHeaderOf, sm3Leaf } from './leaf.ts';
import type { Problem } from './problems.ts';
import { repairOneByte } from './repair.ts';
import { differingRow, rowsOf } from './rows.ts';
import type { WalkItem } from './walk.ts';

/** Frames that may have been taken out and the rest renumbered, at one place. */
const MOST_RENUMBERED = 16;

/** Missing frames of a gap that are sought further on. */
const MOST_SOUGHT = 4096;

/** A frame with the file and offset where it lies. */
interface Lying {
  readonly frame: Frame;
  readonly path: string;
  readonly offset: number;
}

interface BadBytes {
  readonly path: string;
  readonly offset: number;
  readonly raw: Uint8Array;
}

/** What frames are compared with. */
export interface AlignTask {
  /** Number of the frame that is expected first, and the last one that is asked for. */
  readonly from: number;
  readonly to: number;
  /** Leaf that the log holds for a frame; undefined where its tile cannot be read or the log does not reach. */
  readonly leafOf: (seq: number) => Promise<Uint8Array | undefined>;
  readonly onProblem: (problem: Problem) => void;
  /** Hears every frame that stands where it belongs, with its leaf as it is now. */
  readonly onFrame: (frame: Frame, leaf: Uint8Array, seq: number) => void;
}

const withSeq = (frame: Frame, seq: number): Uint8Array => {
  const header = Buffer.from(frameHeaderOf(frame));
  header.writeBigUInt64BE(BigInt(seq));
  return sm3Leaf(header, frame.payload);
};

const about = ({ frame, path, offset }: Lying): Omit<Problem, 'kind'> => ({
  segment: basename(path),
  offset,
  source: frame.source,
  receivedAt: frame.receivedAt,
  rows: frame.count,
});

/**
 * Walks along frames as they lie and along the leaves of the log, and says for each difference what was done: altered, taken
 * out, put in or moved, also when all numbers behind it were changed so that they fit again.
 */
export class Aligner {
  readonly #task: AlignTask;
  /** Number of the next frame that belongs here. */
  #expected: number;
  /** What has to be added to the numbers as they stand, after frames were taken out or put in and the rest renumbered. */
  #shift = 0;
  readonly #missing = new Set<number>();
  #bad: BadBytes[] = [];
  /** A frame that does not fit: altered, or put in; the next one tells. */
  #suspect: Lying | undefined;

  constructor(task: AlignTask) {
    this.#task = task;
    this.#expected = task.from;
  }

  /** Whether every frame up to `seq` was seen. */
  isPast(seq: number): boolean {
    return this.#expected > seq && this.#suspect === undefined;
  }

  /** Takes the next item; `false` when everything asked for was seen. */
  async take(path: string, item: WalkItem): Promise<boolean> {
    if (item.kind === 'bad') {
      this.#bad.push({ path, offset: item.offset, raw: item.raw });
      return true;
    }
    const lying = { frame: item.frame, path, offset: item.offset };
    if (this.#suspect !== undefined) await this.#judgeSuspect(lying);
    if (this.#expected > this.#task.to && item.frame.seq + this.#shift > this.#task.to) return false;
    await this.#place(lying);
    return true;
  }

  /** Says what is missing, also what was never found elsewhere. */
  async end(): Promise<void> {
    if (this.#suspect !== undefined) this.#alter(this.#suspect);
    this.#suspect = undefined;
    if (this.#expected <= this.#task.to) await this.#closeGap(this.#task.to + 1);
    for (const seq of this.#missing) this.#task.onProblem({ kind: 'frame-missing', seq });
  }

  async #place(lying: Lying): Promise<void> {
    const { frame } = lying;
    // Numbers are right again, as at the beginning of a segment that was left alone.
    if (this.#shift !== 0 && (await this.#fits(frame, frame.seq)) && frame.seq >= this.#expected) this.#shift = 0;
    const seq = frame.seq + this.#shift;
    if (seq < this.#expected) return this.#late(lying, seq);
    if (seq > this.#expected || this.#bad.length > 0) await this.#closeGap(Math.min(seq, this.#task.to + 1));
    if (seq > this.#task.to) return;
    const leaf = this.#shift === 0 ? sm3Leaf(frameHeaderOf(frame), frame.payload) : withSeq(frame, seq);
    const sealed = await this.#task.leafOf(seq);
    if (sealed === undefined || sameBytes(leaf, sealed)) this.#pass(frame, leaf);
    else await this.#mismatch(lying);
  }

  #pass(frame: Frame, leaf: Uint8Array): void {
    this.#task.onFrame(frame, leaf, this.#expected);
    this.#expected += 1;
  }

  async #fits(frame: Frame, seq: number): Promise<boolean> {
    const sealed = await this.#task.leafOf(seq);
    return sealed !== undefined && sameBytes(withSeq(frame, seq), sealed);
  }

  async #mismatch(lying: Lying): Promise<void> {
    for (const seq of [...this.#missing].slice(0, MOST_RENUMBERED)) {
      if (!(await this.#fits(lying.frame, seq))) continue;
      this.#missing.delete(seq);
      this.#task.onProblem({ kind: 'frame-moved', seq, ...about(lying) });
      this.#shift -= 1;
      return;
    }
    for (let taken = 1; taken <= MOST_RENUMBERED; taken += 1) {
      const seq = this.#expected + taken;
      if (!(await this.#fits(lying.frame, seq))) continue;
      await this.#closeGap(seq);
      this.#shift += taken;
      return this.#pass(lying.frame, withSeq(lying.frame, seq));
    }
    this.#suspect = lying;
  }

  /** The frame behind a suspect tells: when it fits in the place of the suspect, the suspect was put in. */
  async #judgeSuspect(next: Lying): Promise<void> {
    const suspect = this.#suspect;
    this.#suspect = undefined;
    if (suspect === undefined) return;
    const renumbered = next.frame.seq + this.#shift === this.#expected + 1;
    if (renumbered && (await this.#fits(next.frame, this.#expected))) {
      this.#task.onProblem({ kind: 'frame-inserted', seq: this.#expected, ...about(suspect) });
      this.#shift -= 1;
      return;
    }
    this.#alter(suspect);
  }

  #alter(lying: Lying): void {
    const row = lying.frame.count === 1 ? { row: 0 } : {};
    this.#task.onProblem({ kind: 'frame-altered', seq: this.#expected, ...about(lying), ...row });
    this.#pass(lying.frame, withSeq(lying.frame, this.#expected));
  }

  /** A number that was already passed: it stood elsewhere before, or is one too many. */
  async #late(lying: Lying, seq: number): Promise<void> {
    if (this.#missing.has(seq) && (await this.#fits(lying.frame, seq))) {
      this.#missing.delete(seq);
      this.#task.onProblem({ kind: 'frame-moved', seq, ...about(lying) });
      return;
    }
    this.#task.onProblem({ kind: 'frame-inserted', seq, ...about(lying) });
  }

  /** Bad bytes stand for the frames that are missing before `seq`; what is left of them was put in. */
  async #closeGap(seq: number): Promise<void> {
    const bad = this.#bad;
    this.#bad = [];
    for (const { path, offset, raw } of bad) {
      const place = { segment: basename(path), offset };
      if (this.#expected >= seq) this.#task.onProblem({ kind: 'frame-inserted', seq: this.#expected, ...place });
      else {
        const found = await this.#repaired(raw);
        this.#task.onProblem({ kind: 'frame-altered', seq: this.#expected, ...place, ...found });
        this.#expected += 1;
      }
    }
    if (this.#expected >= seq) return;
    if (seq - this.#expected > MOST_SOUGHT)
      this.#task.onProblem({ kind: 'frame-missing', seq: this.#expected, lastSeq: seq - 1 });
    else for (let each = this.#expected; each < seq; each += 1) this.#missing.add(each);
    this.#expected = Math.max(seq, this.#expected);
  }

  /** What can still be said of a frame whose CRC is wrong. */
  async #repaired(raw: Uint8Array): Promise<Omit<Problem, 'kind'>> {
    const sealed = await this.#task.leafOf(this.#expected);
    const repaired = sealed && repairOneByte(raw, sealed);
    if (repaired === undefined) return {};
    const { frame, offset } = repaired;
    const told = { source: frame.source, receivedAt: frame.receivedAt, rows: frame.count };
    const before = rowsOf(frame.payload, frame.flags);
    const payloadAt = frame.raw.length - frame.payload.length;
    const now = rowsOf(raw.subarray(payloadAt), frame.flags);
    const row = offset < payloadAt ? undefined : (differingRow(before, now) ?? (frame.count === 1 ? 0 : undefined));
    return { ...told, place: `byte ${offset}`, ...(row === undefined ? {} : { row }) };
  }
}
