// Written from the verification algorithms of RFC 9162 and on purpose without a line of the prover: a mistake in one of
// them must not hide in the other.
import { HASH_BYTES, sameBytes } from './hashing.ts';
import type { TreeHash } from './hashing.ts';

/** Longest proof of a tree of at most 2^53 leaves. */
const MAX_PATH = 64;

const isPath = (path: readonly Uint8Array[]): boolean =>
  path.length <= MAX_PATH && path.every((hash) => hash.length === HASH_BYTES);

const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

/** What an inclusion proof is about. */
export interface InclusionClaim {
  readonly leaf: Uint8Array;
  /** Place of the leaf, from 0. */
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The nodes on the way from a leaf to the root, lowest first; undefined when the path has another length. */
export const climb = (
  hash: TreeHash,
  { leaf, index, size }: Omit<InclusionClaim, 'root'>,
  path: readonly Uint8Array[],
): Uint8Array[] | undefined => {
  let fn = index;
  let sn = size - 1;
  let node = leaf;
  const nodes: Uint8Array[] = [];
  for (const sibling of path) {
    if (sn === 0) return undefined;
    if (isOdd(fn) || fn === sn) {
      node = hash.node(sibling, node);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else node = hash.node(node, sibling);
    nodes.push(node);
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 ? nodes : undefined;
};

/** Whether a path proves that the leaf stands at its index in the tree: RFC 9162 (2.1.3.2). Never throws. */
export const verifyInclusion = (hash: TreeHash, claim: InclusionClaim, path: readonly Uint8Array[]): boolean => {
  const { index, size, leaf, root } = claim;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  if (leaf.length !== HASH_BYTES || root.length !== HASH_BYTES || !isPath(path)) return false;
  const nodes = climb(hash, claim, path);
  return nodes !== undefined && sameBytes(nodes.at(-1) ?? leaf, root);
};

/** What a consistency proof is about: both trees with their roots. */
export interface ConsistencyClaim {
  readonly older: { readonly size: number; readonly root: Uint8Array };
  readonly newer: { readonly size: number; readonly root: Uint8Array };
}

/**
 * Whether a proof shows that the older tree is the beginning of the newer one: RFC 9162 (2.1.4.2). A tree without leaves
 * is the beginning of every tree, if its root is that of nothing. Never throws.
 */
export const verifyConsistency = (hash: TreeHash, claim: ConsistencyClaim, path: readonly Uint8Array[]): boolean => {
  const { older, newer } = claim;
  const sizes = [older.size, newer.size];
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0) || older.size > newer.size) return false;
  if (older.root.length !== HASH_BYTES || newer.root.length !== HASH_BYTES || !isPath(path)) return false;
  if (older.size === newer.size) return path.length === 0 && sameBytes(older.root, newer.root);
  if (older.size === 0) return path.length === 0 && sameBytes(older.root, hash.empty());
  return foldsToBoth(hash, claim, path);
};

const foldsToBoth = (hash: TreeHash, { older, newer }: ConsistencyClaim, given: readonly Uint8Array[]): boolean => {
  let fn = older.size - 1;
  let sn = newer.size - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  // A tree of 2^k leaves is itself the first node.
  const path = fn === 0 ? [older.root, ...given] : given;
  const [seed, ...rest] = path;
  if (seed === undefined) return false;
  let fr = seed;
  let sr = seed;
  for (const sibling of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = hash.node(sibling, fr);
      sr = hash.node(sibling, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else sr = hash.node(sr, sibling);
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameBytes(fr, older.root) && sameBytes(sr, newer.root);
};
