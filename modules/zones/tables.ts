import type { ColumnType } from 'kysely';
import type { FlowExample, FlowStatus, Openings, Protocol, SeenProtocol, ZoneKind } from './contract.ts';

type Json<T> = ColumnType<T, string, string>;

/** Tables of the module, by qualified name. */
export interface ZonesTables {
  readonly 'zones.zones': {
    readonly id: string;
    readonly name: string;
    readonly kind: ZoneKind;
    readonly cidrs: string[];
    readonly description: string;
    readonly owner: string;
    readonly updated_at: Date;
  };
  readonly 'zones.permissions': {
    readonly id: string;
    readonly from_zone: string;
    readonly to_zone: string;
    readonly protocol: Protocol;
    readonly ports: string;
    readonly purpose: string;
    readonly approver: string;
    readonly valid_to: string | null;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'zones.conversations': {
    readonly client: string;
    readonly server: string;
    readonly protocol: SeenProtocol;
    readonly port: number;
    readonly records: number;
    readonly blocked: number;
    /** Counted anew at each look. */
    readonly recent: number;
    readonly recent_blocked: number;
    readonly bytes: number | null;
    readonly first_seen: Date;
    readonly last_seen: Date;
    readonly noted_at: Date;
    readonly source: 'logs' | 'captures';
    readonly event: ColumnType<FlowExample['event'], string | null, string | null>;
  };
  readonly 'zones.flows': {
    readonly id: string;
    readonly from_zone: string | null;
    readonly to_zone: string | null;
    readonly protocol: SeenProtocol;
    readonly port: number;
    readonly ports: number;
    readonly status: FlowStatus;
    readonly rank: number;
    readonly conversations: number;
    readonly records: number;
    readonly blocked: number;
    readonly bytes: number | null;
    readonly first_seen: Date;
    readonly last_seen: Date;
    readonly examples: Json<FlowExample[]>;
  };
  readonly 'zones.state': {
    readonly id: number;
    readonly logs_at: Date | null;
    readonly captures_at: Date | null;
    readonly looked_at: Date | null;
    readonly cut: boolean;
    readonly conversations: number;
    readonly own_unzoned: number;
    readonly unzoned_examples: string[];
    readonly openings: ColumnType<Openings | null, string | null, string | null>;
  };
  readonly 'zones.reported': { readonly fingerprint: string; readonly last_seen: Date };
}
