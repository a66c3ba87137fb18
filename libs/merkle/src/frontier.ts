import type { TreeHash } from './hashing.ts';

/** Told of every complete node: `index` counts the nodes of its level from the left, level 0 are leaves. */
export type OnNode = (level: number, index: number, hash: Uint8Array) => void;

/**
 * The right edge of a growing tree: one hash for each bit of its size. Adding a leaf costs one node hash on average,
 * memory is logarithmic, the root is the Merkle Tree Hash of RFC 9162 (2.1.1).
 */
export class Frontier {
  readonly #hash: TreeHash;
  readonly #onNode: OnNode;
  /** Complete subtrees from the largest to the smallest. */
  #subtrees: Uint8Array[];
  #size: number;

  /** `subtrees` are the roots of {@link edgeOf} `size`, in that order. */
  constructor(hash: TreeHash, onNode: OnNode, size = 0, subtrees: readonly Uint8Array[] = []) {
    if (subtrees.length !== edgeOf(size).length)
      throw new RangeError(`a tree of ${size} leaves has another number of subtrees than ${subtrees.length}`);
    this.#hash = hash;
    this.#onNode = onNode;
    this.#subtrees = [...subtrees];
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds the hash of a leaf at the right end. */
  append(leaf: Uint8Array): void {
    let index = this.#size;
    let hash = leaf;
    let level = 0;
    this.#onNode(level, index, hash);
    // A subtree at the left of the same height makes a node with it.
    for (; index % 2 === 1; index = (index - 1) / 2) {
      const left = this.#subtrees.pop();
      if (left === undefined) throw new RangeError('the tree lost its edge');
      hash = this.#hash.node(left, hash);
      level += 1;
      this.#onNode(level, (index - 1) / 2, hash);
    }
    this.#subtrees.push(hash);
    this.#size += 1;
  }

  /** The complete subtrees from which the tree can go on. */
  edge(): readonly Uint8Array[] {
    return [...this.#subtrees];
  }

  /** Root of the tree as it is now. */
  root(): Uint8Array {
    return foldEdge(this.#hash, this.#subtrees);
  }
}

/** A complete subtree: node `index` of `level`. */
export interface Place {
  readonly level: number;
  readonly index: number;
}

/** The complete subtrees that make up a tree of `size` leaves, from the left (largest) to the right (smallest). */
const edgeOf = (size: number): Place[] => coverOf(0, size);

/** Root of the tree whose {@link edgeOf} these hashes are. */
export const foldEdge = (hash: TreeHash, subtrees: readonly Uint8Array[]): Uint8Array => {
  const last = subtrees.at(-1);
  if (last === undefined) return hash.empty();
  return subtrees.slice(0, -1).reduceRight((right, left) => hash.node(left, right), last);
};

/**
 * Complete subtrees that cover the leaves from `from` to before `to`, from left to right. `from` has to be the first leaf
 * of a subtree of a tree of at least `to` leaves, as all ranges of a proof are.
 */
export const coverOf = (from: number, to: number): Place[] => {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from)
    throw new RangeError(`no range of leaves: ${from} to ${to}`);
  const places: Place[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= to) {
      width *= 2;
      level += 1;
    }
    places.push({ level, index: at / width });
    at += width;
  }
  return places;
};
