/** Cuts the bytes of one direction into whole messages, however they arrive. */
export interface Assembler {
  readonly push: (bytes: Uint8Array) => void;
  /** Passes over the next `size` bytes without looking at them; `then` is called when all of them went by. */
  readonly skip: (size: number, then?: () => void) => void;
  /** A hole of `size` bytes: it may fall inside what is skipped anyway; otherwise the rest is given up. */
  readonly gap: (size: number) => void;
  readonly stop: () => void;
  readonly stopped: () => boolean;
  /** How many bytes wait for the rest of their message. */
  readonly pending: () => number;
}

const joined = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
};

const NOTHING = new Uint8Array(0);

/** What follows the first `size` bytes: mostly nothing, as a segment tends to end with its message. */
const behind = (bytes: Uint8Array, size: number): Uint8Array =>
  size === bytes.length ? NOTHING : bytes.subarray(size);

class MessageAssembler implements Assembler {
  private readonly limit: number;
  private readonly read: (bytes: Uint8Array) => number;
  private chunks: Uint8Array[] = [];
  private waiting = 0;
  /** Bytes that must be there before it makes sense to read again. */
  private needed = 0;
  private toSkip = 0;
  private skipped: (() => void) | undefined = undefined;
  private isStopped = false;

  constructor(limit: number, read: (bytes: Uint8Array) => number) {
    this.limit = limit;
    this.read = read;
  }

  push(bytes: Uint8Array): void {
    if (this.isStopped) return;
    if (this.waiting > 0) this.chunks.push(bytes);
    this.waiting += bytes.length;
    if (this.waiting >= this.needed) {
      const left = this.consume(this.chunks.length === 0 ? bytes : joined(this.chunks, this.waiting));
      if (this.stopped()) return;
      this.waiting = left.length;
      if (this.chunks.length > 0) this.chunks = [];
      if (left.length > 0) this.chunks.push(left);
    }
    if (this.waiting > this.limit || this.needed > this.limit + 1) this.stop();
  }

  skip(size: number, then?: () => void): void {
    this.toSkip += size;
    this.skipped = then;
  }

  gap(size: number): void {
    if (this.waiting > 0 || size > this.toSkip) return this.stop();
    this.pass(size);
  }

  stop(): void {
    this.isStopped = true;
    this.chunks = [];
    this.waiting = 0;
    this.skipped = undefined;
  }

  stopped(): boolean {
    return this.isStopped;
  }

  pending(): number {
    return this.waiting;
  }

  private pass(size: number): void {
    this.toSkip -= size;
    if (this.toSkip > 0) return;
    const then = this.skipped;
    this.skipped = undefined;
    then?.();
  }

  private consume(bytes: Uint8Array): Uint8Array {
    let left = bytes;
    this.needed = 0;
    while (left.length > 0 && !this.isStopped) {
      if (this.toSkip > 0) {
        const size = Math.min(this.toSkip, left.length);
        left = behind(left, size);
        this.pass(size);
        continue;
      }
      const used = this.read(left);
      if (used <= 0) {
        this.needed = -used;
        break;
      }
      left = behind(left, used);
    }
    return left;
  }
}

/**
 * `read` gets all bytes that are there and answers how many of them it used; 0 asks for more, a negative number says how
 * many there must be. It is called again until it uses none. More than `limit` unused bytes stop the direction for good.
 * A skip that `read` asks for starts behind what it used.
 */
export const createAssembler = (limit: number, read: (bytes: Uint8Array) => number): Assembler =>
  new MessageAssembler(limit, read);
