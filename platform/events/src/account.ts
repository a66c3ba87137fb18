import { chownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Under which user the store process runs. `self` = the user of this process. */
export type Account =
  | { readonly kind: 'self'; readonly reason?: string }
  | { readonly kind: 'other'; readonly uid: number; readonly gid: number };

/** "nobody": owns nothing else and may do nothing else. */
const NOBODY = 65_534;

// A folder that others may not enter, on the way from the root to `path`.
const closedFolder = (path: string): string | undefined => {
  for (let at = dirname(resolve(path)); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return at;
    if (at === dirname(at)) return undefined;
  }
};

/**
 * Root gives the store an account without rights, provided that it can reach the program and the data; every other user
 * keeps its own. `folder` must exist; `programs` are the files that the store needs.
 */
export const chooseAccount = (folder: string, programs: readonly string[]): Account => {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const closed = [folder, ...programs].map(closedFolder).find((path) => path !== undefined);
  if (closed !== undefined) return { kind: 'self', reason: `user ${NOBODY} may not enter ${closed}` };
  return { kind: 'other', uid: NOBODY, gid: NOBODY };
};

/** Gives `folder` and everything in it to the account; needed once, or after a run under another account. */
export const handOver = (folder: string, account: Account): void => {
  if (account.kind === 'self') return;
  if (statSync(folder).uid === account.uid) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!lstatSync(path).isSymbolicLink()) chownSync(path, account.uid, account.gid);
  }
  // Last, so that a run that stopped half-way starts over.
  chownSync(folder, account.uid, account.gid);
};
