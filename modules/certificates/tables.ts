import type { ColumnType, Generated } from 'kysely';
import type { ActorRef } from '@chedun/kernel';
import type { Algorithm, CeremonyPlan } from './contract.ts';
import type { CertificateSettings } from './contract/operate.ts';

/** A JSON column: read as a value, written as text. */
type JsonOf<T> = ColumnType<T, string, string>;

/** Tables of the module, by qualified name. */
export interface CertificateTables {
  readonly 'certificates.authorities': {
    readonly id: string;
    readonly name: string;
    readonly title: string;
    readonly kind: 'root' | 'issuing';
    readonly parent: string | null;
    readonly algorithm: Algorithm;
    readonly key_name: string;
    readonly certificate: Buffer;
    readonly crl_number: Generated<number>;
    readonly revoked_at: Date | null;
    readonly revoked_reason: string | null;
    readonly created_at: Date;
  };
  readonly 'certificates.ceremonies': {
    readonly id: string;
    readonly plan: JsonOf<CeremonyPlan>;
    readonly note: string;
    readonly state: 'proposed' | 'done' | 'rejected';
    readonly proposed_by: JsonOf<Person>;
    readonly proposed_at: Date;
    readonly decided_by: JsonOf<Person> | null;
    readonly decided_at: Date | null;
    readonly transcript: string | null;
    readonly transcript_hash: Buffer | null;
  };
  readonly 'certificates.profiles': { readonly id: string; readonly body: JsonOf<unknown>; readonly changed_at: Date };
  readonly 'certificates.told_findings': { readonly fingerprint: string };
  readonly 'certificates.settings': { readonly one: boolean; readonly body: JsonOf<CertificateSettings> };
  readonly 'certificates.batches': {
    readonly id: string;
    readonly name: string;
    readonly profile: string;
    readonly authority: string;
    readonly state: 'running' | 'done';
    readonly total: number;
    readonly created_by: JsonOf<Person>;
    readonly roles: JsonOf<readonly string[]>;
    readonly created_at: Date;
    readonly ended_at: Date | null;
  };
  readonly 'certificates.certificates': {
    readonly serial: string;
    readonly authority: string;
    readonly profile: string;
    readonly subject: string;
    readonly vin: string | null;
    readonly device: string | null;
    readonly der: Buffer;
    readonly key_hash: Buffer;
    readonly not_before: Date;
    readonly not_after: Date;
    readonly state: 'valid' | 'held' | 'revoked';
    readonly reason: string | null;
    readonly changed_at: Date;
    readonly issued_at: Date;
    readonly issued_by: string;
    readonly batch: string | null;
    readonly batch_row: number | null;
    readonly log_index: number;
    readonly predecessor: string | null;
    readonly successor: string | null;
    readonly pair: string | null;
    readonly told_in: number | null;
    readonly told_at: Date | null;
    readonly escrow: Buffer | null;
    readonly enveloped: Buffer | null;
  };
  readonly 'certificates.batch_rows': {
    readonly batch: string;
    readonly row: number;
    readonly csr: Buffer;
    readonly vin: string | null;
    readonly device: string | null;
    readonly serial: string | null;
    readonly code: string | null;
    readonly reason: string | null;
  };
  readonly 'certificates.requests': {
    readonly id: string;
    readonly kind: 'issue' | 'revoke';
    readonly state: 'waiting' | 'approved' | 'rejected';
    readonly body: JsonOf<unknown>;
    readonly about: JsonOf<readonly string[]>;
    readonly asked_by: JsonOf<Person>;
    readonly asked_at: Date;
    readonly decided_by: JsonOf<Person> | null;
    readonly decided_at: Date | null;
    readonly decision_note: string | null;
  };
  readonly 'certificates.bindings': {
    readonly id: Generated<number>;
    readonly at: Date;
    readonly kind: 'bound' | 'held' | 'lifted' | 'revoked';
    readonly serial: string;
    readonly profile: string;
    readonly vin: string | null;
    readonly device: string | null;
    readonly by_name: string;
  };
  readonly 'certificates.crls': {
    readonly authority: string;
    readonly number: number;
    readonly kind: 'full' | 'delta';
    readonly base: number | null;
    readonly this_update: Date;
    readonly next_update: Date;
    readonly entries: number;
    readonly der: Buffer;
  };
  readonly 'certificates.log': {
    readonly index: number;
    readonly serial: string;
    readonly entry: string;
    readonly hash: Buffer;
  };
  readonly 'certificates.log_tiles': { readonly level: number; readonly index: number; readonly hashes: Buffer };
  readonly 'certificates.log_head': { readonly one: boolean; readonly size: number; readonly edge: Buffer };
  readonly 'certificates.checkpoints': {
    readonly size: number;
    readonly root: Buffer;
    readonly note: string;
    readonly at: Date;
  };
}

/** Who asked or decided, as it is stored: `person` is the account behind a token. */
export interface Person {
  readonly kind: ActorRef['kind'];
  readonly id: string;
  readonly name: string;
  readonly person: string;
}
