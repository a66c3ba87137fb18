/** Cuts the bytes of one direction into whole messages, however they arrive. */
export interface Assembler {
  readonly push: (bytes: Uint8Array) => void;
  /** Passes over the next `size` bytes without looking at them. */
  readonly skip: (size: number) => void;
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

/**
 * `read` gets all bytes that are there and answers how many of them it used; 0 asks for more, a negative number says how
 * many there must be. It is called again until it uses none. More than `limit` unused bytes stop the direction for good.
 * A skip that `read` asks for starts behind what it used.
 */
export const createAssembler = (limit: number, read: (bytes: Uint8Array) => number): Assembler => {
  let chunks: Uint8Array[] = [];
  let waiting = 0;
  /** Bytes that must be there before it makes sense to read again. */
  let needed = 0;
  let toSkip = 0;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    chunks = [];
    waiting = 0;
  };
  const consume = (bytes: Uint8Array): Uint8Array => {
    let left = bytes;
    needed = 0;
    while (left.length > 0 && !stopped) {
      if (toSkip > 0) {
        const size = Math.min(toSkip, left.length);
        toSkip -= size;
        left = left.subarray(size);
        continue;
      }
      const used = read(left);
      if (used <= 0) {
        needed = -used;
        break;
      }
      left = left.subarray(used);
    }
    return left;
  };
  const push = (bytes: Uint8Array): void => {
    if (stopped) return;
    if (waiting > 0) chunks.push(bytes);
    waiting += bytes.length;
    if (waiting >= needed) {
      const left = consume(chunks.length === 0 ? bytes : joined(chunks, waiting));
      if (stopped) return;
      waiting = left.length;
      chunks = waiting === 0 ? [] : [left];
    }
    if (waiting > limit || needed > limit + 1) stop();
  };
  const gap = (size: number): void => {
    if (waiting > 0 || size > toSkip) return stop();
    toSkip -= size;
  };
  return { push, gap, stop, skip: (size) => void (toSkip += size), stopped: () => stopped, pending: () => waiting };
};
