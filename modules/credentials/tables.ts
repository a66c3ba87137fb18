import type { SuiteName } from '@chedun/pseudonyms/contract';
import type { CredentialKind } from './contract.ts';

/** A person as kept beside a decision; `person` is the same for a person and tokens of that person. */
export interface Person {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly person: string;
}

/** Tables of the module. */
export interface CredentialTables {
  readonly 'credentials.profiles': { readonly id: string; readonly body: unknown; readonly changed_at: Date };
  readonly 'credentials.requests': {
    readonly id: string;
    readonly suite: SuiteName;
    readonly profile: string;
    readonly subject: string;
    readonly holder: string;
    readonly vin: string | null;
    readonly message: Buffer;
    readonly digest: string;
    readonly basis: string;
    readonly state: 'proposed' | 'issued' | 'rejected';
    readonly renews: string | null;
    readonly asked_by: Person;
    readonly asked_at: Date;
    readonly decided_by: Person | null;
    readonly decided_at: Date | null;
    readonly decision: string | null;
  };
  readonly 'credentials.certificates': {
    readonly id: string;
    readonly request: string;
    readonly suite: SuiteName;
    readonly profile: string;
    readonly kind: CredentialKind;
    readonly subject: string;
    readonly holder: string;
    readonly vin: string | null;
    readonly certificate: Buffer;
    readonly not_before: Date;
    readonly not_after: Date;
    readonly issued_at: Date;
    readonly state: 'valid' | 'revoked';
    readonly revoked_at: Date | null;
    readonly reason: string | null;
    readonly successor: string | null;
  };
  readonly 'credentials.revocations': {
    readonly id: string;
    readonly certificate: string;
    readonly reason: string;
    readonly note: string;
    readonly state: 'proposed' | 'done' | 'rejected';
    readonly proposed_by: Person;
    readonly proposed_at: Date;
    readonly decided_by: Person | null;
    readonly decided_at: Date | null;
    readonly decision: string | null;
  };
  readonly 'credentials.lists': {
    readonly suite: SuiteName;
    readonly serial: number;
    readonly issued_at: Date;
    readonly next_at: Date;
    readonly entries: number;
    readonly bytes: Buffer;
  };
}
