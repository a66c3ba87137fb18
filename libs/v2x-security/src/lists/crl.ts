import type { ValueOf } from '@chedun/asn1';
import { toHex } from '../bytes.ts';
import type { ParsedCertificate } from '../certificate.ts';
import { parseCertificate } from '../certificate.ts';
import { publicKeyOf } from '../certificate-signature.ts';
import { readAs, writeAs } from '../codec.ts';
import { securityError } from '../errors.ts';
import type { Signer } from '../issue.ts';
import { rawSignature } from '../keys.ts';
import { Certificate, CrlSsp } from '../schema/certificate.ts';
import { CrlContents } from '../schema/lists.ts';
import { MESSAGES } from '../schema/message.ts';
import type { Profile } from '../schema/message.ts';
import { signatureInput } from '../signature-input.ts';
import { signMessage } from '../spdu/build.ts';
import { checkSignature } from '../verifier.ts';
import type { SignatureVerifier } from '../verifier.ts';
import { verifyCertificateChain } from '../trust/chain.ts';
import type { ChainContext, ChainReason } from '../trust/chain.ts';

/** Fields of a revocation list. */
export type CrlValue = ValueOf<typeof CrlContents>;

/** Application of revocation lists: 3628 in China, 0x100 in IEEE 1609.2. */
export const CRL_AID: Readonly<Record<Profile, number>> = { cn: 3628, ieee: 0x100 };

/** A revocation list as it was received. */
export interface SignedCrl {
  readonly contents: CrlValue;
  readonly signer: ParsedCertificate;
  readonly tbs: Uint8Array;
  readonly signature: ReturnType<typeof rawSignature>;
  readonly aid: number;
}

/**
 * Reads a signed revocation list that fills the bytes: a signed message with one certificate, no optional field in the
 * header and CrlContents as payload. Throws `v2xsec.format`, `v2xsec.unsupported`.
 */
export const parseCrl = (profile: Profile, bytes: Uint8Array): SignedCrl => {
  const { SecuredData, ToBeSignedData } = MESSAGES[profile];
  const { value, spans } = readAs(SecuredData, bytes, { track: [ToBeSignedData, Certificate] });
  const outer = value.content;
  if (!('signedData' in outer)) throw securityError('v2xsec.format', { reason: 'a revocation list is signed data' });
  const { tbsData, signer, signature } = outer.signedData;
  const { payload, headerInfo } = tbsData;
  if (Object.keys(headerInfo).length > 1)
    throw securityError('v2xsec.format', { reason: 'the header of a revocation list has its application only' });
  if (!('certificate' in signer) || signer.certificate.length !== 1)
    throw securityError('v2xsec.format', { reason: 'a revocation list names its signer by one certificate' });
  const [tbs, certificate] = [
    spans.find((one) => one.type === ToBeSignedData),
    spans.find((one) => one.type === Certificate),
  ];
  if (tbs === undefined || certificate === undefined)
    throw securityError('v2xsec.format', { reason: 'parts are missing' });
  return {
    contents: readAs(CrlContents, payloadOf(payload.data)).value,
    signer: parseCertificate(bytes.subarray(certificate.start, certificate.end)),
    tbs: bytes.subarray(tbs.start, tbs.end),
    signature: rawSignature(signature),
    aid: headerInfo.aid,
  };
};

/** The payload comes out of a reference type, whose values have no shape of their own. */
const payloadOf = (data: unknown): Uint8Array => {
  const { content } = (data ?? {}) as { readonly content?: { readonly unsecuredData?: { readonly octets: string } } };
  const octets = content?.unsecuredData?.octets;
  if (octets === undefined) throw securityError('v2xsec.format', { reason: 'a revocation list holds unsecured data' });
  return new Uint8Array(Buffer.from(octets, 'hex'));
};

/** Verdict on a revocation list; the whole list. */
export type CrlVerdict =
  | 'valid'
  | 'aid'
  | 'series-not-permitted'
  | 'craca'
  | 'not-yet-valid'
  | 'stale'
  | `chain:${ChainReason}`
  | 'signature-invalid';

/** What a revocation list is judged with: as a chain, and with its certificates. */
export interface CrlContext extends ChainContext {
  readonly verifier: SignatureVerifier;
}

/**
 * Judges a revocation list: application, dates, series among the signer's permissions, authority (the signer itself or
 * its issuer, as CrlSsp says), chain, signature.
 */
export const verifyCrl = (crl: SignedCrl, context: CrlContext): CrlVerdict => {
  const { contents, signer, tbs, signature, aid } = crl;
  if (aid !== CRL_AID[context.profile]) return 'aid';
  if (context.now < contents.issueDate) return 'not-yet-valid';
  if (context.now > contents.nextCrl) return 'stale';
  const fault = permissionFaultOf(crl, aid);
  if (fault !== undefined) return fault;
  const chain = verifyCertificateChain(signer, context);
  if (!chain.isValid) return `chain:${chain.reason}`;
  const key = publicKeyOf(signer);
  const input = signatureInput(key.curve, tbs, signer);
  return checkSignature(context.verifier, key, input, signature) ? 'valid' : 'signature-invalid';
};

const permissionFaultOf = (
  { contents, signer }: SignedCrl,
  aid: number,
): 'series-not-permitted' | 'craca' | undefined => {
  const ssp = crlSspOf(signer, aid);
  if (ssp === undefined || !ssp.crls.includes(contents.crlSeries)) return 'series-not-permitted';
  const craca = ssp.associatedCraca === 'isCraca' ? signer.id8 : signer.issuer?.id8;
  return contents.crlCraca.octets === craca ? undefined : 'craca';
};

/** Permissions to sign revocation lists in a certificate; undefined when it has none that can be read. */
const crlSspOf = ({ value }: ParsedCertificate, aid: number): ValueOf<typeof CrlSsp> | undefined => {
  const ssp = value.toBeSigned.appPermissions?.find((one) => one.aid === aid)?.ssp;
  if (ssp === undefined || !('opaque' in ssp)) return undefined;
  try {
    return readAs(CrlSsp, new Uint8Array(Buffer.from(ssp.opaque.octets, 'hex'))).value;
  } catch {
    return undefined;
  }
};

/** Signs a revocation list. */
export const buildCrl = (profile: Profile, contents: CrlValue, signer: Signer): Promise<Uint8Array> =>
  signMessage(
    { profile, payload: writeAs(CrlContents, contents), header: { aid: CRL_AID[profile] }, signer: 'certificate' },
    signer,
  );

/** Hex of the last 10 bytes of the hash of a certificate, as revocation lists name it. */
export const revocationId = ({ hash }: ParsedCertificate): string => toHex(hash.subarray(hash.length - 10));
