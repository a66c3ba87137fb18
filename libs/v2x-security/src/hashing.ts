import { hash } from 'node:crypto';

/** Hash algorithms of the security layer. */
export type HashName = 'sha256' | 'sha384' | 'sm3';

/**
 * Hash of bytes. In one call: a hash object for each message is twice as slow, and thousands of them that wait for the
 * collector stop a thread for tens of milliseconds.
 */
export const hashOf = (name: HashName, ...parts: readonly Uint8Array[]): Uint8Array => {
  const [only] = parts;
  return new Uint8Array(hash(name, parts.length === 1 && only !== undefined ? only : Buffer.concat(parts), 'buffer'));
};

/** Last `count` bytes of a hash: HashedId3, HashedId8, HashedId10, HashedId32 (IEEE 1609.2 6.3.25 to 6.3.28). */
export const hashedId = (digest: Uint8Array, count: 3 | 8 | 10 | 32): Uint8Array => digest.slice(digest.length - count);
