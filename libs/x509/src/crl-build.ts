import {
  TAG,
  encodeDer,
  enumerated,
  explicit,
  generalizedTime,
  int,
  primitive,
  seq,
  time,
  unsigned,
} from '@chedun/asn1/der';
import { algorithmDer } from './algorithm.ts';
import type { SignatureAlgorithm } from './algorithm.ts';
import { anyNameDer, assembleSigned } from './certificate.ts';
import type { Sign } from './certificate.ts';
import { REASONS } from './crl.ts';
import type { RevocationReason } from './crl.ts';
import { x509Error } from './errors.ts';
import { extension, extensionsDer } from './extension.ts';
import type { Extension } from './extension.ts';
import { generalNamesDer } from './general-name.ts';
import type { Name } from './name.ts';
import { EXTENSION } from './oids.ts';

/** One entry that is to be written. */
export interface RevokedSpec {
  /** Positive number, big-endian. */
  readonly serial: Uint8Array;
  /** Milliseconds since 1970, cut to seconds. */
  readonly revokedAt: number;
  /** `unspecified` is not written (RFC 5280 5.3.1). */
  readonly reason?: RevocationReason;
  readonly invalidSince?: number;
  /** Name (DER) of the certificate's issuer, in indirect CRLs. */
  readonly certificateIssuer?: Uint8Array;
}

/** What a CRL is built of. */
export interface CrlSpec {
  readonly algorithm: SignatureAlgorithm;
  readonly issuer: Name | Uint8Array;
  /** Milliseconds since 1970, cut to seconds. */
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** Entries as {@link RevokedWriter} wrote them. */
  readonly entries: Uint8Array;
  /** crlNumber, authorityKeyIdentifier and the like. */
  readonly extensions: readonly Extension[];
}

const entryExtensions = ({ reason, invalidSince, certificateIssuer }: RevokedSpec): readonly Extension[] => [
  ...(reason === undefined || reason === 'unspecified'
    ? []
    : [extension(EXTENSION.reasonCode, 'not-critical', enumerated(REASONS.indexOf(reason)))]),
  ...(invalidSince === undefined
    ? []
    : [extension(EXTENSION.invalidityDate, 'not-critical', generalizedTime(Math.floor(invalidSince / 1000) * 1000))]),
  ...(certificateIssuer === undefined
    ? []
    : [
        extension(
          EXTENSION.certificateIssuer,
          'critical',
          generalNamesDer([{ kind: 'directory', value: certificateIssuer }]),
        ),
      ]),
];

const FIRST_BYTES = 4096;

/** Writes entries one after the other into one growing buffer, so that long lists need no objects. */
export class RevokedWriter {
  private buffer = new Uint8Array(FIRST_BYTES);
  private used = 0;

  /** Starts empty, or with entries of an earlier list (`Crl.entries`), which are taken as they are. */
  constructor(earlier: Uint8Array = new Uint8Array()) {
    this.append(earlier);
  }

  private append(bytes: Uint8Array): void {
    if (this.used + bytes.length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.used + bytes.length));
      larger.set(this.buffer.subarray(0, this.used));
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
  }

  /** Adds an entry. Throws `x509.value`, `asn1.value`. */
  add(entry: RevokedSpec): void {
    if (entry.serial.length === 0 || entry.serial.length > 32)
      throw x509Error('x509.value', { reason: 'a serial number takes 1 to 32 bytes' });
    const extensions = extensionsDer(entryExtensions(entry));
    this.append(encodeDer(seq(unsigned(entry.serial), time(entry.revokedAt), extensions)));
  }

  /** All entries so far; a view that further entries do not change. */
  entries(): Uint8Array {
    return this.buffer.subarray(0, this.used);
  }
}

/** Makes crlNumber (RFC 5280 5.2.3). */
export const crlNumber = (number: number): Extension => extension(EXTENSION.crlNumber, 'not-critical', int(number));

/** Makes deltaCRLIndicator, critical: this list says what changed since the complete list with this number (RFC 5280 5.2.4). */
export const deltaCrlIndicator = (base: number): Extension =>
  extension(EXTENSION.deltaCrlIndicator, 'critical', int(base));

/** The bytes of a CRL that are to be signed. */
export const encodeTbsCrl = (spec: CrlSpec): Uint8Array => {
  if (spec.nextUpdate < spec.thisUpdate)
    throw x509Error('x509.value', { reason: 'the next update is before this one' });
  const extensions = extensionsDer(spec.extensions);
  return encodeDer(
    seq(
      int(1),
      algorithmDer(spec.algorithm),
      anyNameDer(spec.issuer),
      time(spec.thisUpdate),
      time(spec.nextUpdate),
      spec.entries.length === 0 ? undefined : primitive(TAG.sequence, spec.entries),
      extensions && explicit(0, extensions),
    ),
  );
};

/** Builds and signs a CRL of version 2, complete or delta (by {@link deltaCrlIndicator}). */
export const buildCrl = async (spec: CrlSpec, sign: Sign): Promise<Uint8Array> => {
  const tbs = encodeTbsCrl(spec);
  return assembleSigned(tbs, spec.algorithm, await sign(tbs));
};
