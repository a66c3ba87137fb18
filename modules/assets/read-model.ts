import type { Records } from '@chedun/records';
import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { AssetSummary, HostQuery, ServiceQuery, VehicleQuery } from './contract.ts';
import { decodeCursor, encodeCursor } from './domain/cursor.ts';
import { presentHost, presentService, presentVehicle, toRow } from './present.ts';
import type { AssetsTables } from './tables.ts';

type Readable = Pick<Records, 'read'>;
type TableName = keyof AssetsTables;
type Select<T extends TableName> = SelectQueryBuilder<AssetsTables, T, object>;
type Condition = RawBuilder<boolean>;

const database = (records: Readable): Kysely<AssetsTables> => records.read<AssetsTables>();
const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

interface CommonQuery {
  readonly status?: string | undefined;
  readonly criticality?: string | undefined;
  readonly tag?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly order: 'asc' | 'desc';
}

const commonConditions = (query: CommonQuery): readonly Condition[] => [
  ...(query.status === undefined ? [] : [sql<boolean>`status = ${query.status}`]),
  ...(query.criticality === undefined ? [] : [sql<boolean>`criticality = ${query.criticality}`]),
  ...(query.tag === undefined ? [] : [sql<boolean>`tags @> array[${query.tag}]`]),
];

/** How a list is ordered: an expression as text or time, and the key that makes the order total. */
interface Order {
  readonly by: RawBuilder<unknown>;
  readonly key: 'vin' | 'name';
  /** Type that a cursor value is read back as. */
  readonly type: 'text' | 'timestamptz';
}

/** One page by keyset, and how many rows there are in all. */
const pageOf = async <T extends TableName>(
  db: Kysely<AssetsTables>,
  table: T,
  conditions: readonly Condition[],
  order: Order,
  query: CommonQuery,
) => {
  const all = conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
  const from = db.selectFrom(table as TableName) as unknown as Select<T>;
  const { total } = (await from
    .select(sql<number>`count(*)`.as('total'))
    .where(all)
    .executeTakeFirstOrThrow()) as unknown as { total: number };
  const direction = sql.raw(query.order);
  const key = sql.ref(order.key);
  let select = from
    .selectAll()
    .select(sql<string>`(${order.by})::text`.as('position'))
    .where(all);
  if (query.cursor !== undefined) {
    const [value, last] = decodeCursor(query.cursor, order.type);
    const after = sql.raw(query.order === 'asc' ? '>' : '<');
    const type = sql.raw(order.type);
    select = select.where(sql<boolean>`(${order.by}, ${key}) ${after} (${value}::${type}, ${last})`);
  }
  const rows = await select
    .orderBy(sql`${order.by} ${direction}, ${key} ${direction}`)
    .limit(query.limit + 1)
    .execute();
  const items = rows.slice(0, query.limit);
  const end = items.at(-1) as { position: string; vin?: string; name?: string } | undefined;
  const next =
    rows.length > query.limit && end !== undefined ? encodeCursor(end.position, end.vin ?? end.name ?? '') : null;
  return { items, next, total };
};

const VEHICLE_ORDERS: Readonly<Record<VehicleQuery['sort'], Order>> = {
  vin: { by: sql.ref('vin'), key: 'vin', type: 'text' },
  model: { by: sql.ref('model'), key: 'vin', type: 'text' },
  lastSeen: { by: sql`coalesce(seen_at, '-infinity')`, key: 'vin', type: 'timestamptz' },
  updated: { by: sql.ref('updated_at'), key: 'vin', type: 'timestamptz' },
};
const NAMED_ORDERS: Readonly<Record<'name' | 'updated', Order>> = {
  name: { by: sql.ref('name'), key: 'name', type: 'text' },
  updated: { by: sql.ref('updated_at'), key: 'name', type: 'timestamptz' },
};

/** A page of vehicles with their ECUs. */
export const listWholeVehicles = async (records: Readable, query: VehicleQuery) => {
  const { q = '', model, softwareVersion } = query;
  const pattern = likePattern(q);
  const conditions = [
    ...commonConditions(query),
    ...(q === ''
      ? []
      : [sql<boolean>`(vin ilike ${pattern} or model ilike ${pattern} or brand ilike ${pattern} or owner_ref = ${q})`]),
    ...(model === undefined ? [] : [sql<boolean>`model = ${model}`]),
    ...(softwareVersion === undefined ? [] : [sql<boolean>`ecus @> ${JSON.stringify([{ softwareVersion }])}::jsonb`]),
  ];
  const page = await pageOf(database(records), 'assets.vehicles', conditions, VEHICLE_ORDERS[query.sort], query);
  return { ...page, items: page.items.map((row) => presentVehicle(row as never)) };
};

