import { groupHead } from './chain.ts';

/** Where an appended frame went. */
export interface Appended {
  readonly seq: number;
}

/** A group is chained when it has this many frames or bytes, so that a proof of one frame stays short. */
const FULL = { frames: 256, bytes: 256 * 1024 };

/** Encoded frames that lie side by side in one slab. */
interface GrowingRun {
  readonly bytes: Buffer;
  readonly from: number;
  to: number;
  readonly firstSeq: number;
  lastSeq: number;
}

/** Frames that are written together, and the callers who wait for them. */
export class Group {
  readonly firstSeq: number;
  readonly runs: GrowingRun[] = [];
  frames = 0;
  bytes = 0;
  /** Head of the chain after the last frame, 32 latin1 characters; "" before the group is sealed. */
  head = '';
  readonly #resolves: ((appended: Appended) => void)[] = [];
  readonly #rejects: ((error: unknown) => void)[] = [];

  constructor(firstSeq: number) {
    this.firstSeq = firstSeq;
  }

  get lastSeq(): number {
    return this.firstSeq + this.frames - 1;
  }

  get isFull(): boolean {
    return this.frames >= FULL.frames || this.bytes >= FULL.bytes;
  }

  /** Takes the frame that was encoded at `from` to `to` of a slab. */
  add(bytes: Buffer, from: number, to: number): Promise<Appended> {
    const seq = this.firstSeq + this.frames;
    const last = this.runs.at(-1);
    if (last !== undefined && last.bytes === bytes) {
      last.to = to;
      last.lastSeq = seq;
    } else this.runs.push({ bytes, from, to, firstSeq: seq, lastSeq: seq });
    this.frames += 1;
    this.bytes += to - from;
    return new Promise((resolve, reject) => {
      this.#resolves.push(resolve);
      this.#rejects.push(reject);
    });
  }

  /** The bytes of the frames. */
  chunks(): Uint8Array[] {
    return this.runs.map((run) => run.bytes.subarray(run.from, run.to));
  }

  /** Chains the group: nothing is added from here on. */
  seal(): string {
    this.head = groupHead(this.chunks());
    return this.head;
  }

  acknowledge(): void {
    let seq = this.firstSeq;
    for (const resolve of this.#resolves) {
      resolve({ seq });
      seq += 1;
    }
  }

  refuse(error: unknown): void {
    for (const reject of this.#rejects) reject(error);
  }
}
