import type { Records, Tx } from '@chedun/records';
import type { Kysely, Selectable } from 'kysely';
import type { OwnAccount, PersonWithRoles, Policy } from './contract.ts';
import { DEFAULT_POLICY } from './domain/password.ts';
import { identityError } from './errors.ts';
import type { IdentityTables } from './tables.ts';

/** One account as it is stored. */
export type Account = Readonly<Selectable<IdentityTables['identity.users']>>;
type Database = Kysely<IdentityTables>;

/** Read side or transaction, as a typed database. */
export const read = (records: Pick<Records, 'read'>): Database => records.read<IdentityTables>();
const write = (tx: Tx): Database => tx.as<IdentityTables>();

/** The account with this sign-in name. */
export const findByName = (db: Database, name: string): Promise<Account | undefined> =>
  db.selectFrom('identity.users').selectAll().where('name', '=', name.toLowerCase()).executeTakeFirst();

/** The account with this id. */
export const findById = (db: Database, id: string): Promise<Account | undefined> =>
  db.selectFrom('identity.users').selectAll().where('id', '=', id).executeTakeFirst();

/** Accounts in use that hold one of these roles, by display name. */
export const peopleWith = async (db: Database, roles: readonly string[]): Promise<readonly PersonWithRoles[]> => {
  if (roles.length === 0) return [];
  const rows = await db
    .selectFrom('identity.users')
    .select(['id', 'display_name', 'roles'])
    .where('disabled', '=', false)
    .where((eb) => eb.or(roles.map((role) => eb(eb.val(role), '=', eb.fn.any('roles')))))
    .orderBy('display_name')
    .orderBy('id')
    .limit(20_000)
    .execute();
  return rows.map(({ id, display_name: name, roles: held }) => ({ id, name, roles: held }));
};

/** Every account by name, without anything secret. */
export const allAccounts = async (db: Database): Promise<readonly OwnAccount[]> => {
  const rows = await db
    .selectFrom('identity.users')
    .select(['id', 'name', 'display_name', 'roles', 'last_sign_in_at', 'disabled'])
    .select((eb) => eb('totp_sealed', 'is not', null).as('has_second_factor'))
    .orderBy('name')
    .limit(20_000)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    roles: row.roles,
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    isDisabled: row.disabled,
    hasSecondFactor: Boolean(row.has_second_factor),
  }));
};

/** Loads an account for a change and keeps others from changing it meanwhile. */
export const loadAccount = async (tx: Tx, id: string): Promise<Account> => {
  const account = await write(tx)
    .selectFrom('identity.users')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (account === undefined) throw identityError('identity.no-such-user', { id });
  return account;
};

/** Adds an account; the name must be free. */
export const addAccount = async (tx: Tx, account: Account): Promise<void> => {
  const added = await write(tx)
    .insertInto('identity.users')
    .values({ ...account, roles: [...account.roles] })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added === undefined) throw identityError('identity.name-taken', { field: 'name', name: account.name });
};

/** Changes fields of an account. */
export const changeAccount = async (tx: Tx, id: string, change: Partial<Omit<Account, 'id'>>): Promise<void> => {
  await write(tx).updateTable('identity.users').set(change).where('id', '=', id).execute();
};

/** How many accounts with this role can sign in, apart from one. */
export const countOthersWithRole = async (tx: Tx, role: string, exceptId: string): Promise<number> => {
  const row = await write(tx)
    .selectFrom('identity.users')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('disabled', '=', false)
    .where('id', '!=', exceptId)
    .where(
      (eb) => eb.val(role),
      '=',
      (eb) => eb.fn.any('roles'),
    )
    .executeTakeFirstOrThrow();
  return row.count;
};

/** Makes a password the current one and remembers it in the history. */
export const savePassword = async (
  tx: Tx,
  id: string,
  password: { readonly hash: string; readonly at: Date; readonly mustChange: boolean },
): Promise<void> => {
  const change = { password_hash: password.hash, password_at: password.at, must_change: password.mustChange };
  await changeAccount(tx, id, change);
  await write(tx)
    .insertInto('identity.password_history')
    .values({ user_id: id, at: password.at, password_hash: password.hash })
    .onConflict((conflict) => conflict.columns(['user_id', 'at']).doUpdateSet({ password_hash: password.hash }))
    .execute();
};

