import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The real `bin/chedun`. */
export const BINARY = fileURLToPath(new URL('../../../bin/chedun', import.meta.url));

/** Compiled code of earlier runs: half of a short command. */
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/chedun', import.meta.url));

/** How a run of the binary ended. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Lines of standard output as JSON. */
  readonly json: () => readonly Record<string, unknown>[];
}

/** Runs the real `bin/chedun` with an environment of its own. */
export const chedun = (
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
    /** What it reads on standard input. */
    readonly stdin?: string;
  } = {},
): Promise<Run> =>
  new Promise((done, fail) => {
    const env = { PATH: process.env['PATH'], HOME: tmpdir(), NODE_COMPILE_CACHE: CACHE, ...options.env };
    const child = spawn(process.execPath, [BINARY, ...args], { env, cwd: options.cwd ?? tmpdir() });
    child.stdin.end(options.stdin ?? '');
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.once('error', fail);
    child.once('close', (code) =>
      done({
        code,
        out,
        err,
        json: () =>
          out
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>),
      }),
    );
  });

/** A folder of one test file. */
export interface Folder {
  readonly path: string;
  /** Writes a file and gives its path. */
  readonly file: (name: string, content: string | Uint8Array) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** Makes a folder that the test removes. */
export const temporaryFolder = async (): Promise<Folder> => {
  const path = await mkdtemp(join(tmpdir(), 'chedun-cli-'));
  return {
    path,
    file: async (name, content) => {
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
};
