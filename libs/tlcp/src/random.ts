import type { RandomBytes } from '@chedun/gm';
import { join } from './bytes.ts';
import { RANDOM_BYTES } from './hello.ts';

/** Random number of a hello: seconds since 1970 in four bytes, then random ones (GB/T 38636-2020, 6.4.5.2.1). */
export const helloRandom = (random: RandomBytes, at: number): Uint8Array => {
  const time = new Uint8Array(4);
  new DataView(time.buffer).setUint32(0, Math.floor(at / 1000) % 2 ** 32);
  return join(time, random(RANDOM_BYTES - time.length));
};
