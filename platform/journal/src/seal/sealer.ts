import { join } from 'node:path';
import { rootAt, sameBytes, type Checkpoint } from '@chedun/merkle';
import { nodeFiles } from '../files.ts';
import { listSegments } from '../segment.ts';
import { frameHeaderOf, sha256Leaf, sha256Tree, sm3Leaf, sm3Tree } from './leaf.ts';
import { cached, leafIn, readTileIn, TreeWriter } from './tile-store.ts';
import { walkFrom, type Place, type WalkPiece } from './walk.ts';

/** Folder of the tiles of the tree beside the log. */
export const SHA256_FOLDER = 'sha256';
/** Frames before the last checkpoint that are read again at every start. */
const SAMPLE = 256;

/** Why a log is not sealed any further. Someone has to look: nothing is signed over it. */
export type SealFault =
  | { readonly kind: 'tiles-differ'; readonly size: number }
  | { readonly kind: 'journal-shorter'; readonly size: number; readonly durable: number }
  | { readonly kind: 'frame-differs'; readonly seq: number; readonly segment: string; readonly offset: number }
  | { readonly kind: 'frame-unreadable'; readonly seq: number; readonly segment: string; readonly offset: number }
  | { readonly kind: 'frames-missing'; readonly seq: number };

/** Thrown by {@link LogSealer}; the log stays as it was at its last checkpoint. */
export class SealError extends Error {
  readonly fault: SealFault;
  constructor(fault: SealFault) {
    super(`the log does not agree with the journal: ${JSON.stringify(fault)}`);
    this.fault = fault;
  }
}

/** Both trees at a size. */
export interface SealHead {
  readonly size: number;
  readonly root: Uint8Array;
  readonly sha256Root: Uint8Array;
}

/** Where a log lies and where it stands. */
export interface SealerSetup {
  /** Folder of the segments of the stream. */
  readonly journalFolder: string;
  /** Folder of the log. */
  readonly logFolder: string;
  /** Number of the frame that is leaf 0. */
  readonly firstSeq: number;
  /** The last checkpoint, whose signatures the caller has verified; undefined for a new log. */
  readonly last: Pick<Checkpoint, 'size' | 'root'> | undefined;
  /** Newest durable frame of the journal. */
  readonly durable: number;
}

/** Adds the frames of a journal to its log, in order, from the segment files. One process at a time. */
export class LogSealer {
  readonly #setup: SealerSetup;
  readonly #sm3: TreeWriter;
  readonly #sha256: TreeWriter;
  /** Segment and offset of the next frame. */
  #place: Place | undefined;

  private constructor(setup: SealerSetup, sm3: TreeWriter, beside: TreeWriter) {
    this.#setup = setup;
    this.#sm3 = sm3;
    this.#sha256 = beside;
  }

  /**
   * Goes on after the last checkpoint. Rejects with {@link SealError} when its root does not come out of the tiles, when
   * the journal ends before it, or when one of the last 256 frames that it covers is not the one that was sealed.
   */
  static async open(setup: SealerSetup): Promise<LogSealer> {
    const { logFolder, last, firstSeq, durable } = setup;
    const size = last?.size ?? 0;
    if (durable < firstSeq + size - 1) throw new SealError({ kind: 'journal-shorter', size, durable });
    const readTile = readTileIn(logFolder);
    if (last !== undefined) {
      const root = await rootAt({ hash: sm3Tree, size, readTile }, size).catch(() => new Uint8Array(0));
      if (!sameBytes(root, last.root)) throw new SealError({ kind: 'tiles-differ', size });
    }
    const beside = join(logFolder, SHA256_FOLDER);
    const writers = await Promise.all([
      TreeWriter.open(sm3Tree, logFolder, size),
      TreeWriter.open(sha256Tree, beside, size),
    ]).catch(() => {
      throw new SealError({ kind: 'tiles-differ', size });
    });
    const sealer = new LogSealer(setup, ...writers);
    if (size > 0) await sampleTail(setup, size);
    return sealer;
  }

  get size(): number {
    return this.#sm3.size;
  }

  /** Number of the next frame. */
  get nextSeq(): number {
    return this.#setup.firstSeq + this.size;
  }

  /**
   * Adds the durable frames up to `upTo`. Tells `onSegmentEnd` when the last frame of a segment was added and another
   * segment follows. Rejects with {@link SealError} at a frame that cannot be read or has not the next number.
   */
  async advance(upTo: number, onSegmentEnd: () => Promise<void>): Promise<void> {
    const { journalFolder, firstSeq } = this.#setup;
    if (this.nextSeq > upTo) return;
    for await (const piece of walkFrom(journalFolder, Math.max(firstSeq, this.nextSeq - 1), this.#place)) {
      if (piece.kind === 'items') this.#addAll(piece, Math.min(upTo, piece.lastSeq));
      else if (this.nextSeq === piece.lastSeq + 1) await onSegmentEnd();
      if (this.nextSeq > upTo) return;
    }
    throw new SealError({ kind: 'frames-missing', seq: this.nextSeq });
  }

  /** Makes the tiles durable and answers the head that they hold. */
  flush(): SealHead {
    this.#sm3.flush();
    this.#sha256.flush();
    return { size: this.size, root: this.#sm3.root(), sha256Root: this.#sha256.root() };
  }

  /** Removes tiles that the checkpoint of `before` leaves needed and that of `now` does not. */
  dropPartials(before: number, now: number): void {
    this.#sm3.dropPartials(before, now);
    this.#sha256.dropPartials(before, now);
  }

  #addAll({ path, items }: Extract<WalkPiece, { kind: 'items' }>, upTo: number): void {
    for (const item of items) {
      const seq = this.nextSeq;
      if (seq > upTo) return;
      if (item.kind === 'bad' || item.frame.seq > seq)
        throw new SealError({ kind: 'frame-unreadable', seq, segment: path, offset: item.offset });
      if (item.frame.seq < seq) continue;
      const header = frameHeaderOf(item.frame);
      this.#sm3.append(sm3Leaf(header, item.frame.payload));
      this.#sha256.append(sha256Leaf(header, item.frame.payload));
      this.#place = { path, offset: item.offset + item.frame.raw.length };
    }
  }
}

/** Reads the last frames again that a checkpoint covers: what was cut off or replaced at the end shows at once. */
const sampleTail = async ({ journalFolder, logFolder, firstSeq }: SealerSetup, size: number): Promise<void> => {
  const readTile = cached(readTileIn(logFolder));
  const end = firstSeq + size;
  let seq = Math.max(firstSeq, end - SAMPLE, (await listSegments(nodeFiles, journalFolder))[0]?.firstSeq ?? 1);
  for await (const piece of walkFrom(journalFolder, seq)) {
    for (const item of piece.kind === 'items' ? piece.items : []) {
      if (seq >= end) return;
      const place = { seq, segment: piece.kind === 'items' ? piece.path : '', offset: item.offset };
      if (item.kind === 'bad') throw new SealError({ kind: 'frame-unreadable', ...place });
      if (item.frame.seq < seq) continue;
      const leaf = sm3Leaf(frameHeaderOf(item.frame), item.frame.payload);
      if (item.frame.seq !== seq || !sameBytes(leaf, await leafIn(readTile, seq - firstSeq, size)))
        throw new SealError({ kind: 'frame-differs', ...place });
      seq += 1;
    }
  }
  if (seq < end) throw new SealError({ kind: 'frames-missing', seq });
};
