import {
  TAG,
  bool,
  context,
  contextOf,
  implicit,
  int,
  namedBits,
  nul,
  octetString,
  oid,
  seq,
  unsigned,
} from '@chedun/asn1/der';
import type { DerReader } from '@chedun/asn1/der';
import { extension, readList, readValue } from '../extension.ts';
import type { Extension, HasExtensions } from '../extension.ts';
import { generalNamesDer, readGeneralNames } from '../general-name.ts';
import type { GeneralName } from '../general-name.ts';
import { EXTENSION } from '../oids.ts';

/** Bits of KeyUsage (RFC 5280 4.2.1.3). */
export const KEY_USAGE = {
  digitalSignature: 1,
  nonRepudiation: 2,
  keyEncipherment: 4,
  dataEncipherment: 8,
  keyAgreement: 16,
  keyCertSign: 32,
  cRLSign: 64,
  encipherOnly: 128,
  decipherOnly: 256,
} as const;

/** BasicConstraints (RFC 5280 4.2.1.9). */
export interface BasicConstraints {
  readonly isCa: boolean;
  /** Most certificates of authorities that may follow, those issued to themselves not counted; undefined = no limit. */
  readonly pathLength: number | undefined;
}

/** AuthorityKeyIdentifier (RFC 5280 4.2.1.1). */
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | undefined;
  readonly issuer: readonly GeneralName[] | undefined;
  /** Content of the INTEGER. */
  readonly serial: Uint8Array | undefined;
}

const MAX_LIST = 256;

/** BasicConstraints; undefined when absent. Throws `asn1.*`. */
export const basicConstraintsOf = (from: HasExtensions): BasicConstraints | undefined =>
  readValue(from, EXTENSION.basicConstraints, (reader) => {
    const outer = reader.open(TAG.sequence);
    const isCa = reader.peek() === TAG.boolean && reader.boolean();
    const pathLength = reader.peek() === TAG.integer ? reader.small(255) : undefined;
    reader.close(outer);
    return { isCa, pathLength };
  });

/** Makes BasicConstraints, critical. */
export const basicConstraints = ({ isCa, pathLength }: BasicConstraints): Extension =>
  extension(
    EXTENSION.basicConstraints,
    'critical',
    seq(isCa ? bool(true) : undefined, pathLength === undefined ? undefined : int(pathLength)),
  );

/** KeyUsage as a sum of {@link KEY_USAGE}; undefined when absent. */
export const keyUsageOf = (from: HasExtensions): number | undefined =>
  readValue(from, EXTENSION.keyUsage, (reader) => reader.namedBits());

/** Makes KeyUsage of a sum of {@link KEY_USAGE}, critical. */
export const keyUsage = (bits: number): Extension => extension(EXTENSION.keyUsage, 'critical', namedBits(bits));

/** Purposes of ExtendedKeyUsage; undefined when absent. */
export const extendedKeyUsageOf = (from: HasExtensions): readonly string[] | undefined =>
  readValue(from, EXTENSION.extendedKeyUsage, (reader) => readList(reader, MAX_LIST, (inner) => inner.oid()));

/** Makes ExtendedKeyUsage, not critical. */
export const extendedKeyUsage = (purposes: readonly string[]): Extension =>
  extension(EXTENSION.extendedKeyUsage, 'not-critical', seq(...purposes.map(oid)));

/** SubjectKeyIdentifier; undefined when absent. */
export const subjectKeyIdentifierOf = (from: HasExtensions): Uint8Array | undefined =>
  readValue(from, EXTENSION.subjectKeyIdentifier, (reader) => reader.octets());

/** Makes SubjectKeyIdentifier. */
export const subjectKeyIdentifier = (id: Uint8Array): Extension =>
  extension(EXTENSION.subjectKeyIdentifier, 'not-critical', octetString(id));

const readAki = (reader: DerReader): AuthorityKeyIdentifier => {
  const outer = reader.open(TAG.sequence);
  const keyIdentifier = reader.peek() === context(0) ? reader.content(context(0)) : undefined;
  const issuer = reader.peek() === contextOf(1) ? readGeneralNames(reader, contextOf(1)) : undefined;
  const serial = reader.peek() === context(2) ? reader.integerBytes(context(2)) : undefined;
  reader.close(outer);
  return { keyIdentifier, issuer, serial };
};

/** AuthorityKeyIdentifier; undefined when absent. */
export const authorityKeyIdentifierOf = (from: HasExtensions): AuthorityKeyIdentifier | undefined =>
  readValue(from, EXTENSION.authorityKeyIdentifier, readAki);

/** Makes AuthorityKeyIdentifier. */
export const authorityKeyIdentifier = (id: Partial<AuthorityKeyIdentifier>): Extension =>
  extension(
    EXTENSION.authorityKeyIdentifier,
    'not-critical',
    seq(
      id.keyIdentifier && implicit(0, octetString(id.keyIdentifier)),
      id.issuer && implicit(1, generalNamesDer(id.issuer)),
      id.serial && implicit(2, unsigned(id.serial)),
    ),
  );

/** TLS features that a server has to offer (RFC 7633), by their numbers; 5 = stapled OCSP. Undefined when absent. */
export const tlsFeatureOf = (from: HasExtensions): readonly number[] | undefined =>
  readValue(from, EXTENSION.tlsFeature, (reader) => readList(reader, MAX_LIST, (inner) => inner.small(65_535)));

/** Makes the TLS feature extension. */
export const tlsFeature = (numbers: readonly number[]): Extension =>
  extension(EXTENSION.tlsFeature, 'not-critical', seq(...numbers.map((number) => int(number))));

/** Whether the status of this OCSP signer is not to be asked for (RFC 6960 4.2.2.2.1). */
export const hasOcspNoCheck = (from: HasExtensions): boolean =>
  readValue(from, EXTENSION.ocspNoCheck, (reader) => {
    reader.null();
    return true;
  }) ?? false;

/** Makes id-pkix-ocsp-nocheck. */
export const ocspNoCheck: Extension = extension(EXTENSION.ocspNoCheck, 'not-critical', nul);
