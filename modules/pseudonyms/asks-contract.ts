import type { PermissionRange } from './ceremony-contract.ts';
import type { MisbehaviourAsks } from './ma-contract.ts';
import type { SuiteName } from './shapes.ts';

/** What an application or identity certificate is to say. */
export interface ServiceOrder {
  readonly name: string;
  /** Uncompressed point of the key, 65 bytes, on the curve of the hierarchy. */
  readonly point: Uint8Array;
  /** Seconds since 2004. */
  readonly start: number;
  readonly hours: number;
  readonly permissions: readonly {
    readonly aid: number;
    readonly ssp?: { readonly form: 'opaque' | 'bitmap'; readonly hex: string } | undefined;
  }[];
  readonly region?:
    | { readonly kind: 'country'; readonly country: number }
    | { readonly kind: 'circle'; readonly lat: number; readonly lon: number; readonly radius: number }
    | undefined;
}

/** Application and identity certificates that are revoked. */
export interface ServiceRevocations {
  readonly serial: number;
  /** Seconds since 2004. */
  readonly issued: number;
  readonly next: number;
  /** Last 10 bytes of the hash of each certificate, hex, and the end of its validity. */
  readonly entries: readonly { readonly id: string; readonly expiry: number }[];
}

/** The authority of application and identity certificates of a hierarchy, ready to sign. Certificates are COER. */
export interface ServiceAuthority {
  readonly certificate: Uint8Array;
  readonly root: Uint8Array;
  /** What it may give. */
  readonly ranges: readonly PermissionRange[];
  /** Seconds since 2004. */
  readonly notAfter: number;
  /** Throws `pseudonyms.ceremony-refused` for what would not verify under the authority. */
  readonly certify: (order: ServiceOrder) => Promise<Uint8Array>;
  /** SecuredCrl by hashes. */
  readonly signList: (what: ServiceRevocations) => Promise<Uint8Array>;
}

/** What other modules may ask about application and identity certificates. */
export interface ServiceAsks {
  /** The newest authority that a ceremony made; undefined before there is one. */
  readonly serviceAuthority: (suite: SuiteName) => Promise<ServiceAuthority | undefined>;
}

/** What other modules may ask of the V2X hierarchies. */
export interface PseudonymsAsks extends MisbehaviourAsks, ServiceAsks {}
