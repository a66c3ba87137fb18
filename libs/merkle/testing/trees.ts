import { createHash } from 'node:crypto';
import { Frontier, HASH_BYTES, TILE_WIDTH, treeHash, type Hash, type ReadTile, type TiledTree } from '../src/index.ts';

/** SM3 of OpenSSL. */
export const sm3: Hash = (bytes) => createHash('sm3').update(bytes).digest();
/** SHA-256 of OpenSSL. */
export const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest();

const hash = treeHash(sm3);

/** Leaf number `at` of every tree of these tests. */
export const leafAt = (at: number): Uint8Array => hash.leaf(new TextEncoder().encode(`leaf ${at}`));

/** Merkle Tree Hash as RFC 9162 defines it, by recursion over a copy: slow and plain. */
export const naiveRoot = (leaves: readonly Uint8Array[]): Uint8Array => {
  const [first] = leaves;
  if (first === undefined) return sm3(new Uint8Array(0));
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sm3(Uint8Array.from([1, ...naiveRoot(leaves.slice(0, split)), ...naiveRoot(leaves.slice(split))]));
};

/** Tree of the first `size` leaves with its tiles in memory. */
export const tiledTree = (size: number): TiledTree => {
  const rows = new Map<number, Uint8Array[]>();
  const frontier = new Frontier(hash, (level, index, node) => {
    const row = rows.get(level) ?? [];
    rows.set(level, row);
    row[index] = Uint8Array.from(node);
  });
  for (let at = 0; at < size; at += 1) frontier.append(leafAt(at));
  const readTile: ReadTile = async ({ level, index, width }) => {
    const row = (rows.get(level * 8) ?? []).slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
    if (row.length !== width) throw new RangeError('no such tile');
    const bytes = new Uint8Array(width * HASH_BYTES);
    for (const [at, node] of row.entries()) bytes.set(node, at * HASH_BYTES);
    return bytes;
  };
  return { hash, size, readTile };
};
