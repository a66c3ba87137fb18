import type { ActorRef } from '@chedun/kernel';
import type { ColumnType, Generated } from 'kysely';

/** A JSON column: read as a value, written as text. */
type JsonOf<T> = ColumnType<T, string, string>;

/** Tables of the module, by qualified name. */
export interface EnrolmentTables {
  readonly 'enrolment.secrets': {
    readonly id: string;
    readonly reference: string;
    readonly authority: string;
    readonly profile: string;
    readonly vin: string | null;
    readonly device: string | null;
    readonly sealed: Buffer;
    readonly state: 'open' | 'spent' | 'withdrawn';
    readonly attempts: Generated<number>;
    readonly serial: string | null;
    readonly created_by: JsonOf<Pick<ActorRef, 'kind' | 'id' | 'name'>>;
    readonly roles: JsonOf<readonly string[]>;
    readonly created_at: Date;
    readonly expires_at: Date;
    readonly changed_at: Date;
  };
  readonly 'enrolment.transactions': {
    readonly id: string;
    readonly kind: 'ir' | 'cr' | 'p10cr' | 'kur' | 'rr';
    readonly secret: string | null;
    readonly signer: string | null;
    readonly authority: string;
    readonly profile: string;
    readonly request: Buffer;
    readonly state: 'working' | 'issued' | 'confirmed' | 'refused' | 'answered';
    readonly serial: string | null;
    readonly certificate_hash: Buffer | null;
    readonly sender_nonce: Buffer | null;
    readonly answer: Buffer | null;
    readonly reason: Generated<string>;
    readonly at: Date;
    readonly changed_at: Date;
  };
}
