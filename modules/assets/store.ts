import { type Tx, toJsonText } from '@chedun/records';
import type { Insertable, Kysely } from 'kysely';
import type { AssetKind, SaveHost, SaveService, SaveVehicle } from './contract.ts';
import { type AssetsTables, TABLE_OF } from './tables.ts';

/** What can be saved, by kind. */
interface Savable {
  readonly vehicle: SaveVehicle;
  readonly host: SaveHost;
  readonly service: SaveService;
}

/** One asset to be saved, with its natural key. */
export type Save = {
  readonly [K in AssetKind]: { readonly kind: K; readonly key: string; readonly fields: Savable[K] };
}[AssetKind];

type Database = Kysely<AssetsTables>;
const CHUNK = 1_000;

const vehicleRow = (vin: string, fields: SaveVehicle, now: Date): Insertable<AssetsTables['assets.vehicles']> => ({
  vin,
  brand: fields.brand,
  model: fields.model,
  model_year: fields.modelYear,
  status: 'registered',
  criticality: fields.criticality,
  owner_ref: fields.ownerRef,
  tags: fields.tags,
  ecus: toJsonText(fields.ecus),
  updated_at: now,
});

const saveVehicles = async (
  db: Database,
  rows: readonly Insertable<AssetsTables['assets.vehicles']>[],
): Promise<void> => {
  await db
    .insertInto('assets.vehicles')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('vin').doUpdateSet((eb) => ({
        brand: eb.ref('excluded.brand'),
        model: eb.ref('excluded.model'),
        model_year: eb.ref('excluded.model_year'),
        status: eb.ref('excluded.status'),
        criticality: eb.ref('excluded.criticality'),
        owner_ref: eb.ref('excluded.owner_ref'),
        tags: eb.ref('excluded.tags'),
        ecus: eb.ref('excluded.ecus'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute();
};

const saveHosts = async (db: Database, rows: readonly Insertable<AssetsTables['assets.hosts']>[]): Promise<void> => {
  await db
    .insertInto('assets.hosts')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({
        addresses: eb.ref('excluded.addresses'),
        os: eb.ref('excluded.os'),
        role: eb.ref('excluded.role'),
        zone: eb.ref('excluded.zone'),
        team: eb.ref('excluded.team'),
        status: eb.ref('excluded.status'),
        criticality: eb.ref('excluded.criticality'),
        tags: eb.ref('excluded.tags'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute();
};

const saveServices = async (
  db: Database,
  rows: readonly Insertable<AssetsTables['assets.services']>[],
): Promise<void> => {
  await db
    .insertInto('assets.services')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({
        type: eb.ref('excluded.type'),
        url: eb.ref('excluded.url'),
        exposure: eb.ref('excluded.exposure'),
        hosts: eb.ref('excluded.hosts'),
        team: eb.ref('excluded.team'),
        status: eb.ref('excluded.status'),
        criticality: eb.ref('excluded.criticality'),
        tags: eb.ref('excluded.tags'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute();
};

const inChunks = async <T>(items: readonly T[], work: (chunk: readonly T[]) => Promise<void>): Promise<void> => {
  for (let at = 0; at < items.length; at += CHUNK) await work(items.slice(at, at + CHUNK));
};

/** Registers assets or replaces what was registered under their keys; a discovered or retired one becomes registered. */
export const saveAssets = async (tx: Tx, saves: readonly Save[], now: Date): Promise<void> => {
  const db = tx.as<AssetsTables>();
  const common = { status: 'registered', updated_at: now } as const;
  await inChunks(saves, async (chunk) => {
    const vehicles = chunk.flatMap((save) => (save.kind === 'vehicle' ? vehicleRow(save.key, save.fields, now) : []));
    const hosts = chunk.flatMap((save) => (save.kind === 'host' ? { name: save.key, ...save.fields, ...common } : []));
    const services = chunk.flatMap((save) =>
      save.kind === 'service' ? { name: save.key, ...save.fields, ...common } : [],
    );
    if (vehicles.length > 0) await saveVehicles(db, vehicles);
    if (hosts.length > 0) await saveHosts(db, hosts);
    if (services.length > 0) await saveServices(db, services);
  });
};

/** Marks an asset as retired; false when there is none. */
export const retireAsset = async (tx: Tx, kind: AssetKind, key: string, now: Date): Promise<boolean> => {
  const { table, key: column } = TABLE_OF[kind];
  const changed = await tx
    .as<AssetsTables>()
    .updateTable(table)
    .set({ status: 'retired', updated_at: now })
    .where(column as never, '=', key as never)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
};
