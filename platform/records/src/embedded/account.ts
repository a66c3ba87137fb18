import { DomainError, unreachable } from '@chedun/kernel';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';

/**
 * Under which account PostgreSQL runs; it refuses root. `namespace` starts it in a user namespace of its own, where root
 * looks like `nobody`: it needs no chown and passes folders that only root may enter.
 */
export type Account =
  | { readonly kind: 'self' }
  | { readonly kind: 'other'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace' };

/** A program with the options that make it run under an account. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: { readonly uid?: number; readonly gid?: number; readonly env: Readonly<Record<string, string>> };
}

const NOBODY = 65_534;
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };

/** Wraps a command so that it runs under the account. */
export const commandAs = (account: Account, file: string, args: readonly string[]): Command => {
  switch (account.kind) {
    case 'self':
      return { file, args, options: { env: ENVIRONMENT } };
    case 'other':
      return { file, args, options: { env: ENVIRONMENT, uid: account.uid, gid: account.gid } };
    case 'namespace':
      return {
        file: 'unshare',
        args: ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--', file, ...args],
        options: { env: ENVIRONMENT },
      };
    default:
      return unreachable(account);
  }
};

/**
 * Chooses the account for a data folder: the owner of what is already there, else the best that works here.
 * `folder` must exist; `data` is the PostgreSQL folder below it.
 */
export const chooseAccount = async (where: {
  readonly folder: string;
  readonly data: string;
  readonly postgres: string;
}): Promise<Account> => {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const owner = await stat(where.data).catch(() => undefined);
  const other: Account = { kind: 'other', uid: owner?.uid || NOBODY, gid: owner?.gid || NOBODY };
  const namespace: Account = { kind: 'namespace' };
  const candidates = owner === undefined ? [other, namespace] : [owner.uid === 0 ? namespace : other];
  const reasons: string[] = [];
  for (const account of candidates) {
    const obstacle = await findObstacle(account, where.folder, where.postgres);
    if (obstacle === undefined) return account;
    reasons.push(obstacle);
  }
  throw new DomainError('records.no-account', { file: where.folder, reason: reasons.join('; ') });
};

const findObstacle = async (account: Account, folder: string, postgres: string): Promise<string | undefined> => {
  if (account.kind === 'other') {
    const closed = await closedFolder(folder, account.uid);
    if (closed !== undefined) return `uid ${account.uid} may not enter ${closed}`;
  }
  return tryRun(commandAs(account, postgres, ['--version']));
};

const closedFolder = async (folder: string, uid: number): Promise<string | undefined> => {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { mode, uid: owner } = await stat(at);
    const needed = owner === uid ? 0o100 : 0o001;
    if ((mode & needed) === 0) return at;
    if (at === path.dirname(at)) return undefined;
  }
};

/** initdb wants its user to have a name; in containers a number without one is common, and a namespace lends one. */
export const accountForInit = (account: Account): Account => {
  if (account.kind !== 'self') return account;
  try {
    userInfo();
    return account;
  } catch {
    return { kind: 'namespace' };
  }
};

const tryRun = (command: Command): Promise<string | undefined> =>
  new Promise((resolve) => {
    const failed = (error: unknown): void =>
      resolve(
        `${path.basename(command.file)} cannot be started (${error instanceof Error ? firstLine(error) : 'unknown'})`,
      );
    try {
      execFile(command.file, [...command.args], { ...command.options, timeout: 10_000 }, (error) =>
        error === null ? resolve(undefined) : failed(error),
      );
    } catch (error) {
      failed(error);
    }
  });

const firstLine = (error: Error): string => error.message.split('\n', 2).join(' ').slice(0, 200);
