import type { ValueOf } from '@chedun/asn1';
import type { ButterflyForm, Expansion } from './butterfly/request.ts';
import { fromHex, toHex } from './bytes.ts';
import { parseCertificate } from './certificate.ts';
import type { ParsedCertificate, ToBeSignedValue } from './certificate.ts';
import { publicKeyOf } from './certificate-signature.ts';
import { readAs, writeAs } from './codec.ts';
import { securityError } from './errors.ts';
import { hashedId, hashOf } from './hashing.ts';
import type { Signer, SigningKey } from './issue.ts';
import {
  encryptionKeyOf,
  encryptionKeyValue,
  hashOfCurve,
  rawSignature,
  signatureValue,
  verificationKeyOf,
} from './keys.ts';
import type { ExpansionCurve } from './crypto/group.ts';
import { Certificate } from './schema/certificate.ts';
import type { AdditionalParams, ButterflyExpansion } from './schema/management.ts';
import { ScmsPdu, SignedCertificateRequest } from './schema/management.ts';
import { MESSAGES } from './schema/message.ts';
import { signatureInput } from './signature-input.ts';
import { signMessage } from './spdu/build.ts';
import { checkSignature } from './verifier.ts';
import type { SignatureVerifier } from './verifier.ts';

/** Application of management messages in China. */
export const MANAGEMENT_AID = 3627;

/** Fields of any management message. */
export type Pdu = ValueOf<typeof ScmsPdu>;

/** Reads a management message that fills the bytes. Throws `v2xsec.format`. */
export const parsePdu = (bytes: Uint8Array): Pdu => readAs(ScmsPdu, bytes).value;

/** Bytes of a management message. Throws `v2xsec.value`. */
export const encodePdu = (pdu: Pdu): Uint8Array => writeAs(ScmsPdu, pdu);

/** Signs a management message with a certificate, and none of the optional fields of the header. */
export const signPdu = (pdu: Pdu, signer: Signer): Promise<Uint8Array> =>
  signMessage(
    { profile: 'cn', payload: encodePdu(pdu), header: { aid: MANAGEMENT_AID }, signer: 'certificate' },
    signer,
  );

/** The hash by which an answer names the request: last 8 bytes of the SM3 of the request as it was sent, hex. */
export const requestHash = (request: Uint8Array): string => toHex(hashedId(hashOf('sm3', request), 8));

/**
 * Signs a certificate request: with the key that is to be certified (`self`, first enrolment) or with a certificate.
 * The form of the signed request is that of IEEE 1609.2.1, unverified for YD/T 3957.
 */
export const signRequest = async (
  pdu: Pdu,
  signer: SigningKey,
  certificate?: ParsedCertificate,
): Promise<Uint8Array> => {
  const rs = await signer.sign(signatureInput(signer.curve, encodePdu(pdu), certificate));
  const request = writeAs(SignedCertificateRequest, {
    hashId: hashOfCurve(signer.curve),
    tbsRequest: pdu,
    signer: certificate === undefined ? { self: null } : { certificate: [certificate.value] },
    signature: signatureValue({ curve: signer.curve, rs }),
  });
  const content = { signedCertificateRequest: { octets: toHex(request) } };
  return writeAs(MESSAGES.cn.SecuredData, { version: 3, content });
};

/** A certificate request that was read and whose signature was checked. */
export interface CheckedRequest {
  readonly pdu: Pdu;
  /** Certificate of the signer; undefined for a request under the very key that is to be certified. */
  readonly signer: ParsedCertificate | undefined;
  readonly isSigned: boolean;
}

/**
 * Reads a certificate request and checks its signature; whether the signer's certificate is trusted is asked with
 * `verifyCertificateChain`. Throws `v2xsec.format`, `v2xsec.key`, `v2xsec.unsupported`.
 */
