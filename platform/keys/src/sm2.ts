import { createECDH, createHash, createPrivateKey, createPublicKey, createSign, createVerify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Identity that is used where none was agreed (GM/T 0009-2012, 10). */
const DEFAULT_ID = Buffer.from('1234567812345678');

/** a, b and base point of the curve (GB/T 32918.5-2017). */
const CURVE = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);
/** Order of the base point. */
const ORDER = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');

/** SubjectPublicKeyInfo of an SM2 key up to its point (curve 1.2.156.10197.1.301). */
const SPKI_HEAD = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
/** PKCS #8 of an SM2 key up to its scalar; the point is left out and computed by the reader. */
const PKCS8_HEAD = Buffer.from('3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420', 'hex');
const POINT_BYTES = 65;

/** A pair of SM2 keys that can sign. */
export interface Sm2Pair {
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer;
}

/** Whether 32 bytes are a private key: from 1 to the order minus 2 (GB/T 32918.1, 6.1). */
export const isSm2Scalar = (bytes: Uint8Array): boolean => {
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return bytes.length === 32 && value >= 1n && value <= ORDER - 2n;
};

/**
 * Makes the pair of a private scalar. The key is imported from PKCS #8: a key that Node generated itself would silently
 * sign ECDSA on the curve.
 */
export const sm2PairOf = (scalar: Uint8Array): Sm2Pair => {
  const ecdh = createECDH('SM2');
  ecdh.setPrivateKey(scalar);
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, scalar]), format: 'der', type: 'pkcs8' });
  return { privateKey, spki: Buffer.concat([SPKI_HEAD, ecdh.getPublicKey()]) };
};

/** The point of a public key, 65 bytes with 04 before it; undefined when the bytes are no SM2 key. */
export const sm2PointOf = (spki: Uint8Array): Uint8Array | undefined => {
  const head = Buffer.from(spki.subarray(0, SPKI_HEAD.length));
  const point = spki.subarray(SPKI_HEAD.length);
  return head.equals(SPKI_HEAD) && point.length === POINT_BYTES && point[0] === 4 ? point : undefined;
};

/** SubjectPublicKeyInfo of a point of 65 bytes. */
export const sm2SpkiOf = (point: Uint8Array): Buffer => Buffer.concat([SPKI_HEAD, point]);

/** Z of GB/T 32918.2-2016, 5.5: what is hashed before every message. */
export const sm2Z = (spki: Uint8Array, id: Uint8Array = DEFAULT_ID): Buffer => {
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(id.length * 8);
  return createHash('sm3')
    .update(bits)
    .update(id)
    .update(CURVE)
    .update(spki.subarray(-(POINT_BYTES - 1)))
    .digest();
};

/** Signs with SM2 and SM3 under the default identity; DER of GM/T 0009. */
export const sm2Sign = ({ privateKey, spki }: Sm2Pair, data: Uint8Array): Uint8Array =>
  createSign('sm3').update(sm2Z(spki)).update(data).sign(privateKey);

/** Whether a signature of {@link sm2Sign} is right. Never throws. */
export const sm2Verify = (spki: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean => {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return createVerify('sm3').update(sm2Z(spki)).update(data).verify(key, signature);
  } catch {
    // OpenSSL refuses points that are not on the curve, and some numbers, with an error instead of an answer.
    return false;
  }
};

/** Example of GB/T 32918.5 (A.2): scalar and a signature over "message digest" with the default identity. */
const EXAMPLE = {
  scalar: Buffer.from('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8', 'hex'),
  message: Buffer.from('message digest'),
  signature: Buffer.from(
    '3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
      '022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
    'hex',
  ),
};

/**
 * Known-answer test: what this Node signs is SM2 and not ECDSA, and the example of the standard verifies. Behaviour of
 * `createSign` with these keys is nowhere promised, so it is tested on every start.
 */
export const sm2Works = (): boolean => {
  const pair = sm2PairOf(EXAMPLE.scalar);
  const own = sm2Sign(pair, EXAMPLE.message);
  return (
    sm2Verify(pair.spki, EXAMPLE.signature, EXAMPLE.message) &&
    sm2Verify(pair.spki, own, EXAMPLE.message) &&
    !sm2Verify(pair.spki, EXAMPLE.signature, Buffer.from('message digesT'))
  );
};
