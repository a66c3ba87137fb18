import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether the openssl command is there and speaks SM2. */
export const hasOpenssl = (): boolean => {
  const { status, stdout } = spawnSync('openssl', ['ecparam', '-list_curves'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('SM2');
};

/** A temporary folder of a test. */
export interface Folder {
  /** Writes a file and gives back its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly read: (name: string) => Uint8Array;
  readonly path: (name: string) => string;
}

/** Runs openssl; what it prints on both streams, and whether it ended with 0. */
export const openssl = (args: readonly string[], input = ''): { readonly ok: boolean; readonly output: string } => {
  const { status, stdout, stderr } = spawnSync('openssl', args, { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  return { ok: status === 0, output: `${stdout}${stderr}` };
};

/** Runs something in a folder that is gone afterwards. */
export const withFolder = async <T>(work: (folder: Folder) => Promise<T> | T): Promise<T> => {
  const root = mkdtempSync(join(tmpdir(), 'chedun-x509-'));
  const path = (name: string): string => join(root, name);
  try {
    return await work({
      path,
      read: (name) => new Uint8Array(readFileSync(path(name))),
      write: (name, content) => {
        writeFileSync(path(name), content);
        return path(name);
      },
    });
  } finally {
    rmSync(root, { recursive: true });
  }
};

/** Runs openssl and throws with its words when it fails. */
export const mustOpenssl = (args: readonly string[], input = ''): Buffer =>
  execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
