import type { AssetsAsks } from '@chedun/assets/contract';
import type { Events } from '@chedun/events';
import type { IdentityAsks, OwnAccount } from '@chedun/identity/contract';
import type { Records, Tx } from '@chedun/records';
import type { AccessRuleId, AccessSettings } from './contract.ts';
import { DEFAULT_SETTINGS, type Accepted } from './domain/judge.ts';
import type { People } from './domain/rule.ts';
import { accessError } from './errors.ts';
import type { AccessTables } from './tables.ts';

/** What reads and changes stand on. */
export interface Needs {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
  readonly identity: Pick<IdentityAsks, 'accounts' | 'switchAccount'>;
  readonly assets: Pick<AssetsAsks, 'readTable'>;
  readonly events: Pick<Events, 'query'>;
}

/** Name of the system that CheDun itself is. */
export const OWN_SYSTEM = '车盾 CheDun';

/** The tables, in a transaction or for reading. */
export const tablesOf = (tables: Tx | Pick<Records, 'read'>) =>
  'as' in tables ? tables.as<AccessTables>() : tables.read<AccessTables>();

/** One change of systems and reviews at a time. */
export const lock = async (tx: Tx): Promise<void> => {
  await tablesOf(tx).selectFrom('access_reviews.state').select('id').forUpdate().execute();
};

/** Settings, and the imported list of people. */
export const readState = async (
  tables: Tx | Pick<Records, 'read'>,
): Promise<{ readonly settings: AccessSettings; readonly people: readonly string[] }> => {
  const row = await tablesOf(tables).selectFrom('access_reviews.state').selectAll().executeTakeFirstOrThrow();
  const settings = {
    administrators: row.administrators ?? DEFAULT_SETTINGS.administrators,
    conflicts: row.conflicts ?? DEFAULT_SETTINGS.conflicts,
  };
  return { settings, people: row.people };
};

/** Who is in service, by the list and by the accounts of CheDun. */
export const peopleOf = (listed: readonly string[], own: readonly OwnAccount[]): People => {
  const inUse = own.filter(({ isDisabled }) => !isDisabled).map(({ displayName }) => displayName);
  return {
    inService: new Set([...listed, ...inUse]),
    left: new Set(own.filter(({ isDisabled }) => isDisabled).map(({ displayName }) => displayName)),
    isListed: listed.length > 0,
  };
};

/** A system with its newest collection. Throws `access-reviews.unknown`. */
export const readSystem = async (tables: Tx | Pick<Records, 'read'>, id: string) => {
  const row = await tablesOf(tables)
    .selectFrom('access_reviews.systems as system')
    .innerJoin('access_reviews.collections as collection', 'collection.id', 'system.collection')
    .select(['system.id', 'system.name', 'system.origin', 'system.collection', 'system.reviewed_at'])
    .select(['collection.accounts', 'collection.at', 'collection.by', 'collection.source', 'collection.sm3'])
    .where('system.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw accessError('access-reviews.unknown');
  return row;
};

/** What the newest completed review of a system kept in spite of flags. */
export const readAccepted = async (tables: Tx | Pick<Records, 'read'>, system: string): Promise<Accepted> => {
  const last = await tablesOf(tables)
    .selectFrom('access_reviews.reviews')
    .select('id')
    .where('system', '=', system)
    .where('completed_at', 'is not', null)
    .orderBy('completed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return new Map();
  const rows = await tablesOf(tables)
    .selectFrom('access_reviews.items')
    .select(['account', 'flags'])
    .where('review', '=', last.id)
    .where('decision', '=', 'keep')
    .where('flag_count', '>', 0)
    .execute();
  return new Map(rows.map(({ account, flags }) => [account, new Set<AccessRuleId>(flags)]));
};
