import type { Type, ValueOf } from '@chedun/asn1';
import { parseCertificate } from '../certificate.ts';
import type { ParsedCertificate } from '../certificate.ts';
import { publicKeyOf } from '../certificate-signature.ts';
import { readAs, writeAs } from '../codec.ts';
import { securityError } from '../errors.ts';
import type { Signer } from '../issue.ts';
import { rawSignature, signatureValue } from '../keys.ts';
import { Certificate } from '../schema/certificate.ts';
import { PkiCtl, RootCtl, ToBeSignedPkiCtl, ToBeSignedRootCtl } from '../schema/lists.ts';
import { signatureInput } from '../signature-input.ts';
import { checkSignature } from '../verifier.ts';
import type { SignatureVerifier } from '../verifier.ts';

/** A list of trust with its bytes: roots (`root`) or the authorities of one root (`pki`). */
export interface TrustList<Value> {
  readonly bytes: Uint8Array;
  /** Bytes that are signed, as received. */
  readonly tbs: Uint8Array;
  readonly value: Value;
  /** Certificates in the order of the list, with their own bytes. */
  readonly certificates: readonly ParsedCertificate[];
  /** Hex of HashedId8 of the issuer; undefined when it names itself. */
  readonly issuer: string | undefined;
  /** Seconds since 2004. */
  readonly issued: number;
  readonly next: number;
  readonly series: number;
}

/** Fields of the list of roots. */
export type RootCtlValue = ValueOf<typeof RootCtl>;
/** Fields of the list of authorities. */
export type PkiCtlValue = ValueOf<typeof PkiCtl>;
/** What is signed of the list of roots. */
export type RootCtlFields = ValueOf<typeof ToBeSignedRootCtl>;
/** What is signed of the list of authorities. */
export type PkiCtlFields = ValueOf<typeof ToBeSignedPkiCtl>;

const readList = <T extends Type>(type: T, tbsType: Type, bytes: Uint8Array) => {
  const { value, spans } = readAs(type, bytes, { track: [tbsType, Certificate] });
  const tbs = spans.find((span) => span.type === tbsType);
  if (tbs === undefined) throw securityError('v2xsec.format', { reason: 'no part to be signed' });
  const certificates = spans
    .filter((span) => span.type === Certificate)
    .map(({ start, end }) => parseCertificate(bytes.subarray(start, end)));
  return { value, tbs: bytes.subarray(tbs.start, tbs.end), certificates };
};

const issuerId = (issuer: RootCtlFields['issuer']): string | undefined => {
  if ('sm3AndDigest' in issuer) return issuer.sm3AndDigest.octets;
  if ('sha256AndDigest' in issuer) return issuer.sha256AndDigest.octets;
  return 'sha384AndDigest' in issuer ? issuer.sha384AndDigest.octets : undefined;
};

/** Reads a trusted root list that fills the bytes. Throws `v2xsec.format`, `v2xsec.unsupported`. */
export const parseRootCtl = (bytes: Uint8Array): TrustList<RootCtlValue> => {
  const list = readList(RootCtl, ToBeSignedRootCtl, bytes);
  const { issuer, issueDate, nextRootCtl, series } = list.value.toBeSigned;
  return { ...list, bytes, issuer: issuerId(issuer), issued: issueDate, next: nextRootCtl, series };
};

/** Reads a list of authorities that fills the bytes. Throws `v2xsec.format`, `v2xsec.unsupported`. */
export const parsePkiCtl = (bytes: Uint8Array): TrustList<PkiCtlValue> => {
  const list = readList(PkiCtl, ToBeSignedPkiCtl, bytes);
  const { issuer, issueDate, nextPkiCtl, series } = list.value.toBeSigned;
  return { ...list, bytes, issuer: issuerId(issuer), issued: issueDate, next: nextPkiCtl, series };
};

/** Verdict on a list of trust; the whole list. */
export type TrustListVerdict =
  | 'valid'
  | 'issuer'
  | 'not-yet-valid'
  | 'stale'
  | 'older-than-known'
  | 'signature-invalid';

/** What a list of trust is judged with. */
export interface TrustListContext {
  /** Certificate of who should have issued it. */
  readonly issuer: ParsedCertificate;
  /** Seconds since 2004. */
  readonly now: number;
  readonly verifier: SignatureVerifier;
  /** Date of issue of the list in use; an older one is a step back. */
  readonly known?: number;
}

/**
 * Judges a list of trust: issuer, dates, signature. The ID of the SM2 signature is that of every signature below a
 * certificate, the SM3 of the issuer's certificate; for these lists no whole published one was at hand: unverified.
 */
export const verifyTrustList = (
  list: TrustList<RootCtlValue> | TrustList<PkiCtlValue>,
  { issuer, now, verifier, known }: TrustListContext,
): TrustListVerdict => {
  if (list.issuer !== undefined && list.issuer !== issuer.id8) return 'issuer';
  if (list.issuer === undefined && issuer.issuer !== undefined) return 'issuer';
  if (now < list.issued) return 'not-yet-valid';
  if (now > list.next) return 'stale';
  if (known !== undefined && list.issued < known) return 'older-than-known';
  const key = publicKeyOf(issuer);
  const signature = rawSignature(list.value.signature);
  const input = signatureInput(key.curve, list.tbs, issuer);
  return checkSignature(verifier, key, input, signature) ? 'valid' : 'signature-invalid';
};

const signed = async <T extends Type>(type: T, fields: ValueOf<T>, signer: Signer) => {
  const tbs = writeAs(type, fields);
  const rs = await signer.sign(signatureInput(signer.curve, tbs, signer.certificate));
  return signatureValue({ curve: signer.curve, rs });
};

/** Signs a trusted root list. */
export const buildRootCtl = async (fields: RootCtlFields, signer: Signer): Promise<Uint8Array> =>
  writeAs(RootCtl, { toBeSigned: fields, signature: await signed(ToBeSignedRootCtl, fields, signer) });

/** Signs a list of authorities. */
export const buildPkiCtl = async (fields: PkiCtlFields, signer: Signer): Promise<Uint8Array> =>
  writeAs(PkiCtl, { toBeSigned: fields, signature: await signed(ToBeSignedPkiCtl, fields, signer) });

/** Certificates that a new list has and an old one has not, and the other way round. */
export const compareLists = (
  before: readonly ParsedCertificate[],
  after: readonly ParsedCertificate[],
): { readonly added: readonly ParsedCertificate[]; readonly removed: readonly ParsedCertificate[] } => {
  const missing = (from: readonly ParsedCertificate[], those: readonly ParsedCertificate[]) => {
    const known = new Set(those.map(({ hash }) => Buffer.from(hash).toString('hex')));
    return from.filter(({ hash }) => !known.has(Buffer.from(hash).toString('hex')));
  };
  return { added: missing(after, before), removed: missing(before, after) };
};
