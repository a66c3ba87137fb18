import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const ROUNDS = 5;
const SWEEP_MS = 20;

/**
 * Bytes of buffers that somebody still holds. What nobody holds is swept beside the program and counted until that is
 * done, so that it is collected several times and the least count taken: what is held is in every one of them.
 */
export const heldBuffers = async (): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    collect();
    await wait(SWEEP_MS);
    least = Math.min(least, process.memoryUsage().arrayBuffers);
  }
  return least;
};
