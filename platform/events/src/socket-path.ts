import { chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';

/** Longest path of a unix socket in bytes (sockaddr_un has 108 with the closing zero). */
export const MAX_SOCKET_PATH = 107;

/**
 * Where the store listens: in its data folder, or, where that path is too long, in a new private folder (0700) below the
 * folder for temporary files, which `chosen` says the caller must remove.
 */
export const socketPath = (
  folder: string,
  account: Account,
): { readonly path: string; readonly temporary: string | undefined } => {
  const path = join(folder, 'store.sock');
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH) return { path, temporary: undefined };
  const temporary = mkdtempSync(join(tmpdir(), 'chedun-'));
  if (account.kind === 'other') chownSync(temporary, account.uid, account.gid);
  return { path: join(temporary, 'store.sock'), temporary };
};
