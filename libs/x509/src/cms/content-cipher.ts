import { createCipheriv, createDecipheriv } from 'node:crypto';
import { DerReader, TAG, int, octetString, oid, seq } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import type { AlgorithmIdentifier } from '../algorithm.ts';
import { x509Error } from '../errors.ts';

/** How the content of an enveloped message is encrypted. GCM makes it AuthEnvelopedData (RFC 5083, RFC 5084). */
export type ContentCipher = 'aes-128-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-256-gcm' | 'sm4-cbc';

interface CipherFacts {
  readonly oid: string;
  readonly keyBytes: number;
  readonly ivBytes: number;
}

const TAG_BYTES = 16;

/** Object identifiers and sizes. */
export const CIPHERS: Readonly<Record<ContentCipher, CipherFacts>> = {
  'aes-128-cbc': { oid: '2.16.840.1.101.3.4.1.2', keyBytes: 16, ivBytes: 16 },
  'aes-256-cbc': { oid: '2.16.840.1.101.3.4.1.42', keyBytes: 32, ivBytes: 16 },
  'aes-128-gcm': { oid: '2.16.840.1.101.3.4.1.6', keyBytes: 16, ivBytes: 12 },
  'aes-256-gcm': { oid: '2.16.840.1.101.3.4.1.46', keyBytes: 32, ivBytes: 12 },
  'sm4-cbc': { oid: '1.2.156.10197.1.104.2', keyBytes: 16, ivBytes: 16 },
};

/** Whether a cipher carries a tag of its own. */
export const isGcm = (cipher: ContentCipher): cipher is 'aes-128-gcm' | 'aes-256-gcm' => cipher.endsWith('gcm');

/** AlgorithmIdentifier with the initialization vector. */
export const cipherDer = (cipher: ContentCipher, iv: Uint8Array): Der =>
  seq(oid(CIPHERS[cipher].oid), isGcm(cipher) ? seq(octetString(iv), int(TAG_BYTES)) : octetString(iv));

/** Reads the cipher and its initialization vector; undefined for ciphers that are not known, and tags shorter than 16 bytes. */
export const readCipher = ({
  oid: id,
  parameters,
}: AlgorithmIdentifier): { readonly cipher: ContentCipher; readonly iv: Uint8Array } | undefined => {
  const cipher = (Object.keys(CIPHERS) as ContentCipher[]).find((name) => CIPHERS[name].oid === id);
  if (cipher === undefined || parameters === undefined) return undefined;
  const reader = new DerReader(parameters);
  if (!isGcm(cipher)) {
    const iv = reader.octets();
    return iv.length === CIPHERS[cipher].ivBytes ? { cipher, iv } : undefined;
  }
  reader.open(TAG.sequence);
  const iv = reader.octets();
  const tag = reader.done() ? 12 : reader.small(TAG_BYTES);
  return tag === TAG_BYTES && iv.length === CIPHERS[cipher].ivBytes ? { cipher, iv } : undefined;
};

const checkSizes = (cipher: ContentCipher, key: Uint8Array, iv: Uint8Array): void => {
  const { keyBytes, ivBytes } = CIPHERS[cipher];
  if (key.length !== keyBytes || iv.length !== ivBytes)
    throw x509Error('x509.value', { reason: `${cipher} takes a key of ${keyBytes} and a vector of ${ivBytes} bytes` });
};

/** Encrypts; GCM gives a tag beside. */
export const encryptContent = (
  cipher: ContentCipher,
  key: Uint8Array,
  iv: Uint8Array,
  content: Uint8Array,
): { readonly bytes: Uint8Array; readonly tag: Uint8Array } => {
  checkSizes(cipher, key, iv);
  if (isGcm(cipher)) {
    const gcm = createCipheriv(cipher, key, iv, { authTagLength: TAG_BYTES });
    const bytes = Buffer.concat([gcm.update(content), gcm.final()]);
    return { bytes: new Uint8Array(bytes), tag: new Uint8Array(gcm.getAuthTag()) };
  }
  const cbc = createCipheriv(cipher, key, iv);
  return { bytes: new Uint8Array(Buffer.concat([cbc.update(content), cbc.final()])), tag: new Uint8Array() };
};

/** Decrypts. Throws `x509.decrypt` for another key, changed bytes or padding; with CBC, not every change is seen. */
export const decryptContent = (
  cipher: ContentCipher,
  key: Uint8Array,
  iv: Uint8Array,
  bytes: Uint8Array,
  tag: Uint8Array,
): Uint8Array => {
  try {
    if (isGcm(cipher)) {
      const gcm = createDecipheriv(cipher, key, iv, { authTagLength: TAG_BYTES });
      gcm.setAuthTag(tag);
      return new Uint8Array(Buffer.concat([gcm.update(bytes), gcm.final()]));
    }
    const cbc = createDecipheriv(cipher, key, iv);
    return new Uint8Array(Buffer.concat([cbc.update(bytes), cbc.final()]));
  } catch {
    throw x509Error('x509.decrypt', { reason: 'the content' });
  }
};