export const checkRequest = (bytes: Uint8Array, verifier: SignatureVerifier): CheckedRequest => {
  const { content } = readAs(MESSAGES.cn.SecuredData, bytes).value;
  if (!('signedCertificateRequest' in content))
    throw securityError('v2xsec.format', { reason: 'the message is no certificate request' });
  const inner = fromHex(content.signedCertificateRequest.octets);
  const { value, spans } = readAs(SignedCertificateRequest, inner, { track: [ScmsPdu, Certificate] });
  const tbs = spans.find(({ type, path }) => type === ScmsPdu && path === 'tbsRequest');
  if (tbs === undefined) throw securityError('v2xsec.format', { reason: 'no request inside' });
  const tbsBytes = inner.subarray(tbs.start, tbs.end);
  const pdu = parsePdu(tbsBytes);
  const span = spans.find(({ path }) => path === 'signer.certificate.0');
  const signer = span === undefined ? undefined : parseCertificate(inner.subarray(span.start, span.end));
  if (signer === undefined && !('self' in value.signer))
    throw securityError('v2xsec.unsupported', { reason: 'a request is signed by itself or by one certificate' });
  const key = signer === undefined ? keyAskedFor(pdu) : publicKeyOf(signer);
  const isSigned = checkSignature(
    verifier,
    key,
    signatureInput(key.curve, tbsBytes, signer),
    rawSignature(value.signature),
  );
  return { pdu, signer, isSigned };
};

const keyAskedFor = (pdu: Pdu) => {
  const indicator = tbsOf(pdu)?.verifyKeyIndicator;
  if (indicator !== undefined && 'verificationKey' in indicator) return verificationKeyOf(indicator.verificationKey);
  throw securityError('v2xsec.format', { reason: 'the request names no key' });
};

/** Fields that a request asks to be certified; undefined for other messages. */
export const tbsOf = ({ content }: Pdu): ToBeSignedValue | undefined => {
  if ('ecaEe' in content && 'eeEcaCertRequest' in content.ecaEe) return content.ecaEe.eeEcaCertRequest.tbsCert;
  if ('eeRa' in content && 'eeRaCertRequest' in content.eeRa) return content.eeRa.eeRaCertRequest.tbsCert;
  if ('acaRa' in content && 'raAcaCertRequest' in content.acaRa) return content.acaRa.raAcaCertRequest.tbsCert;
  return undefined;
};

const expansionOf = (value: ValueOf<typeof ButterflyExpansion>): Expansion => {
  if ('aes128' in value) return { cipher: 'aes128', key: fromHex(value.aes128.octets) };
  if ('sm4' in value) return { cipher: 'sm4', key: fromHex(value.sm4.octets) };
  throw securityError('v2xsec.unsupported', { reason: 'an expansion of a later edition' });
};

const expansionValueOf = ({ cipher, key }: Expansion): ValueOf<typeof ButterflyExpansion> =>
  cipher === 'aes128' ? { aes128: { octets: toHex(key) } } : { sm4: { octets: toHex(key) } };

/** Butterfly form of a request; undefined for one that asks for a single certificate. */
export const butterflyFormOf = (params: ValueOf<typeof AdditionalParams>): ButterflyForm | undefined => {
  if ('unified' in params) return { kind: 'unified', expansion: expansionOf(params.unified) };
  if ('compactUnified' in params) return { kind: 'compactUnified', expansion: expansionOf(params.compactUnified) };
  if (!('original' in params)) return undefined;
  const { signingExpansion, encryptionKey, encryptionExpansion } = params.original;
  return {
    kind: 'original',
    signing: expansionOf(signingExpansion),
    encryptionKey: encryptionKeyOf(encryptionKey.publicKey).point,
    encryption: expansionOf(encryptionExpansion),
  };
};

/** Fields of a butterfly form for a request. */
export const additionalParamsOf = (curve: ExpansionCurve, form: ButterflyForm): ValueOf<typeof AdditionalParams> => {
  if (form.kind !== 'original') {
    const expansion = expansionValueOf(form.expansion);
    return form.kind === 'unified' ? { unified: expansion } : { compactUnified: expansion };
  }
  return {
    original: {
      signingExpansion: expansionValueOf(form.signing),
      encryptionKey: {
        supportedSymmAlg: curve === 'sm2' ? 'sm4Ccm' : 'aes128Ccm',
        publicKey: encryptionKeyValue({ curve, point: form.encryptionKey }),
      },
      encryptionExpansion: expansionValueOf(form.encryption),
    },
  };
};
