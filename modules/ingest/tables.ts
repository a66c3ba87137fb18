import type { Generated, JSONColumnType } from 'kysely';
import type { VehicleState } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface IngestTables {
  readonly 'ingest.sources': {
    readonly id: string;
    readonly title: string;
    readonly kind: string;
    readonly format: string;
    readonly retention: string;
    readonly enabled: boolean;
    readonly silent_after_minutes: number;
    readonly events: Generated<number>;
    readonly bytes: Generated<number>;
    readonly quarantined: Generated<number>;
    readonly first_seen: Date | null;
    readonly last_seen: Date | null;
    readonly created_at: Date;
  };
  readonly 'ingest.source_minutes': {
    readonly source: string;
    readonly minute: Date;
    readonly events: number;
    readonly quarantined: number;
  };
  readonly 'ingest.positions': { readonly consumer: string; readonly stream: string; readonly seq: number };
  readonly 'ingest.quarantine': {
    readonly id: string;
    readonly stream: string;
    readonly seq: number;
    readonly code: string;
    readonly source: string;
    readonly format: string;
    readonly at: Date;
    readonly count: number;
    readonly indexes: number[];
    readonly reason: string;
    readonly place: string | null;
    readonly size: number;
    readonly preview: Buffer;
    readonly status: Generated<string>;
  };
  readonly 'ingest.silences': { readonly source: string; readonly since: Date };
  readonly 'ingest.vehicle_states': {
    readonly vin: string;
    readonly at: Date;
    readonly received_at: Date;
    readonly state: JSONColumnType<VehicleState>;
  };
}
