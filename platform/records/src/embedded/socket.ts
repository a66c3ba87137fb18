import { DomainError } from '@chedun/kernel';
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Account } from './account.ts';

/** `sun_path` holds 108 bytes with its end mark. */
const LONGEST_SOCKET_PATH = 107;
/** PostgreSQL names its socket by the port, which is always the same here. */
export const SOCKET_NAME = '.s.PGSQL.5432';

/** True when a socket in this folder can be opened. */
export const fitsSocket = (folder: string): boolean =>
  Buffer.byteLength(path.join(folder, SOCKET_NAME)) <= LONGEST_SOCKET_PATH;

/**
 * Makes the private folder (0700) of the socket: beside the data where the path is short enough, else a folder below the
 * temporary one whose name follows from the data folder. Whoever reaches the socket is trusted, so a folder that somebody
 * else made is refused.
 */
export const makeSocketFolder = async (folder: string, account: Account): Promise<string> => {
  const near = path.join(folder, 'socket');
  const name = `chedun-${createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 16)}`;
  const chosen = fitsSocket(near) ? near : path.join(tmpdir(), name);
  await mkdir(chosen, { mode: 0o700 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  const found = await lstat(chosen);
  const uids = account.kind === 'other' ? [0, account.uid] : [process.getuid?.() ?? 0];
  if (!found.isDirectory() || !uids.includes(found.uid)) {
    throw new DomainError('records.start-failed', {
      file: chosen,
      reason: 'the socket folder belongs to somebody else',
    });
  }
  if (account.kind === 'other') await chown(chosen, account.uid, account.gid);
  await chmod(chosen, 0o700);
  return chosen;
};
