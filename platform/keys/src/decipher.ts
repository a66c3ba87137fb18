import { decrypt, isPrivateKey, type CiphertextOrder } from '@chedun/gm';
import { DomainError } from '@chedun/kernel';
import { constants, createDecipheriv, createPrivateKey, privateDecrypt, type KeyObject } from 'node:crypto';

/** How a block cipher of 16 bytes is used. `prefix`: the first block of the data is the initial vector. */
interface BlockSpec {
  readonly kind: 'aes-128' | 'sm4';
  readonly mode: 'ecb' | 'cbc';
  readonly padding: 'pkcs7' | 'zero' | 'none';
  /** 16 bytes in hex; only for `cbc`. */
  readonly iv: string;
}

/** What a secret is and how it is used. */
export type DecipherSpec =
  | BlockSpec
  | { readonly kind: 'rsa'; readonly padding: 'pkcs1' | 'oaep-sha1' | 'oaep-sha256' }
  | { readonly kind: 'sm2'; readonly order: CiphertextOrder };

/** Decrypts; undefined when the bytes do not fit the key. Never throws. */
export type Decipher = (data: Uint8Array) => Uint8Array | undefined;

const BLOCK = 16;
const LEAST_RSA_BITS = 1024;
const PREFIX = 'prefix';
const SM2_NUMBER = Buffer.from('0201010420', 'hex');
/** Announces a point that is written out. */
const ANNOUNCED = Buffer.of(4);
const HEX = /^(?:[0-9a-fA-F]{2})+$/;

const bad = (reason: string): DomainError => new DomainError('keys.bad-secret', { reason });

const derOf = (text: string): Buffer | undefined => {
  const body = /-----BEGIN [A-Z ]*PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(text)?.[1];
  return body === undefined ? undefined : Buffer.from(body.replaceAll(/\s/g, ''), 'base64');
};

const rsaKey = (der: Buffer): KeyObject => {
  for (const type of ['pkcs8', 'pkcs1'] as const) {
    try {
      const key = createPrivateKey({ key: der, format: 'der', type });
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      if (key.asymmetricKeyType === 'rsa' && bits >= LEAST_RSA_BITS) return key;
    } catch {
      // The other form is tried.
    }
  }
  throw bad('not a private RSA key of at least 1024 bits');
};

const sm2Number = (bytes: Buffer): Buffer => {
  if (bytes.length === 32) return bytes;
  const at = bytes.indexOf(SM2_NUMBER);
  const number = bytes.subarray(at + SM2_NUMBER.length, at + SM2_NUMBER.length + 32);
  if (at < 0 || number.length !== 32) throw bad('not a private SM2 key');
  return number;
};

/**
 * Bytes of a secret as people have it: hex of 16 bytes for AES and SM4, PEM or hex of the DER for RSA, the same or hex of
 * the 32 bytes for SM2. Throws `keys.bad-secret`.
 */
export const readSecret = (kind: DecipherSpec['kind'], text: string): Buffer => {
  const hex = text.replaceAll(/[\s:]/g, '');
  const bytes = derOf(text) ?? (HEX.test(hex) ? Buffer.from(hex, 'hex') : undefined);
  if (bytes === undefined) throw bad('neither PEM nor hex');
  if (kind === 'rsa') return rsaKey(bytes).export({ format: 'der', type: 'pkcs8' });
  if (kind === 'sm2') {
    const number = sm2Number(bytes);
    return requireSm2(number);
  }
  if (bytes.length !== BLOCK) throw bad(`${bytes.length} bytes instead of 16`);
  return bytes;
};

const withoutZeros = (plain: Buffer): Buffer => {
  let end = plain.length;
  while (end > plain.length - BLOCK && plain[end - 1] === 0) end -= 1;
  return plain.subarray(0, end);
};

const blockDecipher = (secret: Buffer, { kind, mode, padding, iv }: BlockSpec): Decipher => {
  const name = kind === 'sm4' ? `sm4-${mode}` : `aes-128-${mode}`;
  const isPrefixed = mode === 'cbc' && iv === PREFIX;
  const fixed = mode === 'ecb' ? null : Buffer.from(isPrefixed ? '' : iv, 'hex');
  return (data) => {
    const from = isPrefixed ? BLOCK : 0;
    if (data.length <= from || data.length % BLOCK !== 0) return undefined;
    const decipher = createDecipheriv(name, secret, isPrefixed ? data.subarray(0, BLOCK) : fixed);
    decipher.setAutoPadding(padding === 'pkcs7');
    const plain = Buffer.concat([decipher.update(data.subarray(from)), decipher.final()]);
    return padding === 'zero' ? withoutZeros(plain) : plain;
  };
};

/** Data longer than the modulus is a row of blocks. */
const rsaDecipher = (secret: Buffer, padding: 'pkcs1' | 'oaep-sha1' | 'oaep-sha256'): Decipher => {
  const key = rsaKey(secret);
  const size = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  const how =
    padding === 'pkcs1'
      ? { key, padding: constants.RSA_PKCS1_PADDING }
      : { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: padding === 'oaep-sha1' ? 'sha1' : 'sha256' };
  return (data) => {
    if (data.length === 0 || data.length % size !== 0) return undefined;
    const blocks: Buffer[] = [];
    for (let at = 0; at < data.length; at += size) blocks.push(privateDecrypt(how, data.subarray(at, at + size)));
    return Buffer.concat(blocks);
  };
};

const requireSm2 = (secret: Buffer): Buffer => {
  if (!isPrivateKey(secret)) throw bad('not a private SM2 key: the number is out of range');
  return secret;
};

/** Some senders leave out the 04 before the point; the hash inside tells which was meant. */
const sm2Decipher = (secret: Buffer, order: CiphertextOrder): Decipher => {
  const key = requireSm2(secret);
  return (data) => {
    try {
      return decrypt(key, data, order);
    } catch (error) {
      if (order === 'asn1') throw error;
      return decrypt(key, Buffer.concat([ANNOUNCED, data]), order);
    }
  };
};

const making = (secret: Buffer, spec: DecipherSpec): Decipher => {
  switch (spec.kind) {
    case 'aes-128':
    case 'sm4':
      return blockDecipher(secret, spec);
    case 'rsa':
      return rsaDecipher(secret, spec.padding);
    case 'sm2':
      return sm2Decipher(secret, spec.order);
  }
};

/** Makes a secret ready for use. Throws `keys.bad-secret` for one that is none of this kind. */
export const decipherOf = (secret: Uint8Array, spec: DecipherSpec): Decipher => {
  const decipher = making(Buffer.from(secret), spec);
  return (data) => {
    try {
      return decipher(data);
    } catch {
      return undefined;
    }
  };
};
