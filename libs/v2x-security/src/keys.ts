import type { ValueOf } from '@chedun/asn1';
import { concat, fromHex } from './bytes.ts';
import { securityError } from './errors.ts';
import type { HashName } from './hashing.ts';
import { compressed, coordinateBytes, uncompressed, xOf } from './points.ts';
import type { Curve, CurvePoint } from './points.ts';
import type { BasePublicEncryptionKey, PublicVerificationKey, Signature } from './schema/base.ts';

/** A public key: its curve and its point in uncompressed form (0x04, x, y). */
export interface PublicKey {
  readonly curve: Curve;
  readonly point: Uint8Array;
}

/** A signature as plain numbers r and s side by side. */
export interface RawSignature {
  readonly curve: Curve;
  readonly rs: Uint8Array;
}

type KeyValue = ValueOf<typeof PublicVerificationKey>;
type SignatureValue = ValueOf<typeof Signature>;

/** The hash that belongs to keys of a curve (IEEE 1609.2 5.3.1; SM3 with SM2). */
export const hashOfCurve = (curve: Curve): HashName => {
  if (curve === 'sm2') return 'sm3';
  return coordinateBytes(curve) === 48 ? 'sha384' : 'sha256';
};

const unknown = (): Error =>
  securityError('v2xsec.unsupported', { reason: 'an algorithm behind the extension marker' });

/** Curve and point of a verification key, point not yet decompressed. */
export const splitKey = (key: KeyValue): { readonly curve: Curve; readonly point: CurvePoint } => {
  if ('ecsigSm2' in key) return { curve: 'sm2', point: key.ecsigSm2 };
  if ('ecdsaNistP256' in key) return { curve: 'nistP256', point: key.ecdsaNistP256 };
  if ('ecdsaBrainpoolP256r1' in key) return { curve: 'brainpoolP256r1', point: key.ecdsaBrainpoolP256r1 };
  if ('ecdsaNistP384' in key) return { curve: 'nistP384', point: key.ecdsaNistP384 };
  if ('ecdsaBrainpoolP384r1' in key) return { curve: 'brainpoolP384r1', point: key.ecdsaBrainpoolP384r1 };
  throw unknown();
};

/** A verification key ready for use. Throws `v2xsec.key` for a point that is not on its curve. */
export const verificationKeyOf = (key: KeyValue): PublicKey => {
  const { curve, point } = splitKey(key);
  return { curve, point: uncompressed(curve, point) };
};

/** An encryption key ready for use. Throws `v2xsec.key` for a point that is not on its curve. */
export const encryptionKeyOf = (key: ValueOf<typeof BasePublicEncryptionKey>): PublicKey => {
  if ('ecencSm2' in key) return { curve: 'sm2', point: uncompressed('sm2', key.ecencSm2) };
  if ('eciesNistP256' in key) return { curve: 'nistP256', point: uncompressed('nistP256', key.eciesNistP256) };
  if ('eciesBrainpoolP256r1' in key)
    return { curve: 'brainpoolP256r1', point: uncompressed('brainpoolP256r1', key.eciesBrainpoolP256r1) };
  throw unknown();
};

/** The value of a verification key in compressed form. */
export const verificationKeyValue = ({ curve, point }: PublicKey): KeyValue => {
  const short = compressed(point);
  switch (curve) {
    case 'sm2':
      return { ecsigSm2: short };
    case 'nistP256':
      return { ecdsaNistP256: short };
    case 'brainpoolP256r1':
      return { ecdsaBrainpoolP256r1: short };
    case 'nistP384':
      return { ecdsaNistP384: short };
    case 'brainpoolP384r1':
      return { ecdsaBrainpoolP384r1: short };
  }
};

/** The value of an encryption key in compressed form. Throws `v2xsec.unsupported` for curves that have none. */
export const encryptionKeyValue = ({ curve, point }: PublicKey): ValueOf<typeof BasePublicEncryptionKey> => {
  const short = compressed(point);
  if (curve === 'sm2') return { ecencSm2: short };
  if (curve === 'nistP256') return { eciesNistP256: short };
  if (curve === 'brainpoolP256r1') return { eciesBrainpoolP256r1: short };
  throw securityError('v2xsec.unsupported', { reason: `encryption on ${curve}` });
};

const ecdsa = (
  curve: Curve,
  { rSig, sSig }: { readonly rSig: CurvePoint; readonly sSig: { readonly octets: string } },
): RawSignature => {
  const r = xOf(rSig);
  if (r === undefined) throw securityError('v2xsec.format', { reason: 'a signature without r' });
  return { curve, rs: concat(r, fromHex(sSig.octets)) };
};

/** A signature as plain numbers. The x coordinate stands for r, as the curves' orders differ from p only far up. */
export const rawSignature = (signature: SignatureValue): RawSignature => {
  if ('sm2' in signature) return { curve: 'sm2', rs: fromHex(signature.sm2.rSig.octets + signature.sm2.sSig.octets) };
  if ('ecdsaNistP256' in signature) return ecdsa('nistP256', signature.ecdsaNistP256);
  if ('ecdsaBrainpoolP256r1' in signature) return ecdsa('brainpoolP256r1', signature.ecdsaBrainpoolP256r1);
  if ('ecdsaNistP384' in signature) return ecdsa('nistP384', signature.ecdsaNistP384);
  if ('ecdsaBrainpoolP384r1' in signature) return ecdsa('brainpoolP384r1', signature.ecdsaBrainpoolP384r1);
  throw unknown();
};

/** The value of a signature of plain numbers; r in x-only form for ECDSA. Throws `v2xsec.value` for another length. */
export const signatureValue = ({ curve, rs }: RawSignature): SignatureValue => {
  const size = coordinateBytes(curve);
  if (rs.length !== 2 * size) throw securityError('v2xsec.value', { reason: `a signature of ${rs.length} bytes` });
  const r = Buffer.from(rs.subarray(0, size)).toString('hex');
  const s = Buffer.from(rs.subarray(size)).toString('hex');
  const points = { rSig: { xOnly: { octets: r } }, sSig: { octets: s } };
  switch (curve) {
    case 'sm2':
      return { sm2: { rSig: { octets: r }, sSig: { octets: s } } };
    case 'nistP256':
      return { ecdsaNistP256: points };
    case 'brainpoolP256r1':
      return { ecdsaBrainpoolP256r1: points };
    case 'nistP384':
      return { ecdsaNistP384: points };
    case 'brainpoolP384r1':
      return { ecdsaBrainpoolP384r1: points };
  }
};
