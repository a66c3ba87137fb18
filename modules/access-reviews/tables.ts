import type { ColumnType } from 'kysely';
import type { AccessAccount, AccessRuleId, AccessSettings, AccessSystem, Decision, Origin } from './contract.ts';
import type { TaskStateName } from './domain/tasks.ts';

type Json<T> = ColumnType<T, string, string>;

/** Tables of the module, by qualified name. */
export interface AccessTables {
  readonly 'access_reviews.state': {
    readonly id: number;
    readonly administrators: Json<AccessSettings['administrators'] | null>;
    readonly conflicts: Json<AccessSettings['conflicts'] | null>;
    readonly people: Json<readonly string[]>;
  };
  readonly 'access_reviews.systems': {
    readonly id: string;
    readonly name: string;
    readonly origin: Origin;
    readonly collection: string;
    readonly counts: Json<AccessSystem['counts']>;
    readonly flagged: number;
    readonly reviewed_at: Date | null;
    readonly created_at: Date;
  };
  readonly 'access_reviews.collections': {
    readonly id: string;
    readonly system: string;
    readonly at: Date;
    readonly by: string;
    readonly source: string;
    readonly sm3: string;
    readonly accounts: Json<readonly AccessAccount[]>;
    readonly size: number;
    readonly refused: number;
  };
  readonly 'access_reviews.reviews': {
    readonly id: string;
    readonly system: string;
    readonly collection: string;
    readonly opened_at: Date;
    readonly opened_by: string;
    readonly due_at: Date;
    readonly completed_at: Date | null;
    readonly completed_by: string;
    readonly number: number | null;
    readonly record: string | null;
    readonly sm3: string;
    readonly previous_sm3: string;
  };
  readonly 'access_reviews.items': {
    readonly review: string;
    readonly place: number;
    readonly account: string;
    readonly record: Json<AccessAccount>;
    readonly flags: Json<readonly AccessRuleId[]>;
    readonly flag_count: number;
    readonly decision: Decision | null;
    readonly reason: string;
    readonly decided_by: string;
    readonly decided_at: Date | null;
  };
  readonly 'access_reviews.tasks': {
    readonly id: string;
    readonly system: string;
    readonly review: string;
    readonly account: string;
    readonly decision: Decision;
    readonly roles: Json<readonly string[]>;
    readonly reason: string;
    readonly decided_by: string;
    readonly decided_at: Date;
    readonly due_at: Date;
    readonly state: TaskStateName;
    readonly verified_at: Date | null;
    readonly note: string;
  };
  readonly 'access_reviews.reported': { readonly fingerprint: string; readonly system: string; readonly what: string };
}
