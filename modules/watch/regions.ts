import { geohash, readRegionTable, type RegionTable as Table } from '@chedun/behaviour';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import type { RegionTable } from './contract.ts';
import type { WatchTables } from './tables.ts';

/** Areas of the operator, ready for look-ups. */
export interface Regions {
  /** Name of the area of a place; of a cell of about 39 by 20 kilometres where no area of the operator is. */
  readonly regionOf: (lat: number, lon: number) => string;
  readonly load: () => Promise<void>;
  readonly about: () => Promise<RegionTable>;
  /** An empty text takes the areas away. */
  readonly replace: (geojson: string, actor: ActorRef) => Promise<RegionTable>;
}

const NONE: RegionTable = { regions: 0, points: 0, updatedAt: null, updatedBy: null };
/** Letters of a geohash. */
const CELL = 4;

/** Keeps the areas in the records store and in memory. */
export const openRegions = (records: Records, now: () => number): Regions => {
  let table: Table | undefined;
  const row = () => records.read<WatchTables>().selectFrom('watch.regions').selectAll().executeTakeFirst();
  const about = async (): Promise<RegionTable> => {
    const kept = await row();
    if (!kept) return NONE;
    const { regions, points, updated_at, updated_by } = kept;
    return { regions, points, updatedAt: updated_at.toISOString(), updatedBy: updated_by };
  };
  return {
    regionOf: (lat, lon) => table?.regionOf(lat, lon) ?? geohash(lat, lon, CELL),
    about,
    load: async () => {
      const kept = await row();
      table = kept && readRegionTable(kept.geojson);
    },
    replace: async (geojson, actor) => {
      const read = geojson.trim() === '' ? undefined : readRegionTable(geojson);
      const counts = { regions: read?.regions ?? 0, points: read?.points ?? 0 };
      await records.transaction(async (tx) => {
        await tx.as<WatchTables>().deleteFrom('watch.regions').execute();
        if (read)
          await tx
            .as<WatchTables>()
            .insertInto('watch.regions')
            .values({
              id: 1,
              geojson: toText(geojson),
              ...counts,
              updated_at: new Date(now()),
              updated_by: actor.name,
            })
            .execute();
        await tx.audit({
          actor,
          action: 'watch.regions-replaced',
          target: { kind: 'region-table', id: 'regions' },
          outcome: 'done',
          after: counts,
        });
      });
      table = read;
      return about();
    },
  };
};
