import type { Records, Tx } from '@chedun/records';
import { sql, type Kysely } from 'kysely';
import { policyError } from './error.ts';
import type { PolicyRow, PolicyTables, StoredFile, StoredRetirement, VersionRow } from './tables.ts';

/** A policy as it is stored. */
export type StoredPolicy = Omit<PolicyRow, 'retired'> & { readonly retired: StoredRetirement | null };

/** A version as it is stored; days as text. */
export type StoredVersion = Omit<VersionRow, 'file' | 'effective_from' | 'review_by'> & {
  readonly file: StoredFile | null;
  readonly effective_from: string | null;
  readonly review_by: string | null;
};

type Database = Kysely<PolicyTables>;

/** For reading outside of a transaction. */
export const reading = ({ read }: Pick<Records, 'read'>): Database => read<PolicyTables>();
/** For work inside of one. */
export const inside = (tx: Tx) => tx.as<PolicyTables>();

const MOST = 2000;

/** Every policy, by number. */
export const allPolicies = async (db: Database): Promise<readonly StoredPolicy[]> =>
  db.selectFrom('policies.policies').selectAll().orderBy('code').limit(MOST).execute();

/** The versions of one policy or of all, oldest first, without their texts; a `number` chooses one of them, with its text. */
export const versionsOf = async (
  db: Database,
  { policy, number }: { readonly policy?: string; readonly number?: number } = {},
): Promise<readonly StoredVersion[]> => {
  const body = number === undefined ? sql`''` : sql`body`;
  const ofPolicy = policy === undefined ? sql`true` : sql`policy = ${policy}`;
  const one = number === undefined ? ofPolicy : sql`${ofPolicy} and number = ${number}`;
  const { rows } = await sql<StoredVersion>`
    select policy, number, state, ${body} as body, file, obligations, cited, note, author_id, author_name, submitted_at,
      returned, approver_id, approver_name, approved_at, effective_from::text as effective_from,
      review_by::text as review_by, statement, signature, certificate_sm3
    from policies.versions where ${one} order by policy, number limit 20000`.execute(db);
  return rows;
};

/** One version with its text. */
export const versionOf = async (db: Database, policy: string, number: number): Promise<StoredVersion> => {
  const [found] = await versionsOf(db, { policy, number });
  if (found === undefined) throw policyError('policies.version-unknown', 'number');
  return found;
};

/** One policy. */
export const policyOf = async (db: Database, id: string): Promise<StoredPolicy> => {
  const row = await db.selectFrom('policies.policies').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw policyError('policies.unknown', 'id');
  return row;
};

/** Holds a policy for the rest of the transaction, so that two changes do not meet. */
export const lockPolicy = async (tx: Tx, id: string): Promise<StoredPolicy> => {
  const db = inside(tx);
  await sql`select id from policies.policies where id = ${id} for update`.execute(db);
  return policyOf(db, id);
};

/** Who acknowledged which version, by `policy/version`. */
export const acknowledgedBy = async (db: Database): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const { rows } = await sql<{ policy: string; version: number; people: string[] }>`
    select policy, version, array_agg(person_id) as people from policies.acknowledgements group by policy, version`.execute(
    db,
  );
  return new Map(rows.map(({ policy, version, people }) => [`${policy}/${version}`, new Set(people)]));
};

/** SM3 of every certificate with which this installation signed approvals. */
export const signersOf = async (db: Database): Promise<ReadonlySet<string>> =>
  new Set((await db.selectFrom('policies.signers').select('sm3').execute()).map(({ sm3 }) => sm3));
