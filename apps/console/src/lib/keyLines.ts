import { KeyImport } from '@chedun/signatures/contract';
import type { z } from 'zod';

/** Lines of a key list as people have it: VIN, algorithm, key and perhaps the number of the chip, with commas or tabs. */
export interface ReadKeyLines {
  readonly keys: z.output<typeof KeyImport>['keys'];
  /** Numbers of the lines, from 1, that are none. */
  readonly bad: readonly number[];
}

const ALGORITHMS: Readonly<Record<string, 'sm2' | 'rsa'>> = { sm2: 'sm2', rsa: 'rsa' };

const readLine = (line: string): z.output<typeof KeyImport>['keys'][number] | undefined => {
  const [vin = '', algorithm = '', publicKey = '', chipId = ''] = line.split(/[,\t;]/).map((part) => part.trim());
  const known = ALGORITHMS[algorithm.toLowerCase()];
  const read = KeyImport.shape.keys.element.safeParse({ vin: vin.toUpperCase(), algorithm: known, publicKey, chipId });
  return read.success ? read.data : undefined;
};

/** Reads pasted lines; empty ones and a header are passed over. */
export const readKeyLines = (text: string): ReadKeyLines => {
  const keys: z.output<typeof KeyImport>['keys'] = [];
  const bad: number[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || /^vin[,\t;]/i.test(line)) continue;
    const key = readLine(line);
    if (key) keys.push(key);
    else bad.push(at + 1);
  }
  return { keys, bad };
};
