import { readFile } from 'node:fs/promises';
import { fileError } from '../errors.ts';

/** Bytes of a file that is named on the command line. */
export const wholeFile = async (file: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await readFile(file).catch((error: unknown) => {
      throw fileError(file, error);
    }),
  );
