/** The unfinished end of a byte stream. */
export interface Hold {
  /** What is held followed by `chunk`; a view of the chunk itself when nothing is held. */
  readonly join: (chunk: Uint8Array) => Uint8Array;
  /** Keeps `joined` from `at` on. Bytes before `at` may have been handed out and are never written again. */
  readonly keep: (joined: Uint8Array, at: number) => void;
  /** Takes out everything. */
  readonly take: () => Uint8Array;
  readonly length: () => number;
}

/** Creates an empty hold. Single bytes may come in one by one: the buffer doubles, so the cost per byte is constant. */
export const createHold = (): Hold => {
  let buffer = new Uint8Array(0);
  let length = 0;

  const join = (chunk: Uint8Array): Uint8Array => {
    if (length === 0) return chunk;
    const needed = length + chunk.length;
    if (needed > buffer.length) {
      const larger = new Uint8Array(Math.max(needed, buffer.length * 2));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(chunk, length);
    return buffer.subarray(0, needed);
  };

  const keep = (joined: Uint8Array, at: number): void => {
    const isOwnBuffer = length > 0 && at === 0;
    length = joined.length - at;
    if (!isOwnBuffer) buffer = new Uint8Array(joined.subarray(at));
  };

  const take = (): Uint8Array => {
    const all = buffer.slice(0, length);
    length = 0;
    return all;
  };

  return { join, keep, take, length: () => length };
};
