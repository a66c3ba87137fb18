import type { ColumnType } from 'kysely';
import type { AssetStatus, Criticality, Ecu, Service } from './contract.ts';

/** Columns that every kind of asset has. */
interface Common {
  status: AssetStatus;
  criticality: Criticality;
  tags: string[];
  updated_at: Date;
}

/** Tables of this module; see migrations. */
export interface AssetsTables {
  readonly 'assets.vehicles': Common & {
    vin: string;
    brand: string;
    model: string;
    model_year: number | null;
    owner_ref: string | null;
    ecus: ColumnType<Ecu[], string, string>;
    first_seen_at: ColumnType<Date | null, Date | null | undefined>;
    seen_at: ColumnType<Date | null, Date | null | undefined>;
    seen_source: ColumnType<string | null, string | null | undefined>;
    latitude: ColumnType<number | null, number | null | undefined>;
    longitude: ColumnType<number | null, number | null | undefined>;
    state: ColumnType<Record<string, number>, string | undefined, string>;
  };
  readonly 'assets.hosts': Common & {
    name: string;
    addresses: string[];
    os: string;
    role: string;
    zone: string;
    team: string;
  };
  readonly 'assets.services': Common & {
    name: string;
    type: Service['type'];
    url: string;
    exposure: Service['exposure'];
    hosts: string[];
    team: string;
  };
}

/** Names of the tables by kind of asset, with their key column. */
export const TABLE_OF = {
  vehicle: { table: 'assets.vehicles', key: 'vin' },
  host: { table: 'assets.hosts', key: 'name' },
  service: { table: 'assets.services', key: 'name' },
} as const;
