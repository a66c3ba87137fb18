import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hexBytes } from '../target.ts';

const ROOT = new URL('../../../', import.meta.url);

/** Text of a file of the project, its path from the root. */
export const projectText = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** Byte strings of a corpus of lines of hexadecimal digits. */
export const hexCorpus = (path: string): readonly Uint8Array[] =>
  projectText(path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(hexBytes);

/** The same `count` values of a generator at every call. */
export const samples = <T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] =>
  fc.sample(arbitrary, { seed: 32_960, numRuns: count });