/** A page of vehicles. */
export const listVehicles = async (records: Readable, query: VehicleQuery) => {
  const page = await listWholeVehicles(records, query);
  return { ...page, items: page.items.map(toRow) };
};

/** A page of hosts. */
export const listHosts = async (records: Readable, query: HostQuery) => {
  const { q = '', zone } = query;
  const pattern = likePattern(q);
  const conditions = [
    ...commonConditions(query),
    ...(q === ''
      ? []
      : [
          sql<boolean>`(name ilike ${pattern} or role ilike ${pattern} or os ilike ${pattern} or team ilike ${pattern} or addresses @> array[${q}])`,
        ]),
    ...(zone === undefined ? [] : [sql<boolean>`zone = ${zone}`]),
  ];
  const page = await pageOf(database(records), 'assets.hosts', conditions, NAMED_ORDERS[query.sort], query);
  return { ...page, items: page.items.map((row) => presentHost(row as never)) };
};

/** A page of services. */
export const listServices = async (records: Readable, query: ServiceQuery) => {
  const { q = '', type } = query;
  const pattern = likePattern(q);
  const conditions = [
    ...commonConditions(query),
    ...(q === ''
      ? []
      : [
          sql<boolean>`(name ilike ${pattern} or url ilike ${pattern} or team ilike ${pattern} or hosts @> array[${q}])`,
        ]),
    ...(type === undefined ? [] : [sql<boolean>`type = ${type}`]),
  ];
  const page = await pageOf(database(records), 'assets.services', conditions, NAMED_ORDERS[query.sort], query);
  return { ...page, items: page.items.map((row) => presentService(row as never)) };
};

/** The vehicle with this VIN. */
export const findVehicle = async (records: Readable, vin: string) => {
  const row = await database(records)
    .selectFrom('assets.vehicles')
    .selectAll()
    .where('vin', '=', vin)
    .executeTakeFirst();
  return row === undefined ? undefined : presentVehicle(row);
};

/** The host with this name or address; a registered one before a retired one. */
export const findHost = async (records: Readable, nameOrAddress: string) => {
  const row = await database(records)
    .selectFrom('assets.hosts')
    .selectAll()
    .where(sql<boolean>`name = ${nameOrAddress.toLowerCase()} or addresses @> array[${nameOrAddress}]`)
    .orderBy(sql`status = 'retired', name`)
    .executeTakeFirst();
  return row === undefined ? undefined : presentHost(row);
};

/** The service with this name. */
export const findService = async (records: Readable, name: string) => {
  const row = await database(records)
    .selectFrom('assets.services')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst();
  return row === undefined ? undefined : presentService(row);
};

/** Numbers for the head of the screens. */
export const summarise = async (records: Readable, now: number): Promise<AssetSummary> => {
  const db = database(records);
  const count = sql<number>`count(*)`.as('count');
  const vehicles = await db.selectFrom('assets.vehicles').select(['status', count]).groupBy('status').execute();
  const hosts = await db.selectFrom('assets.hosts').select(['status', count]).groupBy('status').execute();
  const services = await db.selectFrom('assets.services').select(['status', count]).groupBy('status').execute();
  const models = await db
    .selectFrom('assets.vehicles')
    .select(['model', count])
    .where('status', '!=', 'retired')
    .groupBy('model')
    .orderBy('count', 'desc')
    .orderBy('model')
    .limit(10)
    .execute();
  const seen = await db
    .selectFrom('assets.vehicles')
    .select(count)
    .where('seen_at', '>', new Date(now - 86_400_000))
    .executeTakeFirstOrThrow();
  return {
    kinds: [
      ...vehicles.map((row) => ({ kind: 'vehicle' as const, ...row })),
      ...hosts.map((row) => ({ kind: 'host' as const, ...row })),
      ...services.map((row) => ({ kind: 'service' as const, ...row })),
    ],
    models,
    seenLastDay: seen.count,
  };
};
