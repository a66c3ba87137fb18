import type { ColumnType, Generated } from 'kysely';
import type { Policy } from './contract.ts';

/** Tables of this module; see migrations. */
export interface IdentityTables {
  readonly 'identity.users': {
    id: string;
    name: string;
    display_name: string;
    roles: string[];
    password_hash: string;
    password_at: Date;
    must_change: boolean;
    disabled: boolean;
    failures: number;
    locked_until: Date | null;
    totp_sealed: Buffer | null;
    totp_pending: Buffer | null;
    totp_step: number | null;
    last_sign_in_at: Date | null;
    created_at: Date;
  };
  readonly 'identity.password_history': { user_id: string; at: Date; password_hash: string };
  readonly 'identity.recovery_codes': { user_id: string; code_hash: Buffer };
  readonly 'identity.sessions': {
    id: string;
    secret_hash: Buffer;
    user_id: string;
    ip: string;
    user_agent: string;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
  };
  readonly 'identity.tokens': {
    id: string;
    secret_hash: Buffer;
    name: string;
    hint: string;
    scopes: string[];
    owner_id: string | null;
    created_at: Date;
    expires_at: Date;
    last_used_at: Date | null;
    revoked_at: Date | null;
  };
  readonly 'identity.settings': {
    id: Generated<boolean>;
    policy: ColumnType<Policy, string, string>;
    setup_code_hash: ColumnType<Buffer | null, Buffer | null | undefined>;
    setup_done_at: ColumnType<Date | null, Date | undefined>;
  };
}
