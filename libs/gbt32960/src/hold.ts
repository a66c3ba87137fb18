/** The unfinished end of a byte stream, and memory that is used again for every chunk. */
export interface Hold {
  /**
   * What is held followed by `chunk`; the chunk itself when nothing is held. Valid until the next call: fresh memory for
   * every chunk would cost more than all that is done with it.
   */
  readonly join: (chunk: Uint8Array) => Uint8Array;
  /** Keeps `joined` from `at` on. */
  readonly keep: (joined: Uint8Array, at: number) => void;
  /** Takes out a copy of everything. */
  readonly take: () => Uint8Array;
  readonly length: () => number;
}

/** Creates an empty hold. Single bytes may come in one by one: the buffer doubles, so the cost per byte is constant. */
export const createHold = (): Hold => {
  let buffer = new Uint8Array(0);
  let length = 0;

  const reserve = (needed: number): void => {
    if (needed <= buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, buffer.length * 2));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };

  const join = (chunk: Uint8Array): Uint8Array => {
    if (length === 0) return chunk;
    const needed = length + chunk.length;
    reserve(needed);
    buffer.set(chunk, length);
    return buffer.subarray(0, needed);
  };

  const keep = (joined: Uint8Array, at: number): void => {
    const isOwn = joined.buffer === buffer.buffer;
    length = joined.length - at;
    if (isOwn) buffer.copyWithin(0, at, joined.length);
    else {
      const rest = joined.subarray(at);
      length = 0;
      reserve(rest.length);
      buffer.set(rest);
      length = rest.length;
    }
  };

  const take = (): Uint8Array => {
    const all = buffer.slice(0, length);
    length = 0;
    return all;
  };

  return { join, keep, take, length: () => length };
};
