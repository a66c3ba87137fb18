import type { Folder } from '../../libs/x509/testing/openssl.ts';

/** One case: what has to come out, and what came. */
export interface Case {
  readonly name: string;
  readonly expected: string;
  /** Gives what came; undefined = skipped. */
  readonly run: (folder: Folder) => Promise<string | undefined> | string | undefined;
}

/** What openssl is told to use the identity of GM/T 0009 with. */
export const DISTID = 'distid:1234567812345678';

/** The last line with words of what a command said. */
export const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';
