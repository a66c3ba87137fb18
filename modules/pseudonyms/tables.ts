import type { SuiteName } from '@chedun/v2x-pki';
import type { CeremonyPlan } from './contract.ts';

/** Roles of a hierarchy. */
export type Role = 'root' | 'eca' | 'ra' | 'aca' | 'la1' | 'la2' | 'ma';
/** Roles that receive encrypted messages, and so have a store of their own. */
export type StoringRole = Exclude<Role, 'root'>;
/** Forms of butterfly requests. */
export type Form = 'original' | 'unified' | 'compactUnified';

/** A person as kept beside a decision. */
export interface Person {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** The owner of a token is the same person as in the console. */
  readonly person: string;
}

interface Secrets {
  readonly suite: SuiteName;
  readonly sealed: Buffer;
}

/** Tables that every role may read. */
export interface PublicTables {
  readonly 'pseudonyms.authorities': {
    readonly suite: SuiteName;
    readonly role: Role;
    readonly certificate: Buffer;
    readonly created_at: Date;
  };
  readonly 'pseudonyms.settings': {
    readonly suite: SuiteName;
    readonly aids: readonly number[];
    readonly per_period: number;
    readonly periods_ahead: number;
    readonly form: Form;
  };
  readonly 'pseudonyms.lists': {
    readonly suite: SuiteName;
    readonly number: number;
    readonly issued_at: Date;
    readonly next_at: Date;
    readonly entries: number;
    readonly bytes: Buffer;
  };
}

/** Tables of the root: what was done with its key. */
export interface RootTables {
  readonly 'pseudonyms.ceremonies': {
    readonly id: string;
    readonly suite: SuiteName;
    readonly plan: CeremonyPlan;
    readonly note: string;
    readonly state: 'proposed' | 'done' | 'rejected';
    readonly proposed_by: Person;
    readonly proposed_at: Date;
    readonly decided_by: Person | null;
    readonly decided_at: Date | null;
    readonly transcript: string | null;
    readonly transcript_hash: Buffer | null;
  };
  readonly 'pseudonyms.issued_authorities': {
    readonly id: string;
    readonly suite: SuiteName;
    readonly kind: 'service' | 'foreign';
    readonly name: string;
    readonly certificate: Buffer;
    readonly key_name: string | null;
    readonly created_at: Date;
  };
  readonly 'pseudonyms.authority_lists': {
    readonly suite: SuiteName;
    readonly series: number;
    readonly issued_at: Date;
    readonly next_at: Date;
    readonly certificates: number;
    readonly bytes: Buffer;
  };
}

/** Tables of the enrolment authority. */
export interface EcaTables {
  readonly 'pseudonyms_eca.secrets': Secrets;
  readonly 'pseudonyms_eca.vehicles': {
    readonly vin: string;
    readonly suite: SuiteName;
    readonly state: 'allowed' | 'barred';
    readonly changed_at: Date;
  };
  readonly 'pseudonyms_eca.enrolments': {
    readonly certificate_id: string;
    readonly vin: string;
    readonly certificate: Buffer;
    readonly expires_at: Date;
    readonly enrolled_at: Date;
  };
}

/** Tables of the registration authority. */
export interface RaTables {
  readonly 'pseudonyms_ra.secrets': Secrets;
  readonly 'pseudonyms_ra.devices': {
    readonly enrolment: string;
    readonly suite: SuiteName;
    readonly request: Buffer;
    readonly form: Form;
    readonly per_period: number;
    readonly first_i: number;
    readonly next_i: number;
    readonly chain1: Buffer | null;
    readonly chain2: Buffer | null;
    readonly state: 'active' | 'blocked';
    readonly requested_at: Date;
    readonly blocked_at: Date | null;
  };
  readonly 'pseudonyms_ra.requests': { readonly request_hash: string; readonly enrolment: string; readonly i: number };
  readonly 'pseudonyms_ra.files': {
    readonly enrolment: string;
    readonly i: number;
    readonly certificates: number;
    readonly body: Buffer;
    readonly made_at: Date;
    readonly fetched_at: Date | null;
  };
  readonly 'pseudonyms_ra.rounds': {
    readonly id: string;
    readonly suite: SuiteName;
    readonly ordered: number;
    readonly made: number;
    readonly started_at: Date;
    readonly changed_at: Date;
    readonly ended_at: Date | null;
    readonly failure: string | null;
  };
}

/** Tables of the certificate authority of pseudonyms. */
export interface AcaTables {
  readonly 'pseudonyms_aca.secrets': Secrets;
  readonly 'pseudonyms_aca.certificates': {
    readonly request_hash: string;
    readonly certificate_id: string;
    readonly i: number;
    readonly value1: string;
    readonly value2: string;
  };
}

/** Tables of the misbehaviour authority. */
export interface MaTables {
  readonly 'pseudonyms_ma.secrets': Secrets;
  readonly 'pseudonyms_ma.reports': {
    readonly id: string;
    readonly suite: SuiteName;
    readonly certificate_id: string;
    readonly certificate: Buffer;
    readonly observation: string;
    readonly note: string;
    readonly evidence: Buffer | null;
    readonly reporter: Person;
    readonly reported_at: Date;
    readonly linkage: string | null;
    readonly period: number | null;
    readonly suspicion: number | null;
    readonly observations: readonly { readonly name: string; readonly times: number }[] | null;
    readonly messages: number | null;
    readonly reporter_certificate: string | null;
    readonly digest: string | null;
  };
  readonly 'pseudonyms_ma.revocations': {
    readonly id: string;
    readonly report_id: string;
    readonly suite: SuiteName;
    readonly state: 'proposed' | 'revoked' | 'rejected';
    readonly note: string;
    readonly proposed_by: Person;
    readonly proposed_at: Date;
    readonly decided_by: Person | null;
    readonly decided_at: Date | null;
    readonly decision: string | null;
    readonly i: number | null;
    readonly seed1: Buffer | null;
    readonly seed2: Buffer | null;
    readonly per_period: number | null;
  };
}
