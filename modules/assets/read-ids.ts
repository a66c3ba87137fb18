import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { AssetsAsks } from './contract.ts';
import { TABLE_OF, type AssetsTables } from './tables.ts';

/** Keys of the assets of a kind that are not retired, in order of the key; only vehicles are seen. */
export const assetsAfter = async (
  records: Pick<Records, 'read'>,
  kind: keyof typeof TABLE_OF,
  after: string,
  limit: number,
): ReturnType<AssetsAsks['assetsAfter']> => {
  const { table, key } = TABLE_OF[kind];
  const seen = kind === 'vehicle' ? sql.ref('seen_at') : sql`null::timestamptz`;
  const { rows } = await sql<{ id: string; seen: Date | null }>`
    select ${sql.ref(key)} as id, ${seen} as seen from ${sql.table(table)}
    where status <> 'retired' and ${sql.ref(key)} > ${after}
    order by ${sql.ref(key)} limit ${limit}`.execute(records.read<AssetsTables>());
  return rows.map(({ id, seen: at }) => ({ id, seenAt: at === null ? null : at.getTime() }));
};
