import type { JSONColumnType } from 'kysely';
import type { EndpointKind, ProbeResult, Speaks } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface CryptographyTables {
  readonly 'cryptography.endpoints': {
    readonly id: string;
    readonly name: string;
    readonly host: string;
    readonly port: number;
    readonly kind: EndpointKind;
    readonly speaks: Speaks;
    readonly mutual: boolean;
    readonly sm: boolean;
    readonly created_at: Date;
    readonly changed_at: Date;
  };
  readonly 'cryptography.probes': {
    readonly id: string;
    readonly endpoint_id: string;
    readonly at: Date;
    readonly asked_by: string;
    readonly result: JSONColumnType<ProbeResult>;
    readonly transcript: string | null;
  };
  readonly 'cryptography.certificates': {
    readonly fingerprint: string;
    readonly der: Buffer;
    readonly subject: string;
    readonly issuer: string;
    readonly serial: string;
    readonly key: string;
    readonly bits: number;
    readonly signature: string;
    readonly not_before: Date;
    readonly not_after: Date;
    readonly first_seen: Date;
    readonly last_seen: Date;
  };
  readonly 'cryptography.certificate_places': {
    readonly fingerprint: string;
    readonly endpoint_id: string;
    readonly place: 'leaf' | 'chain' | 'tlcp';
  };
  readonly 'cryptography.uses': {
    readonly id: string;
    readonly system: string;
    readonly purpose: string;
    readonly algorithm: string;
    readonly bits: number | null;
    readonly key_id: string;
    readonly rotated_on: string | null;
    readonly rotate_days: number | null;
    readonly note: string;
    readonly changed_at: Date;
  };
  readonly 'cryptography.products': {
    readonly id: string;
    readonly name: string;
    readonly vendor: string;
    readonly certificate_no: string;
    readonly level: number | null;
    readonly valid_from: string;
    readonly valid_to: string;
    readonly used_for: string;
    readonly changed_at: Date;
  };
  readonly 'cryptography.told': { readonly scope: string; readonly fingerprint: string };
}
