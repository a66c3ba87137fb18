const PRIME = 0x01000193;

const mixed = (hash: number, word: number): number => {
  const next = Math.imul(hash ^ word, PRIME);
  return next ^ (next >>> 15);
};

/**
 * Hash of a whole frame, `from .. to` of the bytes behind `view`: a fingerprint to compare with the frame before, 32 bits.
 * Four lanes of words, because one would wait for each multiplication.
 */
export const frameHash = (view: DataView, from: number, to: number): number => {
  let [a, b, c, d] = [0x811c9dc5, 0x050c5d1f, 0x27d4eb2f, 0x165667b1];
  let at = from;
  for (; at + 16 <= to; at += 16) {
    a = mixed(a, view.getInt32(at));
    b = mixed(b, view.getInt32(at + 4));
    c = mixed(c, view.getInt32(at + 8));
    d = mixed(d, view.getInt32(at + 12));
  }
  for (; at < to; at += 1) a = mixed(a, view.getUint8(at));
  return mixed(mixed(mixed(a, b), c), d) >>> 0;
};
