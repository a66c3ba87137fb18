import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafAt, naiveRoot, sha256, sm3, tiledTree } from '../testing/trees.ts';
import { Frontier, edgeHashes, proveConsistency, proveInclusion, rootAt, treeHash } from './index.ts';
import { climb, verifyConsistency, verifyInclusion } from './index.ts';

const MOST = 600;
const hash = treeHash(sm3);
const leaves = Array.from({ length: MOST }, (_, at) => leafAt(at));
const roots = Array.from({ length: MOST + 1 }, (_, size) => naiveRoot(leaves.slice(0, size)));
const rootOf = (size: number): Uint8Array => roots[size] ?? new Uint8Array(0);
const leafOf = (at: number): Uint8Array => leaves[at] ?? new Uint8Array(0);

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};

describe('the root', () => {
  it('is that of a naive tree for every size from 0 to 600', () => {
    const frontier = new Frontier(hash, () => undefined);
    for (let size = 0; size <= MOST; size += 1) {
      expect(Buffer.from(frontier.root()).toString('hex')).toBe(Buffer.from(rootOf(size)).toString('hex'));
      frontier.append(leafOf(size));
    }
  });

  it('fits the vectors of Certificate Transparency for SHA-256', () => {
    const tree = treeHash(sha256);
    const frontier = new Frontier(tree, () => undefined);
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const found = inputs.map((input) => {
      frontier.append(tree.leaf(Buffer.from(input, 'hex')));
      return Buffer.from(frontier.root()).toString('hex');
    });
    expect(found[0]).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(found[7]).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('goes on from its edge as if it had never stopped', async () => {
    for (const size of [0, 1, 2, 3, 255, 256, 257, 511, 512, 599]) {
      const frontier = new Frontier(hash, () => undefined, size, await edgeHashes(tiledTree(MOST), size));
      for (let at = size; at < MOST; at += 1) frontier.append(leafOf(at));
      expect(frontier.root()).toEqual(Buffer.from(rootOf(MOST)));
    }
    expect(() => new Frontier(hash, () => undefined, 3, [leafOf(0)])).toThrow(RangeError);
  });

  it('of an earlier size comes out of the tiles of a later one', async () => {
    const tree = tiledTree(MOST);
    for (let size = 0; size <= MOST; size += 7)
      expect(Buffer.from(await rootAt(tree, size))).toEqual(Buffer.from(rootOf(size)));
  });
});

describe('inclusion proofs', () => {
  it('hold for every leaf of trees of many sizes and for no other leaf, place or size', async () => {
    for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100, 255, 256, 257, 300, 512, 600]) {
      const tree = tiledTree(size);
      for (let index = 0; index < size; index += size > 100 ? 13 : 1) {
        const path = await proveInclusion(tree, index);
        const claim = { leaf: leafOf(index), index, size, root: rootOf(size) };
        expect(verifyInclusion(hash, claim, path)).toBe(true);
        expect(climb(hash, claim, path)).toHaveLength(path.length);
        expect(verifyInclusion(hash, { ...claim, leaf: leafAt(index + 1) }, path)).toBe(false);
        expect(verifyInclusion(hash, { ...claim, index: index + 1 }, path)).toBe(false);
        expect(verifyInclusion(hash, { ...claim, root: rootOf(size - 1) }, path)).toBe(false);
        expect(verifyInclusion(hash, claim, [...path, leafOf(0)])).toBe(false);
        if (path.length > 0) expect(verifyInclusion(hash, claim, path.slice(1))).toBe(false);
      }
    }
  });

  it('break with every flipped bit', async () => {
    const tree = tiledTree(MOST);
    await fc.assert(
      fc.asyncProperty(fc.nat(MOST - 1), fc.nat(), fc.nat(255), async (index, at, bit) => {
        const path = await proveInclusion(tree, index);
        const claim = { leaf: leafOf(index), index, size: MOST, root: rootOf(MOST) };
        const wrong = path.map((node, place) => (place === at % path.length ? flipped(node, bit) : node));
        expect(verifyInclusion(hash, claim, path)).toBe(true);
        expect(verifyInclusion(hash, claim, wrong)).toBe(false);
      }),
    );
  });

  it('are refused for leaves that are not there', async () => {
    await expect(proveInclusion(tiledTree(5), 5)).rejects.toThrow(RangeError);
    await expect(proveInclusion(tiledTree(5), -1)).rejects.toThrow(RangeError);
    expect(verifyInclusion(hash, { leaf: leafOf(0), index: 0, size: 0, root: rootOf(0) }, [])).toBe(false);
    expect(
      verifyInclusion(hash, { leaf: leafOf(0), index: 0, size: 2, root: rootOf(2) }, [leafOf(1).subarray(1)]),
    ).toBe(false);
  });
});

describe('consistency proofs', () => {
  it('hold for every pair of sizes up to 70 and not for another older tree', async () => {
    for (let size = 0; size <= 70; size += 1) {
      const tree = tiledTree(size);
      for (let older = 0; older <= size; older += 1) {
        const path = await proveConsistency(tree, older);
        const claim = { older: { size: older, root: rootOf(older) }, newer: { size, root: rootOf(size) } };
        expect(verifyConsistency(hash, claim, path)).toBe(true);
        const forged = { ...claim, older: { size: older, root: flipped(rootOf(older), 9) } };
        expect(verifyConsistency(hash, forged, path)).toBe(false);
        const grown = { ...claim, newer: { size, root: flipped(rootOf(size), 9) } };
        if (older > 0) expect(verifyConsistency(hash, grown, path)).toBe(false);
      }
    }
  });

  it('hold for sizes up to 600 and break with every flipped bit, hash left out or hash added', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: MOST }), fc.integer({ min: 1, max: MOST }));
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(255), async ([a, b], at, bit) => {
        const [older, size] = [Math.min(a, b), Math.max(a, b)];
        const path = await proveConsistency(tiledTree(size), older);
        const claim = { older: { size: older, root: rootOf(older) }, newer: { size, root: rootOf(size) } };
        expect(verifyConsistency(hash, claim, path)).toBe(true);
        expect(verifyConsistency(hash, claim, [...path, leafOf(0)])).toBe(false);
        if (path.length === 0) return;
        expect(verifyConsistency(hash, claim, path.slice(1))).toBe(false);
        const wrong = path.map((node, place) => (place === at % path.length ? flipped(node, bit) : node));
        expect(verifyConsistency(hash, claim, wrong)).toBe(false);
      }),
    );
  });

  it('are refused for trees that never were', async () => {
    await expect(proveConsistency(tiledTree(5), 6)).rejects.toThrow(RangeError);
    const shrunk = { older: { size: 5, root: rootOf(5) }, newer: { size: 4, root: rootOf(4) } };
    expect(verifyConsistency(hash, shrunk, [])).toBe(false);
    const forked = { older: { size: 5, root: rootOf(5) }, newer: { size: 5, root: rootOf(4) } };
    expect(verifyConsistency(hash, forked, [])).toBe(false);
  });
});
