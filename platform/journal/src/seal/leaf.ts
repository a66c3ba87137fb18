import { createHash, hash } from 'node:crypto';
import { HASH_BYTES, treeHash, type Hash, type TreeHash } from '@chedun/merkle';
import { FRAME_HEADER, MAX_FORMAT, MAX_SOURCE } from '../frame.ts';
import type { Frame } from '../frame.ts';

/** Where the part of a frame begins that its leaf holds: behind magic and CRC. */
const HEADER_AT = 8;
const MOST = 1 + FRAME_HEADER + MAX_SOURCE + MAX_FORMAT + HASH_BYTES;

/** SM3 of OpenSSL. */
export const sm3: Hash = (bytes) => hash('sm3', bytes, 'buffer');
/** SHA-256 of OpenSSL. */
export const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');

/** Hash functions of the log itself. */
export const sm3Tree: TreeHash = treeHash(sm3);
/** Hash functions of the tree beside it, over the same frames, for tools that know no SM3. */
export const sha256Tree: TreeHash = treeHash(sha256);

/** The frame up to its payload as its leaf holds it; a view. */
export const frameHeaderOf = (frame: Frame): Uint8Array =>
  frame.raw.subarray(HEADER_AT, frame.raw.length - frame.payload.length);

/** Makes leaf hashes H(0x00 || header || H(payload)) of one hash function; reuses one buffer. */
const leafMaker = (digest: Hash): ((header: Uint8Array, payload: Uint8Array) => Uint8Array) => {
  const scratch = Buffer.alloc(MOST);
  return (header, payload) => {
    scratch.set(header, 1);
    scratch.set(digest(payload), 1 + header.length);
    return digest(scratch.subarray(0, 1 + header.length + HASH_BYTES));
  };
};

/** Leaf of a frame of which only the hash of the payload is known. */
export const leafOfHeader = (header: Uint8Array, payloadHash: Uint8Array): Uint8Array =>
  createHash('sm3').update(Uint8Array.of(0)).update(header).update(payloadHash).digest();

/** Leaf of the log of a frame. */
export const sm3Leaf = leafMaker(sm3);
/** Leaf of the tree beside it. */
export const sha256Leaf = leafMaker(sha256);