/** Hashes of the latest passwords, newest first. */
export const passwordHistory = async (db: Database, id: string, count: number): Promise<readonly string[]> => {
  if (count === 0) return [];
  const rows = await db
    .selectFrom('identity.password_history')
    .select('password_hash')
    .where('user_id', '=', id)
    .orderBy('at', 'desc')
    .limit(count)
    .execute();
  return rows.map((row) => row.password_hash);
};

/** Replaces the recovery codes of an account. */
export const saveRecoveryCodes = async (tx: Tx, id: string, hashes: readonly Buffer[]): Promise<void> => {
  await write(tx).deleteFrom('identity.recovery_codes').where('user_id', '=', id).execute();
  if (hashes.length === 0) return;
  const rows = hashes.map((code_hash) => ({ user_id: id, code_hash }));
  await write(tx).insertInto('identity.recovery_codes').values(rows).execute();
};

/** Uses up a recovery code; false when it is not one. */
export const useRecoveryCode = async (tx: Tx, id: string, hash: Buffer): Promise<boolean> => {
  const used = await write(tx)
    .deleteFrom('identity.recovery_codes')
    .where('user_id', '=', id)
    .where('code_hash', '=', hash)
    .executeTakeFirst();
  return used.numDeletedRows > 0n;
};

/** Opens a session and clears away the ended ones. */
export const addSession = async (tx: Tx, session: Selectable<IdentityTables['identity.sessions']>): Promise<void> => {
  await write(tx).deleteFrom('identity.sessions').where('expires_at', '<', session.created_at).execute();
  await write(tx).insertInto('identity.sessions').values(session).execute();
};

/** Ends sessions of a user: one of them, all but one, or all. Answers how many. */
export const endSessions = async (
  tx: Tx,
  userId: string,
  which: { readonly only?: string; readonly onlySecret?: Buffer; readonly exceptSecret?: Buffer } = {},
): Promise<number> => {
  let query = write(tx).deleteFrom('identity.sessions').where('user_id', '=', userId);
  if (which.only !== undefined) query = query.where('id', '=', which.only);
  if (which.onlySecret !== undefined) query = query.where('secret_hash', '=', which.onlySecret);
  if (which.exceptSecret !== undefined) query = query.where('secret_hash', '!=', which.exceptSecret);
  return Number((await query.executeTakeFirst()).numDeletedRows);
};

/** The sign-in policy. */
export const loadPolicy = async (db: Database): Promise<Policy> => {
  const row = await db.selectFrom('identity.settings').select('policy').executeTakeFirst();
  return { ...DEFAULT_POLICY, ...row?.policy };
};

/** Changes the one row of settings. */
export const saveSettings = async (
  tx: Tx,
  change: { readonly policy?: Policy; readonly setup_code_hash?: Buffer | null; readonly setup_done_at?: Date },
): Promise<void> => {
  const { policy, ...rest } = change;
  const set = { ...rest, ...(policy === undefined ? {} : { policy: JSON.stringify(policy) }) };
  await write(tx)
    .insertInto('identity.settings')
    .values({ policy: JSON.stringify(policy ?? DEFAULT_POLICY), ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(set))
    .execute();
};

/** State of the first-use wizard. */
export interface Setup {
  readonly codeHash: Buffer | undefined;
  readonly done: boolean;
}

const setupOf = (
  row: { readonly setup_code_hash: Buffer | null; readonly setup_done_at: Date | null } | undefined,
): Setup => ({
  codeHash: row?.setup_code_hash ?? undefined,
  done: row !== undefined && row.setup_done_at !== null,
});

/** Reads the state of the first-use wizard. */
export const loadSetup = async (db: Database): Promise<Setup> =>
  setupOf(await db.selectFrom('identity.settings').selectAll().executeTakeFirst());

/** Reads it for a change. */
export const lockSetup = async (tx: Tx): Promise<Setup> =>
  setupOf(await write(tx).selectFrom('identity.settings').selectAll().forUpdate().executeTakeFirst());
