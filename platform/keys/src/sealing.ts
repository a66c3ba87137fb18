import { DomainError } from '@chedun/kernel';
import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Nonce of AES-256-GCM (NIST SP 800-38D), bytes. */
export const NONCE = 12;
const TAG = 16;
const KEY = 32;
const FORMAT = 1;
const HEADER = 5;
const WRAPPED = NONCE + KEY + TAG;

/** Longest secret that may be sealed, bytes. */
const MAX_SECRET = 65_536;

/** AES-256-GCM; answers nonce, ciphertext and tag in a row. */
export const encrypt = (key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, bound: Uint8Array): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** Reverses {@link encrypt}; undefined when the bytes, the key or what is bound do not match. */
export const decrypt = (key: Uint8Array, bytes: Uint8Array, bound: Uint8Array): Buffer | undefined => {
  if (bytes.length < NONCE + TAG) return undefined;
  const end = bytes.length - TAG;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(bound)
    .setAuthTag(bytes.subarray(end));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, end)), decipher.final()]);
  } catch {
    return undefined;
  }
};

/** One version of a wrapping key. */
export interface WrappingKey {
  readonly name: string;
  readonly version: number;
  readonly secret: Uint8Array;
}

const bind = (header: Uint8Array, name: string, context: string): Buffer =>
  Buffer.concat([header, Buffer.from(`${name}\0${context}`)]);

/** Layout: format (1) · key version (4, big-endian) · wrapped data key (60) · nonce, ciphertext and tag of the secret. */
export const sealWith = (
  key: WrappingKey,
  secret: Uint8Array,
  context: string,
  randomBytes: (length: number) => Uint8Array,
): Uint8Array => {
  if (secret.length > MAX_SECRET) throw new DomainError('keys.bad-seal', { reason: `over ${MAX_SECRET} bytes` });
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(FORMAT, 0);
  header.writeUInt32BE(key.version, 1);
  const bound = bind(header, key.name, context);
  const dataKey = randomBytes(KEY);
  const wrapped = encrypt(key.secret, randomBytes(NONCE), dataKey, bound);
  return Buffer.concat([header, wrapped, encrypt(dataKey, randomBytes(NONCE), secret, bound)]);
};

/** Version of the key that sealed these bytes. */
export const sealedVersion = (sealed: Uint8Array): number => {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const fits =
    bytes.length >= HEADER + WRAPPED + NONCE + TAG && bytes.length <= HEADER + WRAPPED + NONCE + TAG + MAX_SECRET;
  if (!fits || bytes.readUInt8(0) !== FORMAT) throw new DomainError('keys.bad-seal', { reason: 'not a sealed secret' });
  return bytes.readUInt32BE(1);
};

/** Reverses {@link sealWith}. */
export const openWith = (key: WrappingKey, sealed: Uint8Array, context: string): Uint8Array => {
  const bound = bind(sealed.subarray(0, HEADER), key.name, context);
  const dataKey = decrypt(key.secret, sealed.subarray(HEADER, HEADER + WRAPPED), bound);
  const secret = dataKey && decrypt(dataKey, sealed.subarray(HEADER + WRAPPED), bound);
  if (secret === undefined) throw new DomainError('keys.bad-seal');
  return secret;
};
