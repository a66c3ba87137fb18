import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { DiscoveryAsks } from './contract.ts';
import { presentInventory } from './present.ts';
import type { DiscoveryTables } from './tables.ts';

const MOST = 10_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** What others may ask of this module. */
export const discoveryAsks = (records: Pick<Records, 'read'>): DiscoveryAsks => ({
  inventory: async ({ after = FIRST, limit = MOST } = {}) => {
    const rows = await records
      .read<DiscoveryTables>()
      .selectFrom('discovery.things')
      .selectAll()
      .where(sql<boolean>`id > ${after}::uuid`)
      .orderBy('id')
      .limit(Math.min(Math.max(1, limit), MOST))
      .execute();
    return rows.map(presentInventory);
  },
  newestDiscovery: async () => {
    const row = await records
      .read<DiscoveryTables>()
      .selectFrom('discovery.sources')
      .select('last_run_at')
      .orderBy('last_run_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.last_run_at.getTime() ?? null;
  },
});
