/** Bytes that are drawn at once. */
const POOL = 8192;

/** Random bytes by the thousand: a call of the system for every key costs as much as a hash. No byte is given twice. */
export const pooledBytes = (random: (length: number) => Uint8Array): ((length: number) => Uint8Array) => {
  let pool = new Uint8Array(0);
  let used = 0;
  return (length) => {
    if (length > POOL) return random(length);
    if (used + length > pool.length) {
      pool = Uint8Array.from(random(POOL));
      used = 0;
    }
    const bytes = pool.slice(used, used + length);
    pool.fill(0, used, used + length);
    used += length;
    return bytes;
  };
};
