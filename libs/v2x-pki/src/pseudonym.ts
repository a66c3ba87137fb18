import { encodeCertificate, encodeToBeSigned, signatureValue, verificationKeyValue } from '@chedun/v2x-security';
import type { ParsedCertificate, ToBeSignedValue } from '@chedun/v2x-security';
import { CRL_SERIES } from './certificates.ts';
import { concat, toHex } from './bytes.ts';
import type { Suite } from './suite.ts';
import { mark } from './template.ts';

type CertificateValue = Parameters<typeof encodeCertificate>[0];

/** What all pseudonyms of a period have in common. */
export interface PseudonymForm {
  readonly i: number;
  /** Seconds since 2004. */
  readonly start: number;
  readonly hours: number;
  readonly permissions: NonNullable<ToBeSignedValue['appPermissions']>;
}

/** Fields of a pseudonym certificate. */
const pseudonymFields = (
  suite: Suite,
  root: ParsedCertificate,
  { i, start, hours, permissions }: PseudonymForm,
  linkageValue: Uint8Array,
  point: Uint8Array,
): ToBeSignedValue => ({
  id: { linkageData: { iCert: i, linkageValue: { octets: toHex(linkageValue) } } },
  cracaId: { octets: toHex(root.hash.subarray(-3)) },
  crlSeries: CRL_SERIES,
  validityPeriod: { start, duration: { hours } },
  appPermissions: permissions,
  verifyKeyIndicator: { verificationKey: verificationKeyValue({ curve: suite.curve, point }) },
});

/** A certificate that only lacks its signature. */
interface UnsignedPseudonym {
  /** What is signed. */
  readonly tbs: Uint8Array;
  /** The whole certificate with r ‖ s. */
  readonly signed: (rs: Uint8Array) => Uint8Array;
}

/** Makes certificates of one form: the codec writes the first one, then only value, key and signature are replaced. */
export interface PseudonymMaker {
  readonly make: (linkageValue: Uint8Array, point: Uint8Array) => UnsignedPseudonym;
  /** A certificate of the same form and length, not validly signed. */
  readonly example: { readonly bytes: Uint8Array; readonly value: CertificateValue };
}

const VALUE = mark(11, 9);
const X = mark(12, 32);
const RS = mark(13, 64);
const POINT = 65;

const pointWith = (parity: number): Uint8Array => {
  const point = new Uint8Array(POINT);
  point[0] = 4;
  point.set(X, 1);
  point[POINT - 1] = parity;
  return point;
};

/** Makes the maker of a form under an authority. */
export const pseudonymMaker = (
  suite: Suite,
  root: ParsedCertificate,
  authority: ParsedCertificate,
  form: PseudonymForm,
): PseudonymMaker => {
  const octets = { octets: authority.id8 };
  const layouts = [0, 1].map((parity) => {
    const toBeSigned = pseudonymFields(suite, root, form, VALUE, pointWith(parity));
    const value: CertificateValue = {
      version: 3,
      type: 'explicit',
      issuer: suite.curve === 'sm2' ? { sm3AndDigest: octets } : { sha256AndDigest: octets },
      toBeSigned,
      signature: signatureValue({ curve: suite.curve, rs: RS }),
    };
    const bytes = encodeCertificate(value);
    const tbs = encodeToBeSigned(toBeSigned);
    const at = Buffer.from(bytes).indexOf(tbs);
    const rest = bytes.subarray(at + tbs.length, bytes.length - RS.length);
    const layout = { value, bytes, tbs, head: bytes.slice(0, at), rest, x: placeOf(tbs, X), lv: placeOf(tbs, VALUE) };
    if (!sameTail(bytes)) throw new Error('a certificate ends with r and s');
    return layout;
  });
  const [example] = layouts;
  if (example === undefined) throw new Error('two layouts');
  return {
    example,
    make: (linkageValue, point) => {
      const layout = layouts[(point[POINT - 1] ?? 0) & 1] ?? example;
      const tbs = Uint8Array.from(layout.tbs);
      tbs.set(linkageValue, layout.lv);
      tbs.set(point.subarray(1, 33), layout.x);
      return { tbs, signed: (rs) => concat(layout.head, tbs, layout.rest, rs) };
    },
  };
};

const sameTail = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(-RS.length)).equals(RS);

const placeOf = (bytes: Uint8Array, needle: Uint8Array): number => {
  const at = Buffer.from(bytes).indexOf(needle);
  if (at < 0) throw new Error('a mark of a certificate is missing');
  return at;
};
