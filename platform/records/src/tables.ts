import type { Json } from '@chedun/kernel';
import type { ColumnType } from 'kysely';

type AsJson = ColumnType<Json, string, never>;

/** Tables of the platform itself; see migrations/0001_platform.sql. */
export interface PlatformTables {
  readonly 'platform.outbox': {
    id: string;
    type: string;
    aggregate: string;
    payload: AsJson;
    actor: AsJson;
    at: Date;
  };
  readonly 'platform.reactions': { event_id: string; reaction: string; at: Date };
  readonly 'platform.audit': {
    seq: number;
    at: Date;
    actor_kind: 'user' | 'token' | 'system';
    actor_id: string;
    actor_name: string;
    actor_ip: string | null;
    action: string;
    target_kind: string;
    target_id: string;
    outcome: 'done' | 'refused';
    before: ColumnType<Json | null, string | null, never>;
    after: ColumnType<Json | null, string | null, never>;
    previous: Buffer;
    hash: Buffer;
  };
  readonly 'platform.audit_head': { id: boolean; seq: number; hash: Buffer };
}
