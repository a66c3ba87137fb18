import type { Generated, JSONColumnType } from 'kysely';
import type { ChannelTarget, Texts } from './contract.ts';
import type { Message } from './domain/message.ts';

/** A warning as it is kept; the level is a rank, 0 blue to 3 red. */
export interface WarningTable {
  readonly id: string;
  readonly number: string;
  readonly level: number;
  readonly pending: string | null;
  readonly status: string;
  readonly scope_kind: string;
  readonly scope_id: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly impact_zh: string;
  readonly impact_en: string;
  readonly measures: JSONColumnType<Texts[]>;
  readonly rules: string[];
  readonly causes: string[];
  readonly by_hand: boolean;
  readonly policy_version: number;
  readonly created_at: Date;
  readonly issued_at: Date | null;
  readonly issued_by: string | null;
  readonly lifted_at: Date | null;
  readonly lifted_by: string | null;
  readonly refused_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly below_since: Date | null;
  readonly time_limit: Date | null;
  readonly step: Generated<number>;
  readonly step_at: Date | null;
}

interface ChannelTable {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly language: string;
  readonly levels: string[];
  readonly notices: string[];
  readonly step: number;
  readonly quiet: JSONColumnType<object> | null;
  readonly target: JSONColumnType<ChannelTarget>;
  readonly endpoint: string | null;
  readonly kept: string[];
  readonly secrets: Buffer;
  readonly removed: Generated<boolean>;
}

interface DeliveryTable {
  readonly id: string;
  readonly channel_id: string;
  readonly warning_id: string | null;
  readonly notice: string;
  readonly message: JSONColumnType<Message>;
  readonly status: string;
  readonly attempts: Generated<number>;
  readonly created_at: Date;
  readonly next_at: Date | null;
  readonly sent_at: Date | null;
  readonly receipt: string | null;
  readonly error: string | null;
}

export interface PacketTable {
  readonly id: string;
  readonly number: string;
  readonly type: string;
  readonly subject: string;
  readonly missing: string[];
  readonly schema_version: number;
  readonly verified: boolean;
  readonly digest: string;
  readonly file: string;
  readonly created_at: Date;
  readonly created_by: string;
  readonly receipt_number: string | null;
  readonly receipt_at: Date | null;
  readonly receipt_via: string | null;
  readonly receipt_by: string | null;
}

/** Tables of the module, by qualified name. */
export interface WarningTables {
  readonly 'warnings.risk_dirty': { readonly key: string; readonly notes: Generated<number> };
  readonly 'warnings.risk': {
    readonly key: string;
    readonly kind: string;
    readonly id: string;
    readonly score: number;
    readonly findings: number;
    readonly finding_ids: string[];
    readonly worst: string;
    readonly at: Date;
  };
  readonly 'warnings.documents': {
    readonly kind: string;
    readonly version: number;
    readonly body: JSONColumnType<object>;
    readonly note: string;
    readonly by: string;
    readonly at: Date;
  };
  readonly 'warnings.counters': { readonly name: string; readonly last: number };
  readonly 'warnings.warnings': WarningTable;
  readonly 'warnings.history': {
    readonly id: Generated<number>;
    readonly warning_id: string;
    readonly at: Date;
    readonly actor: string;
    readonly kind: string;
    readonly from_level: string | null;
    readonly to_level: string | null;
    readonly comment: string | null;
  };
  readonly 'warnings.channels': ChannelTable;
  readonly 'warnings.deliveries': DeliveryTable;
  readonly 'warnings.packets': PacketTable;
  readonly 'warnings.evaluations': {
    readonly id: number;
    readonly at: Date;
    readonly overflow: number;
    readonly scored: number;
    readonly waiting: number;
  };
}
