import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Others may read it, because the store runs under an account of its own; the folder above keeps everybody else out. */
const MODE = 0o644;

/** Writes a block into the spool; false when the disk does not take it, and then nothing stays. */
export const writeSpoolFile = (folder: string, name: string, block: Uint8Array): boolean => {
  const path = join(folder, name);
  try {
    const file = openSync(path, 'w', MODE);
    try {
      for (let at = 0; at < block.length;) at += writeSync(file, block, at);
    } finally {
      closeSync(file);
    }
    return true;
  } catch {
    rmSync(path, { force: true });
    return false;
  }
};
