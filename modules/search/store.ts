import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { NewSavedSearch, SavedSearch } from './contract.ts';

/** Tables of the module. */
export interface SearchTables {
  readonly 'search.saved_searches': {
    readonly id: string;
    readonly name: string;
    readonly query: string;
    readonly range_minutes: number;
    readonly shared: boolean;
    readonly owner_id: string;
    readonly owner_name: string;
    readonly created_at: Date;
  };
}

type Row = Selectable<SearchTables['search.saved_searches']>;

const MOST_SAVED = 500;

const present = (row: Row): SavedSearch => ({
  id: row.id,
  name: row.name,
  query: row.query,
  rangeMinutes: row.range_minutes,
  shared: row.shared,
  owner: row.owner_name,
  createdAt: row.created_at.toISOString(),
});

interface Dependencies {
  readonly records: Records;
  readonly newId: () => string;
  readonly now: () => number;
}

/** Searches that people keep: their own and the shared ones. */
export const savedSearches = ({ records, newId, now }: Dependencies) => ({
  list: async (actor: ActorRef): Promise<SavedSearch[]> => {
    const rows = await records
      .read<SearchTables>()
      .selectFrom('search.saved_searches')
      .selectAll()
      .where((is) => is.or([is('owner_id', '=', actor.id), is('shared', '=', true)]))
      .orderBy('name')
      .limit(MOST_SAVED)
      .execute();
    return rows.map(present);
  },
  save: async (search: z.output<typeof NewSavedSearch>, actor: ActorRef): Promise<SavedSearch> =>
    records.transaction(async (tx) => {
      const row: Row = {
        id: newId(),
        name: search.name,
        query: search.query,
        range_minutes: search.rangeMinutes,
        shared: search.shared,
        owner_id: actor.id,
        owner_name: actor.name,
        created_at: new Date(now()),
      };
      await tx.as<SearchTables>().insertInto('search.saved_searches').values(row).execute();
      const target = { kind: 'saved-search', id: row.id };
      await tx.audit({
        actor,
        action: 'search.search-saved',
        target,
        outcome: 'done',
        after: { name: row.name, shared: row.shared },
      });
      return present(row);
    }),
  remove: (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const tables = tx.as<SearchTables>();
      const row = await tables.selectFrom('search.saved_searches').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row || (row.owner_id !== actor.id && !row.shared))
        throw new DomainError('search.saved-unknown', { field: id });
      if (row.owner_id !== actor.id) throw new DomainError('search.saved-not-yours', { field: id });
      await tables.deleteFrom('search.saved_searches').where('id', '=', id).execute();
      await tx.audit({
        actor,
        action: 'search.search-removed',
        target: { kind: 'saved-search', id },
        outcome: 'done',
        before: { name: row.name },
      });
    }),
});
