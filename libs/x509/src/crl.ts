import { DerReader, TAG, contextOf } from '@chedun/asn1/der';
import { readAlgorithm } from './algorithm.ts';
import type { AlgorithmIdentifier } from './algorithm.ts';
import { x509Error } from './errors.ts';
import { readExtensions, readValue } from './extension.ts';
import type { Extension, HasExtensions } from './extension.ts';
import { readGeneralNames } from './general-name.ts';
import { EXTENSION } from './oids.ts';
import type { PublicKeyInfo } from './public-key.ts';
import { nodeVerifier } from './verifier.ts';
import type { SignatureVerifier } from './verifier.ts';

/** Why a certificate was revoked (RFC 5280 5.3.1), by the numbers of CRLReason; 7 is not used. */
export const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unused',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/** One of {@link REASONS}. */
export type RevocationReason = (typeof REASONS)[number];

/** A certificate revocation list (RFC 5280 5). Entries stay encoded; see `indexCrl`. */
export interface Crl {
  readonly raw: Uint8Array;
  /** What is signed. */
  readonly tbs: Uint8Array;
  readonly version: 1 | 2;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Name of the issuer, DER. */
  readonly issuer: Uint8Array;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  /** The entries one behind the other, without head; empty when nothing is revoked. */
  readonly entries: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
}

/** One entry of a CRL. */
export interface RevokedEntry {
  /** Content of the serial number's INTEGER. */
  readonly serial: Uint8Array;
  /** Milliseconds since 1970. */
  readonly revokedAt: number;
  readonly reason: RevocationReason;
  /** When the key may have been lost; undefined = not said. */
  readonly invalidSince: number | undefined;
  /** Name (DER) of who issued the certificate, in indirect CRLs where it changes. */
  readonly certificateIssuer: Uint8Array | undefined;
  /** A critical extension that is not known: the CRL must not be used to call certificates good. */
  readonly unknownCritical: boolean;
}

const MAX_BYTES = 1 << 30;
const KNOWN: readonly string[] = [EXTENSION.reasonCode, EXTENSION.invalidityDate, EXTENSION.certificateIssuer];

const readReason = (from: HasExtensions): RevocationReason => {
  const number = readValue(from, EXTENSION.reasonCode, (reader) => reader.small(10, TAG.enumerated)) ?? 0;
  const reason = REASONS[number];
  if (reason === undefined || reason === 'unused')
    throw x509Error('x509.structure', { offset: 0, reason: `reason ${number}` });
  return reason;
};

const issuerOf = (from: HasExtensions): Uint8Array | undefined =>
  readValue(from, EXTENSION.certificateIssuer, (reader) => {
    const name = readGeneralNames(reader).find((each) => each.kind === 'directory');
    if (name === undefined)
      throw x509Error('x509.structure', { offset: 0, reason: 'an issuer without a directory name' });
    return name.value;
  });

/** Reads an entry at the cursor. */
export const readRevoked = (reader: DerReader): RevokedEntry => {
  const outer = reader.open(TAG.sequence);
  const serial = reader.integerBytes();
  const revokedAt = reader.time();
  const extensions = reader.done() ? [] : readExtensions(reader);
  reader.close(outer);
  if (extensions.length === 0)
    return {
      serial,
      revokedAt,
      reason: 'unspecified',
      invalidSince: undefined,
      certificateIssuer: undefined,
      unknownCritical: false,
    };
  const from = { extensions };
  return {
    serial,
    revokedAt,
    reason: readReason(from),
    invalidSince: readValue(from, EXTENSION.invalidityDate, (inner) => inner.time()),
    certificateIssuer: issuerOf(from),
    unknownCritical: extensions.some((each) => each.critical && !KNOWN.includes(each.oid)),
  };
};

const readEntries = (reader: DerReader): Uint8Array => {
  if (reader.peek() !== TAG.sequence) return new Uint8Array();
  return reader.content(TAG.sequence);
};

const isTime = (tag: number): boolean => tag === TAG.utcTime || tag === TAG.generalizedTime;

/**
 * Reads a CRL of DER to the last byte, entries not yet looked at; at most 1 GiB. Throws `asn1.*`, `x509.structure`,
 * `x509.limit` with offsets.
 */
export const parseCrl = (der: Uint8Array): Crl => {
  if (der.length > MAX_BYTES) throw x509Error('x509.limit', { offset: 0, reason: 'a CRL over 1 GiB' });
  const reader = new DerReader(der);
  const whole = reader.open(TAG.sequence);
  const start = reader.at;
  const inside = reader.open(TAG.sequence);
  const version = reader.peek() === TAG.integer ? reader.small(1) + 1 : 1;
  const inner = readAlgorithm(reader);
  const issuer = reader.element(TAG.sequence);
  const thisUpdate = reader.time();
  const nextUpdate = isTime(reader.peek()) ? reader.time() : undefined;
  const entries = readEntries(reader);
  const tagged = version === 2 ? reader.openIf(contextOf(0)) : -1;
  const extensions = tagged < 0 ? [] : readExtensions(reader);
  if (tagged >= 0) reader.close(tagged);
  reader.close(inside);
  const tbs = der.subarray(start, reader.at);
  const signatureAlgorithm = readAlgorithm(reader);
  if (Buffer.compare(inner.raw, signatureAlgorithm.raw) !== 0)
    throw x509Error('x509.structure', { offset: reader.at, reason: 'the two signature algorithms differ' });
  const signature = reader.bitBytes();
  reader.close(whole);
  reader.finish();
  const times = { issuer, thisUpdate, nextUpdate, entries, extensions, signature };
  return { raw: der, tbs, version: version === 2 ? 2 : 1, signatureAlgorithm, ...times };
};

/** Number of a CRL (RFC 5280 5.2.3); undefined when it has none. At most 2^47. */
export const crlNumberOf = (crl: HasExtensions): number | undefined =>
  readValue(crl, EXTENSION.crlNumber, (reader) => reader.small(2 ** 47));

/** Number of the CRL that a delta CRL builds on (RFC 5280 5.2.4); undefined for CRLs that are complete. */
export const baseCrlNumberOf = (crl: HasExtensions): number | undefined =>
  readValue(crl, EXTENSION.deltaCrlIndicator, (reader) => reader.small(2 ** 47));

/** Whether a key signed this CRL. Never throws. */
export const isCrlSignedBy = (crl: Crl, key: PublicKeyInfo, verifier: SignatureVerifier = nodeVerifier): boolean =>
  verifier.verify(key, crl.signatureAlgorithm, crl.tbs, crl.signature);
