import { DomainError } from '@chedun/kernel';

/**
 * Structures of GM/T 0018-2012, 6.2 (read from public headers of several vendors; the text itself is unverified). Numbers
 * stand in 64 bytes, big-endian, zeros in front; `bits` is an unsigned int of the machine. Nothing is padded.
 */
const FIELD = 64;
const NUMBER = 32;
const BITS = 256;

/** Bytes of ECCrefPublicKey: bits (4), x (64), y (64). */
export const ECC_PUBLIC_KEY = 4 + 2 * FIELD;
/** Bytes of ECCSignature: r (64), s (64). */
export const ECC_SIGNATURE = 2 * FIELD;

const bad = (reason: string): DomainError => new DomainError('keys.device-answer', { reason });

const numberAt = (bytes: Uint8Array, at: number): Uint8Array => {
  const field = bytes.subarray(at, at + FIELD);
  if (field.subarray(0, FIELD - NUMBER).some((byte) => byte !== 0)) throw bad('a number of more than 256 bits');
  return field.subarray(FIELD - NUMBER);
};

const putNumber = (bytes: Uint8Array, at: number, number: Uint8Array): void =>
  bytes.set(number, at + FIELD - number.length);

/** The point of an ECCrefPublicKey: 65 bytes with 04 in front. Throws `keys.device-answer`. */
export const pointOfKey = (bytes: Buffer): Uint8Array => {
  if (bytes.length !== ECC_PUBLIC_KEY || bytes.readUInt32LE(0) !== BITS) throw bad('no public key of 256 bits');
  return Buffer.concat([Buffer.of(4), numberAt(bytes, 4), numberAt(bytes, 4 + FIELD)]);
};

/** ECCrefPublicKey of a point of 65 bytes. */
export const keyOfPoint = (point: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(ECC_PUBLIC_KEY);
  bytes.writeUInt32LE(BITS, 0);
  putNumber(bytes, 4, point.subarray(1, 1 + NUMBER));
  putNumber(bytes, 4 + FIELD, point.subarray(1 + NUMBER));
  return bytes;
};

/** r||s of 64 bytes of an ECCSignature. Throws `keys.device-answer`. */
export const rawOfSignature = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length !== ECC_SIGNATURE) throw bad('no signature');
  return Buffer.concat([numberAt(bytes, 0), numberAt(bytes, FIELD)]);
};
