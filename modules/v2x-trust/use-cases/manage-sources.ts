import { isDomainError, SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type { ListSource, NewListSource } from '../contract.ts';
import { fetchList } from '../fetch-list.ts';
import { v2xTrustError } from '../fault.ts';
import type { V2xTrustTables } from '../tables.ts';
import { auditTrust } from './decide.ts';
import { importCrl } from './import-crl.ts';
import { proposeList, readListOr } from './manage-lists.ts';
import type { TrustNeeds } from './needs.ts';

/** Declares an address; the job looks at it every hour. */
export const addSource =
  ({ records, newId }: TrustNeeds) =>
  async ({ kind, url }: z.output<typeof NewListSource>, actor: ActorRef): Promise<{ id: string }> => {
    const id = newId();
    await records.transaction(async (tx) => {
      const { numInsertedOrUpdatedRows: added } = await tx
        .as<V2xTrustTables>()
        .insertInto('v2x_trust.sources')
        .values({ id, kind, url, checked_at: null, problem: null })
        .onConflict((known) => known.column('url').doNothing())
        .executeTakeFirst();
      if (added === 0n) throw v2xTrustError('v2x-trust.known', { field: url });
      await auditTrust(tx, actor, { action: 'v2x-trust.source-added', kind: 'v2x-source', id }, { kind, url });
    });
    return { id };
  };

/** Forgets an address. */
export const removeSource =
  ({ records }: TrustNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await tx
        .as<V2xTrustTables>()
        .deleteFrom('v2x_trust.sources')
        .where('id', '=', id)
        .returning('url')
        .executeTakeFirst();
      if (row === undefined) throw v2xTrustError('v2x-trust.unknown', { field: id });
      await auditTrust(tx, actor, { action: 'v2x-trust.source-removed', kind: 'v2x-source', id }, { url: row.url });
    });

/** A list that is there already, or older than ours, is no problem of an address. */
const isOld = (error: unknown): boolean => isDomainError(error, 'v2x-trust.known', 'v2x-trust.rollback');

const takeFrom = async (needs: TrustNeeds, kind: ListSource['kind'], url: string): Promise<string | null> => {
  try {
    const bytes = await fetchList(url);
    if (kind === 'crl') await importCrl(needs)({ crl: Buffer.from(bytes).toString('base64') }, SYSTEM_ACTOR);
    else await proposeList(needs)(readListOr(kind, bytes), 'url', SYSTEM_ACTOR);
    return null;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return isOld(error) ? null : `${error.code}${error.detail.reason === undefined ? '' : `: ${error.detail.reason}`}`;
  }
};

/** Looks at every declared address: new lists wait for a person, revocation lists are in force at once. */
export const fetchSources = (needs: TrustNeeds) => async (): Promise<void> => {
  const { records, clock } = needs;
  const sources = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.sources')
    .selectAll()
    .orderBy('url')
    .limit(500)
    .execute();
  for (const { id, kind, url } of sources) {
    const problem = await takeFrom(needs, kind, url);
    await records.transaction(async (tx) => {
      const set = { checked_at: new Date(clock.now()), problem };
      await tx.as<V2xTrustTables>().updateTable('v2x_trust.sources').set(set).where('id', '=', id).execute();
    });
  }
};
