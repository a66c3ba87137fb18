import type { Certificate } from '../certificate.ts';
import type { RevocationReason } from '../crl.ts';
import type { CrlIndex } from '../crl-index.ts';
import type { NameConstraints } from '../extensions/names.ts';
import type { BasicOcspResponse } from '../ocsp-response.ts';
import type { PublicKeyInfo } from '../public-key.ts';
import type { SignatureVerifier } from '../verifier.ts';

/** What is trusted (RFC 5280 6.1.1 d): a name and a key, with limits of its own if wanted. */
export interface TrustAnchor {
  /** Name, DER. */
  readonly name: Uint8Array;
  readonly publicKey: PublicKeyInfo;
  readonly nameConstraints?: NameConstraints;
  /** Most certificates of authorities between the anchor and the end. */
  readonly pathLength?: number;
}

/** Why a path is not valid. The list is closed. */
export type PathProblem =
  | 'no-issuer'
  | 'issuer-name'
  | 'bad-signature'
  | 'weak-key'
  | 'not-yet-valid'
  | 'expired'
  | 'not-an-authority'
  | 'path-too-long'
  | 'key-usage'
  | 'purpose'
  | 'host'
  | 'name-not-permitted'
  | 'name-excluded'
  | 'name-form'
  | 'unknown-critical-extension'
  | 'malformed'
  | 'policy'
  | 'policy-mapping'
  | 'revoked'
  | 'status-unknown'
  | 'limit';

/** One reason, with the certificate it concerns. */
export interface PathReason {
  readonly problem: PathProblem;
  readonly certificate: Certificate;
  /** More about it in English, for logs. */
  readonly detail: string;
}

/** What is known about revocation, and how much is wanted. */
export interface RevocationInput {
  /** `required`: without a status a path is not valid. `if-known`: what is on a list is revoked, the rest is taken as good. */
  readonly mode: 'required' | 'if-known';
  readonly crls: readonly CrlIndex[];
  readonly ocsp: readonly BasicOcspResponse[];
}

/** Bounds of the work for one answer. */
export interface PathLimits {
  /** Most certificates between anchor and end, both counted; default 10. */
  readonly depth?: number;
  /** Most complete paths that are judged; default 50. */
  readonly paths?: number;
  /** Most signatures that are checked, those of CRLs counted; default 200. */
  readonly signatures?: number;
}

/** What is asked (RFC 5280 6.1.1). */
export interface PathInput {
  readonly certificate: Certificate;
  /** Certificates that may stand between; any order, others among them do no harm. */
  readonly intermediates: readonly Certificate[];
  readonly anchors: readonly TrustAnchor[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Object identifier of a purpose that the end and all authorities have to allow; left away: any. */
  readonly purpose?: string;
  /** Host name or address that the end has to be for. */
  readonly host?: string;
  /** Bits of KeyUsage that the end has to have when it carries the extension. */
  readonly keyUsage?: number;
  /** Policies that are accepted; default any. */
  readonly policies?: readonly string[];
  readonly requirePolicy?: boolean;
  readonly inhibitMapping?: boolean;
  readonly inhibitAnyPolicy?: boolean;
  /** Left away: revocation is not looked at. */
  readonly revocation?: RevocationInput;
  /** Least bits of RSA keys; default 2,048. */
  readonly rsaBits?: number;
  readonly limits?: PathLimits;
  readonly verifier?: SignatureVerifier;
}

/** A revocation that was found. */
export interface Revocation {
  readonly revokedAt: number;
  readonly reason: RevocationReason;
}

/** The answer: the path from the certificate under the anchor to the end, or why there is none. */
export type PathResult =
  | {
      readonly kind: 'valid';
      readonly path: readonly Certificate[];
      readonly anchor: TrustAnchor;
      /** Policies that hold for the path (RFC 5280 6.1.6); any-policy stands for all. */
      readonly policies: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly path: readonly Certificate[]; readonly reasons: readonly PathReason[] };
