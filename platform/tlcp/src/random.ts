import { randomFillSync } from 'node:crypto';

const POOL = 4096;

/**
 * Random bytes out of a pool that is filled at once: small requests are many, and each call of OpenSSL costs more than its
 * bytes. No byte is given twice; what was given is cleared from the pool.
 */
export const pooledRandom = (): ((length: number) => Uint8Array) => {
  const pool = new Uint8Array(POOL);
  let at = POOL;
  return (length) => {
    if (length > POOL) return randomFillSync(new Uint8Array(length));
    if (at + length > POOL) {
      randomFillSync(pool);
      at = 0;
    }
    const given = pool.slice(at, at + length);
    pool.fill(0, at, at + length);
    at += length;
    return given;
  };
};
