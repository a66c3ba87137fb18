import { sharedGhashEngine } from '../engine/engine.ts';
import { SM4_BLOCK } from './block.ts';

/** Blocks that go into the engine at once. */
const CHUNK = 4096 * SM4_BLOCK;

/**
 * GHASH of NIST SP 800-38D (6.4) under the hash key `h` (16 bytes) over parts, each filled up with zeros to whole blocks:
 * 16 bytes. Runs in the engine, in a time that does not depend on the values.
 */
export const ghash = (h: Uint8Array, parts: readonly Uint8Array[]): Uint8Array => {
  const engine = sharedGhashEngine();
  engine.reserve(engine.free + CHUNK);
  engine.give(h);
  engine.give(new Uint8Array(SM4_BLOCK), SM4_BLOCK);
  for (const part of parts) {
    for (let from = 0; from < part.length; from += CHUNK) {
      const chunk = part.subarray(from, from + CHUNK);
      const blocks = Math.ceil(chunk.length / SM4_BLOCK);
      const memory = engine.bytes();
      memory.set(chunk, engine.free);
      memory.fill(0, engine.free + chunk.length, engine.free + blocks * SM4_BLOCK);
      engine.call.ghash(engine.free, blocks);
    }
  }
  const digest = engine.take(SM4_BLOCK, SM4_BLOCK);
  // the hash key is not left behind
  engine.give(new Uint8Array(2 * SM4_BLOCK));
  return digest;
};
