import type { Records, Tx } from '@chedun/records';
import type { ZonesTables } from './tables.ts';

/** What reads and changes stand on. */
export interface Needs {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
}

/** All zones by name. */
export const readZones = (tables: Tx | Records) =>
  tablesOf(tables).selectFrom('zones.zones').selectAll().orderBy('name').execute();

/** All permissions, oldest first. */
export const readPermissions = (tables: Tx | Records) =>
  tablesOf(tables).selectFrom('zones.permissions').selectAll().orderBy('created_at').orderBy('id').execute();

/** How far was looked. */
export const readState = (tables: Tx | Records) =>
  tablesOf(tables).selectFrom('zones.state').selectAll().executeTakeFirstOrThrow();

const tablesOf = (tables: Tx | Records) => ('as' in tables ? tables.as<ZonesTables>() : tables.read<ZonesTables>());

/** One judgement, look or change of zones at a time. */
export const lock = async (tx: Tx): Promise<void> => {
  await tx.as<ZonesTables>().selectFrom('zones.state').select('id').forUpdate().execute();
};
