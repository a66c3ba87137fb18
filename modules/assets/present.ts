import type { Selectable } from 'kysely';
import type { Host, LastSeen, Service, Vehicle, VehicleRow } from './contract.ts';
import { checkDigitState } from './domain/vin.ts';
import type { AssetsTables } from './tables.ts';

type VehicleRecord = Selectable<AssetsTables['assets.vehicles']>;

const lastSeenOf = (row: VehicleRecord): LastSeen | null =>
  row.seen_at === null
    ? null
    : {
        at: row.seen_at.toISOString(),
        source: row.seen_source ?? '',
        position:
          row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude },
        state: row.state,
      };

/** A vehicle as the contract shows it. */
export const presentVehicle = (row: VehicleRecord): Vehicle => ({
  vin: row.vin,
  checkDigit: checkDigitState(row.vin),
  brand: row.brand,
  model: row.model,
  modelYear: row.model_year,
  status: row.status,
  criticality: row.criticality,
  ownerRef: row.owner_ref,
  tags: row.tags,
  ecus: row.ecus,
  firstSeenAt: row.first_seen_at?.toISOString() ?? null,
  lastSeen: lastSeenOf(row),
  updatedAt: row.updated_at.toISOString(),
});

/** A vehicle as a row of the list. */
export const toRow = ({ ecus, ...vehicle }: Vehicle): VehicleRow => ({ ...vehicle, ecuCount: ecus.length });

/** A host as the contract shows it. */
export const presentHost = ({ updated_at, ...row }: Selectable<AssetsTables['assets.hosts']>): Host => ({
  ...row,
  updatedAt: updated_at.toISOString(),
});

/** A service as the contract shows it. */
export const presentService = ({ updated_at, ...row }: Selectable<AssetsTables['assets.services']>): Service => ({
  ...row,
  updatedAt: updated_at.toISOString(),
});
