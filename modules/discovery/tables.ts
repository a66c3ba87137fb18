import type { ColumnType, Generated } from 'kysely';
import type { ChangeKind, DiscoverySource, ThingState } from './contract.ts';
import type { Claim, KnownService, Seen } from './domain/thing.ts';

/** Row of `discovery.things`. */
export interface ThingTable {
  readonly id: string;
  readonly external_id: string;
  readonly mac: string;
  readonly host_name: string;
  readonly label: string;
  readonly os: string;
  readonly team: string;
  readonly addresses: string[];
  readonly claims: ColumnType<Claim[], string, string>;
  readonly services: ColumnType<KnownService[], string, string>;
  readonly sources: ColumnType<Partial<Record<DiscoverySource, Seen>>, string, string>;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly gone_at: Date | null;
  readonly state: ThingState;
  readonly registered_as: string | null;
  readonly bound_to: string | null;
  readonly unknown_since: Date | null;
  readonly ignored_until: ColumnType<string | null, string | null, string | null>;
  readonly ignored_reason: string;
  readonly ignored_by: string;
  readonly told: boolean;
}

/** Tables of the module, by qualified name. */
export interface DiscoveryTables {
  readonly 'discovery.things': ThingTable;
  readonly 'discovery.changes': {
    readonly id: string;
    readonly at: Date;
    readonly thing: string;
    readonly label: string;
    readonly kind: ChangeKind;
    readonly source: DiscoverySource | null;
    readonly before: string;
    readonly after: string;
  };
  readonly 'discovery.sources': {
    readonly source: DiscoverySource;
    readonly last_run_at: Date;
    readonly position: Generated<number>;
  };
  readonly 'discovery.hosts': {
    readonly name: string;
    readonly addresses: string[];
    readonly known_since: Date;
    readonly last_seen_at: Date | null;
    readonly no_team: boolean;
    readonly unseen: boolean;
    readonly told_no_team: Generated<boolean>;
    readonly told_unseen: Generated<boolean>;
  };
  readonly 'discovery.settings': { readonly id: number; readonly unseen_days: number };
}
