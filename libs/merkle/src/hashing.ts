/** Length of every hash of a tree, in bytes: SM3 and SHA-256 alike. */
export const HASH_BYTES = 32;

/** A hash function with 32 bytes of output. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** Hash functions of one tree, with the prefixes of RFC 9162 (2.1.1) that keep leaves and nodes apart. */
export interface TreeHash {
  /** Root of a tree without leaves: hash of nothing. */
  readonly empty: () => Uint8Array;
  /** Hash of a leaf: H(0x00 || data). */
  readonly leaf: (data: Uint8Array) => Uint8Array;
  /** Hash of a node: H(0x01 || left || right). Both are 32 bytes. */
  readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array;
}

/** Makes the hash functions of a tree. Not reentrant: it reuses one buffer for nodes. */
export const treeHash = (hash: Hash): TreeHash => {
  const pair = new Uint8Array(1 + 2 * HASH_BYTES);
  pair[0] = 1;
  return {
    empty: () => hash(new Uint8Array(0)),
    leaf: (data) => {
      const bytes = new Uint8Array(1 + data.length);
      bytes.set(data, 1);
      return hash(bytes);
    },
    node: (left, right) => {
      pair.set(left, 1);
      pair.set(right, 1 + HASH_BYTES);
      return hash(pair);
    },
  };
};

/** Whether two byte arrays hold the same bytes. */
export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, at) => byte === right[at]);
