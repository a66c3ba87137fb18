import { sql } from 'kysely';
import type { AssetsAsks } from './contract.ts';
import { assetsAfter, hostsAfter, modelCounts, notOnRecord, servicesAfter, supplierNames } from './read-ids.ts';
import { findHost, findVehicle } from './read-model.ts';
import type { AssetsTables } from './tables.ts';
import { readTable } from './use-cases/import-assets.ts';
import { noteSeen } from './use-cases/note-seen.ts';
import { registerHosts } from './use-cases/register-hosts.ts';
import type { World } from './use-cases/save-asset.ts';

/** What others may ask of this module. */
export const assetsAsks = (world: World): AssetsAsks => ({
  readTable,
  vehicleByVin: (vin) => findVehicle(world.records, vin.toUpperCase()),
  assetByHost: (hostOrAddress) => findHost(world.records, hostOrAddress),
  countVehicles: async () => {
    const counts = await world.records
      .read<AssetsTables>()
      .selectFrom('assets.vehicles')
      .select([
        sql<number>`count(*) filter (where status <> 'retired')`.as('total'),
        sql<number>`count(*) filter (where status = 'registered')`.as('registered'),
        sql<number>`count(*) filter (where status = 'discovered')`.as('discovered'),
      ])
      .executeTakeFirstOrThrow();
    return counts;
  },
  countRegistered: async (vins) => {
    const row = await world.records
      .read<AssetsTables>()
      .selectFrom('assets.vehicles')
      .select(sql<number>`count(*)`.as('registered'))
      .where('status', '=', 'registered')
      .where(sql<boolean>`vin = any(${[...vins]})`)
      .executeTakeFirstOrThrow();
    return row.registered;
  },
  assetsAfter: (kind, after, limit) => assetsAfter(world.records, kind, after, limit),
  hostsAfter: (after, limit) => hostsAfter(world.records, after, limit),
  servicesAfter: (after, limit) => servicesAfter(world.records, after, limit),
  models: () => modelCounts(world.records),
  supplierNames: (limit) => supplierNames(world.records, limit),
  notOnRecord: (kind, names) => notOnRecord(world.records, kind, names),
  registerHosts: registerHosts(world),
  noteSeen: noteSeen(world),
});
