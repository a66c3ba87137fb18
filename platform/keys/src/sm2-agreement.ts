import { createECDH, createPrivateKey, createPublicKey, diffieHellman, ECDH, type KeyObject } from 'node:crypto';
import { isSm2Scalar } from './sm2.ts';

/** p, a, b and order of the curve (GB/T 32918.5-2017). */
const CURVE = {
  p: 'fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff',
  a: 'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc',
  b: '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93',
  order: 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123',
} as const;
const NUMBER = 32;

/** DER: tag, length, content. */
const element = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
};

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const object = (digits: string): Buffer => element(0x06, hex(digits));
const octets = (bytes: Uint8Array): Buffer => element(0x04, bytes);
const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts);
const integer = (bytes: Buffer): Buffer =>
  element(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]));
const [ZERO, ONE] = [integer(Buffer.of(0)), integer(Buffer.of(1))];

/** Twice the base point of the standard. */
const otherBase = (): Buffer => {
  const ecdh = createECDH('SM2');
  ecdh.setPrivateKey(Buffer.concat([Buffer.alloc(NUMBER - 1), Buffer.of(2)]));
  return ecdh.getPublicKey();
};

/**
 * The curve, written out, with another base point. Node refuses Diffie-Hellman with keys of type SM2, which OpenSSL makes
 * of every key on that curve; the base point has no part in the agreement, and with another one the key is of type EC.
 */
const algorithm = (): Buffer =>
  sequence(
    object('2a8648ce3d0201'),
    sequence(
      ONE,
      sequence(object('2a8648ce3d0101'), integer(hex(CURVE.p))),
      sequence(octets(hex(CURVE.a)), octets(hex(CURVE.b))),
      octets(otherBase()),
      integer(hex(CURVE.order)),
      ONE,
    ),
  );

/** Multiplies points (x and y, 64 bytes) by a private number: both points that have the x of the product. */
export type Sm2Agreement = (point: Uint8Array) => readonly Buffer[];

/**
 * Prepares a private number of 32 bytes. It is used by OpenSSL alone, which takes constant time. Which of the two points
 * is meant cannot be told from their x; the hash of a ciphertext tells it. Throws for a number out of range, and later
 * for points that are not on the curve.
 */
export const sm2Agreement = (secret: Uint8Array): Sm2Agreement => {
  if (!isSm2Scalar(secret)) throw new RangeError('the private number is out of range');
  const head = algorithm();
  const der = sequence(ZERO, head, octets(sequence(ONE, octets(secret))));
  const privateKey: KeyObject = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return (point) => {
    const spki = sequence(head, element(0x03, Buffer.of(0, 4), point));
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const x = diffieHellman({ privateKey, publicKey });
    return [2, 3].map((sign) => {
      const whole = ECDH.convertKey(Buffer.concat([Buffer.of(sign), x]), 'SM2', undefined, undefined, 'uncompressed');
      return Buffer.from(whole as Buffer).subarray(1);
    });
  };
};
