import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { AssetsAsks } from './contract.ts';
import { presentHost, presentService } from './present.ts';
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

/** Hosts that are not retired, whole, in order of the name. */
export const hostsAfter = async (
  records: Pick<Records, 'read'>,
  after: string,
  limit: number,
): ReturnType<AssetsAsks['hostsAfter']> => {
  const query = records.read<AssetsTables>().selectFrom('assets.hosts').selectAll().where('status', '<>', 'retired');
  const rows = await query.where('name', '>', after).orderBy('name').limit(limit).execute();
  return rows.map((row) => presentHost(row));
};

/** Services that are not retired, whole, in order of the name. */
export const servicesAfter = async (
  records: Pick<Records, 'read'>,
  after: string,
  limit: number,
): ReturnType<AssetsAsks['servicesAfter']> => {
  const query = records.read<AssetsTables>().selectFrom('assets.services').selectAll().where('status', '<>', 'retired');
  const rows = await query.where('name', '>', after).orderBy('name').limit(limit).execute();
  return rows.map((row) => presentService(row));
};

/** How many vehicles of each model are not retired. */
export const modelCounts = async (records: Pick<Records, 'read'>): ReturnType<AssetsAsks['models']> => {
  const { rows } = await sql<{ model: string; count: number }>`
    select model, count(*) as count from assets.vehicles
    where status <> 'retired' and model <> '' group by model order by count desc, model limit 500`.execute(
    records.read<AssetsTables>(),
  );
  return rows;
};

/** Names of suppliers of ECUs. Spaces at their ends are no part of a name. */
export const supplierNames = async (
  records: Pick<Records, 'read'>,
  limit: number,
): ReturnType<AssetsAsks['supplierNames']> => {
  const { rows } = await sql<{ name: string; vehicles: number; ecus: number; parts: string[] }>`
    select btrim(ecu->>'supplier') as name, count(distinct vin) as vehicles, count(*) as ecus,
      (array_agg(distinct ecu->>'name'))[1:20] as parts
    from assets.vehicles cross join lateral jsonb_array_elements(ecus) as ecu
    where status <> 'retired' and btrim(ecu->>'supplier') <> ''
    group by 1 order by vehicles desc, name limit ${limit}`.execute(records.read<AssetsTables>());
  return rows;
};

/** Names that the register does not hold. */
export const notOnRecord = async (
  records: Pick<Records, 'read'>,
  kind: 'host' | 'service',
  names: readonly string[],
): ReturnType<AssetsAsks['notOnRecord']> => {
  const { table, key } = TABLE_OF[kind];
  const { rows } = await sql<{ name: string }>`
    select ${sql.ref(key)} as name from ${sql.table(table)}
    where status <> 'retired' and ${sql.ref(key)} = any(${[...names]}::text[])`.execute(records.read<AssetsTables>());
  const known = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !known.has(name));
};
