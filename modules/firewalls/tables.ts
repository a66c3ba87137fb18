import type { FirewallFormat as Format } from '@chedun/firewall';
import type { ColumnType } from 'kysely';
import type { Firewall } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface FirewallTables {
  readonly 'firewalls.firewalls': {
    readonly id: string;
    readonly name: string;
    readonly place: string;
    readonly owner: string;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'firewalls.exports': {
    readonly firewall: string;
    readonly version: number;
    readonly body: string;
    readonly sm3: string;
    readonly format: Format;
    readonly rules: number;
    readonly unread: number;
    readonly counts: ColumnType<Firewall['counts'], string, string>;
    readonly analysed_on: ColumnType<string, string, string>;
    readonly uploaded_at: Date;
    readonly uploaded_by: string;
  };
  readonly 'firewalls.reported': { readonly fingerprint: string; readonly firewall: string };
}
