import { coverOf, foldEdge } from './frontier.ts';
import type { Place } from './frontier.ts';
import type { TreeHash } from './hashing.ts';
import { hashAt, spanOf } from './tiles.ts';
import type { Tile } from './tiles.ts';

/** Reads the bytes of a tile: `width` hashes. Throws when it cannot. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>;

/** A tree of `size` leaves as its tiles hold it. */
export interface TiledTree {
  readonly hash: TreeHash;
  readonly size: number;
  readonly readTile: ReadTile;
}

/** Hash of a complete node. */
const nodeAt = async ({ hash, size, readTile }: TiledTree, place: Place): Promise<Uint8Array> => {
  const { tile, from, count } = spanOf(place, size);
  const bytes = await readTile(tile);
  let row = Array.from({ length: count }, (_, at) => hashAt(bytes, from + at));
  while (row.length > 1) row = pairUp(hash, row);
  const [node] = row;
  if (node === undefined) throw new RangeError('the span of a node is empty');
  // A copy: tiles may be kept by whoever reads them.
  return Uint8Array.from(node);
};

const pairUp = (hash: TreeHash, row: readonly Uint8Array[]): Uint8Array[] => {
  const above: Uint8Array[] = [];
  for (let at = 0; at + 1 < row.length; at += 2) {
    const [left, right] = row.slice(at, at + 2);
    if (left !== undefined && right !== undefined) above.push(hash.node(left, right));
  }
  return above;
};

/** Root of the leaves from `from` to before `to`; see {@link coverOf} for which ranges there are. */
const rangeRoot = async (tree: TiledTree, from: number, to: number): Promise<Uint8Array> => {
  const nodes: Uint8Array[] = [];
  for (const place of coverOf(from, to)) nodes.push(await nodeAt(tree, place));
  return foldEdge(tree.hash, nodes);
};

/** Hashes of the right edge of the tree, as a Frontier is made of. */
export const edgeHashes = async (tree: TiledTree, size: number): Promise<Uint8Array[]> => {
  const hashes: Uint8Array[] = [];
  for (const place of coverOf(0, size)) hashes.push(await nodeAt(tree, place));
  return hashes;
};

/** Root of the tree as it was with `size` leaves. */
export const rootAt = (tree: TiledTree, size: number): Promise<Uint8Array> => rangeRoot(tree, 0, size);

/** Largest power of two below `size`, which is at least 2. */
const splitOf = (size: number): number => {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
};

/** Inclusion proof of leaf `index` in the tree, RFC 9162 (2.1.3.1); lowest hash first. */
export const proveInclusion = async (tree: TiledTree, index: number): Promise<Uint8Array[]> => {
  if (!Number.isSafeInteger(index) || index < 0 || index >= tree.size)
    throw new RangeError(`leaf ${index} is not in a tree of ${tree.size}`);
  const path: Uint8Array[] = [];
  for (let from = 0, to = tree.size; to - from > 1;) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push(await rangeRoot(tree, middle, to));
      to = middle;
    } else {
      path.push(await rangeRoot(tree, from, middle));
      from = middle;
    }
  }
  return path.toReversed();
};

/** Proof that the tree of `older` leaves is the beginning of this tree, RFC 9162 (2.1.4.1); empty for 0 and for itself. */
export const proveConsistency = async (tree: TiledTree, older: number): Promise<Uint8Array[]> => {
  if (!Number.isSafeInteger(older) || older < 0 || older > tree.size)
    throw new RangeError(`a tree of ${tree.size} had never ${older} leaves`);
  if (older === 0 || older === tree.size) return [];
  return subProof(tree, older, { from: 0, to: tree.size }, 'known');
};

/** `known`: the verifier has the root of the leaves of `range` that are old, as long as all its ancestors ended there. */
const subProof = async (
  tree: TiledTree,
  older: number,
  range: { readonly from: number; readonly to: number },
  root: 'known' | 'unknown',
): Promise<Uint8Array[]> => {
  const { from, to } = range;
  if (older === to - from) return root === 'known' ? [] : [await rangeRoot(tree, from, to)];
  const split = splitOf(to - from);
  const middle = from + split;
  if (older <= split) {
    return [...(await subProof(tree, older, { from, to: middle }, root)), await rangeRoot(tree, middle, to)];
  }
  const right = await subProof(tree, older - split, { from: middle, to }, 'unknown');
  return [...right, await rangeRoot(tree, from, middle)];
};
