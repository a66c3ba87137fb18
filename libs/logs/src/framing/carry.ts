/**
 * Bytes of one unfinished record. Grows with what has arrived, never with what was announced, and never beyond its
 * limit.
 */
export interface Carry {
  /** Bytes held. */
  readonly held: () => number;
  /** Takes what fits; returns how many bytes did not. */
  readonly append: (part: Uint8Array) => number;
  /** What is held; valid until the next call. */
  readonly view: () => Uint8Array;
  /** Forgets the bytes, and gives the memory back when it was much. */
  readonly clear: () => void;
}

const KEEP_ALLOCATED = 65_536;

/** Makes an empty carry that holds at most `limit` bytes. */
export const createCarry = (limit: number): Carry => {
  let buffer = Buffer.alloc(0);
  let held = 0;
  return {
    held: () => held,
    append: (part) => {
      const taken = Math.min(part.length, limit - held);
      if (buffer.length < held + taken) {
        const grown = Buffer.allocUnsafe(Math.min(Math.max(256, (held + taken) * 2), limit));
        buffer.copy(grown, 0, 0, held);
        buffer = grown;
      }
      buffer.set(taken === part.length ? part : part.subarray(0, taken), held);
      held += taken;
      return part.length - taken;
    },
    view: () => buffer.subarray(0, held),
    clear: () => {
      held = 0;
      if (buffer.length > KEEP_ALLOCATED) buffer = Buffer.alloc(0);
    },
  };
};
