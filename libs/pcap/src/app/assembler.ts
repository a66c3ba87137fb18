const NOTHING = new Uint8Array(0);

/** Cuts the bytes of one direction into whole messages, however they arrive. */
export interface Assembler {
  readonly push: (bytes: Uint8Array) => void;
  /** Passes over the next `size` bytes without looking at them. */
  readonly skip: (size: number) => void;
  /** A hole of `size` bytes: it may fall inside what is skipped anyway; otherwise the rest is given up. */
  readonly gap: (size: number) => void;
  readonly stop: () => void;
  readonly stopped: () => boolean;
  /** Bytes waiting for the rest of their message. */
  readonly pending: () => Uint8Array;
}

/**
 * `read` gets all bytes that are there and answers how many of them it used; 0 asks for more. It is called again until
 * it uses none. More than `limit` unused bytes stop the direction for good. A skip that `read` asks for starts behind
 * what it used.
 */
export const createAssembler = (limit: number, read: (bytes: Uint8Array) => number): Assembler => {
  let rest: Uint8Array = NOTHING;
  let toSkip = 0;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    rest = room = NOTHING;
  };
  /** Room for what waits, which grows in powers of two so that a message in many pieces is copied once or twice. */
  let room: Uint8Array = NOTHING;
  const joined = (bytes: Uint8Array): Uint8Array => {
    if (rest.length === 0) return bytes;
    const size = rest.length + bytes.length;
    if (rest.buffer === room.buffer && rest.byteOffset + size <= room.length) {
      room.set(bytes, rest.byteOffset + rest.length);
      return room.subarray(rest.byteOffset, rest.byteOffset + size);
    }
    room = new Uint8Array(size * 2);
    room.set(rest);
    room.set(bytes, rest.length);
    return room.subarray(0, size);
  };
  const consume = (bytes: Uint8Array): Uint8Array => {
    let left = bytes;
    while (left.length > 0 && !stopped) {
      if (toSkip > 0) {
        const size = Math.min(toSkip, left.length);
        toSkip -= size;
        left = left.subarray(size);
        continue;
      }
      const used = read(left);
      if (used <= 0) break;
      left = left.subarray(used);
    }
    return left;
  };
  const push = (bytes: Uint8Array): void => {
    if (stopped) return;
    const left = consume(joined(bytes));
    if (stopped) return;
    if (left.length > limit) return stop();
    rest = left;
    if (left.length === 0) rest = room = NOTHING;
  };
  const gap = (size: number): void => {
    if (rest.length > 0 || size > toSkip) return stop();
    toSkip -= size;
  };
  return {
    push,
    gap,
    stop,
    skip: (size) => void (toSkip += size),
    stopped: () => stopped,
    pending: () => rest,
  };
};
