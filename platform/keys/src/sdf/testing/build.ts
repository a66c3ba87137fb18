import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadNative } from '../../native.ts';

/** A built test double, or why there is none. */
export type Built =
  | { readonly kind: 'built'; readonly modulePath: string; readonly remove: () => void }
  | { readonly kind: 'absent'; readonly reason: string };

/** Compiles the test double with `cc` against libcrypto. */
export const buildDouble = (): Built => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chedun-sdf-'));
  const library = path.join(folder, 'libsdfdouble.so');
  const source = fileURLToPath(new URL('double.c', import.meta.url));
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-lcrypto'], { stdio: 'pipe' });
    return { kind: 'built', modulePath: library, remove: () => rmSync(folder, { recursive: true, force: true }) };
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return { kind: 'absent', reason: 'no C compiler, or no header files of libcrypto' };
  }
};

/** What a test asks of the double itself. */
export const controlDouble = async (library: string) => {
  const native = await loadNative(library);
  const fail = native.named('double_fail', 'void', ['int']);
  const lie = native.named('double_lie', 'void', ['int']);
  const layout = native.named('double_layout', 'void', ['void *']);
  return {
    /** So many next calls answer SDR_HARDFAIL. */
    fail: (calls: number) => fail(calls),
    /** Signatures are wrong from now on, or right again. */
    lie: (wrong: number) => lie(wrong),
    /** Sessions that are open. */
    open: native.named('double_open', 'int', []),
    /** Sizes and offsets of the structures as the compiler lays them out. */
    layout: async (): Promise<readonly number[]> => {
      const out = Buffer.alloc(24);
      await layout(out);
      return Array.from({ length: 6 }, (_, index) => out.readUInt32LE(index * 4));
    },
  };
};
