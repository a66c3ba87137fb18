import { concat } from './bytes.ts';
import type { ParsedCertificate } from './certificate.ts';
import { hashOf } from './hashing.ts';
import type { HashName } from './hashing.ts';
import { hashOfCurve } from './keys.ts';
import type { Curve } from './points.ts';

/** What goes into a signature algorithm besides key and signature. */
export type SignatureInput =
  | { readonly kind: 'sm2'; readonly signerId: Uint8Array; readonly message: Uint8Array }
  | { readonly kind: 'ecdsa'; readonly hash: 'sha256' | 'sha384'; readonly message: Uint8Array };

/** ID of SM2 signatures by a key that no certificate names (GB/T 32918.2, GM/T 0009). */
export const DEFAULT_SIGNER_ID = new TextEncoder().encode('1234567812345678');

const NOTHING = new Uint8Array(0);

/**
 * Input of a signature over `tbs` by the key of `signer`; undefined for self-signed data. `tbsHash` is the hash of the
 * data itself where it differs from that of the signing key.
 *
 * SM2: the ID is the 32-byte SM3 of the signer's certificate, and the default ID for self-signed data (reproduced on
 * two published roots and on the message example of YD/T 3957; on a subordinate authority unverified).
 * ECDSA: the message is H(tbs) ‖ H(certificate of the signer), with the hash of nothing for self-signed data, and is
 * hashed once more by ECDSA (IEEE 1609.2 5.3.1.2.2).
 */
export const signatureInput = (
  curve: Curve,
  tbs: Uint8Array,
  signer: ParsedCertificate | undefined,
  tbsHash: HashName = hashOfCurve(curve),
): SignatureInput => {
  const hash = hashOfCurve(curve);
  if (hash === 'sm3') return { kind: 'sm2', signerId: signer?.hash ?? DEFAULT_SIGNER_ID, message: tbs };
  return { kind: 'ecdsa', hash, message: concat(hashOf(tbsHash, tbs), signer?.hash ?? hashOf(hash, NOTHING)) };
};

/**
 * Input of the signature of a certificate: its data is hashed with the algorithm of the certificate's own key (so do
 * the published certificates whose key has 384 bits and whose issuer has 256; the other way round unverified).
 */
export const certificateSignatureInput = (
  curve: Curve,
  certificate: ParsedCertificate,
  issuer: ParsedCertificate | undefined,
): SignatureInput => signatureInput(curve, certificate.tbs, issuer, certificate.hashName);
