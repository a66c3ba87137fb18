import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { sm4CcmDecrypt, sm4GcmDecrypt } from '@chedun/gm';
import { join, u16, vector } from './cursor.ts';
import { tlsProbeError } from './errors.ts';

/** Opens the encrypted records of the server's handshake one after another. */
export interface RecordOpener {
  /** Content and its type of one record; `header` are its five bytes. Throws `tls-probe.decrypt`. */
  readonly open: (header: Uint8Array, body: Uint8Array) => { readonly type: number; readonly content: Uint8Array };
}

type Aead = (key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array) => Uint8Array;
interface Cipher {
  readonly hash: 'sha256' | 'sha384' | 'sm3';
  readonly keyBytes: number;
  readonly aead: Aead;
}

const TAG_BYTES = 16;
const IV_BYTES = 12;

const native =
  (cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305' | 'aes-128-ccm'): Aead =>
  (key, nonce, header, sealed) => {
    const text = sealed.subarray(0, -TAG_BYTES);
    // The types of node know GCM only; all four take the same options.
    const decipher = createDecipheriv(cipher as 'aes-128-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    decipher.setAAD(header, { plaintextLength: text.length } as never);
    const opened = decipher.update(text);
    decipher.final();
    return new Uint8Array(opened);
  };

/** RFC 8446 B.4 and RFC 8998 2. */
const CIPHERS: Readonly<Record<number, Cipher>> = {
  0x1301: { hash: 'sha256', keyBytes: 16, aead: native('aes-128-gcm') },
  0x1302: { hash: 'sha384', keyBytes: 32, aead: native('aes-256-gcm') },
  0x1303: { hash: 'sha256', keyBytes: 32, aead: native('chacha20-poly1305') },
  0x1304: { hash: 'sha256', keyBytes: 16, aead: native('aes-128-ccm') },
  0x00c6: {
    hash: 'sm3',
    keyBytes: 16,
    aead: (key, nonce, header, sealed) => sm4GcmDecrypt(key, nonce, sealed, { aad: header }),
  },
  0x00c7: {
    hash: 'sm3',
    keyBytes: 16,
    aead: (key, nonce, header, sealed) => sm4CcmDecrypt(key, nonce, sealed, { aad: header }),
  },
};

const hmac = (hash: string, key: Uint8Array, data: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac(hash, key).update(data).digest());
const digest = (hash: string, data: Uint8Array): Uint8Array => new Uint8Array(createHash(hash).update(data).digest());

/** HKDF-Expand-Label (RFC 8446 7.1) for at most one block of the hash, which is all that a handshake asks. */
const expandLabel = (
  hash: string,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array => {
  const info = join(u16(length), vector(1, new TextEncoder().encode(`tls13 ${label}`)), vector(1, context));
  return hmac(hash, secret, join(info, [1])).subarray(0, length);
};

/**
 * Server's handshake traffic secret (RFC 8446 7.1) without a pre-shared key. `transcript` are the messages ClientHello and
 * ServerHello. Throws `tls-probe.decrypt` for a suite that is none of TLS 1.3.
 */
export const serverHandshakeSecret = (suite: number, shared: Uint8Array, transcript: Uint8Array): Uint8Array => {
  const { hash } = cipherOf(suite);
  const zeros = digest(hash, new Uint8Array(0)).fill(0);
  const nothing = digest(hash, new Uint8Array(0));
  const early = hmac(hash, zeros, zeros);
  const derived = expandLabel(hash, early, 'derived', nothing, zeros.length);
  const handshake = hmac(hash, derived, shared);
  return expandLabel(hash, handshake, 's hs traffic', digest(hash, transcript), zeros.length);
};

const cipherOf = (suite: number): Cipher => {
  const cipher = CIPHERS[suite];
  if (cipher === undefined)
    throw tlsProbeError('tls-probe.decrypt', { reason: `suite 0x${suite.toString(16)} is none of TLS 1.3` });
  return cipher;
};

/** Write key and IV of a traffic secret (RFC 8446 7.3). Throws `tls-probe.decrypt` for a suite that is none of TLS 1.3. */
export const trafficKeys = (
  suite: number,
  secret: Uint8Array,
): { readonly key: Uint8Array; readonly iv: Uint8Array } => {
  const { hash, keyBytes } = cipherOf(suite);
  const none = new Uint8Array(0);
  return {
    key: expandLabel(hash, secret, 'key', none, keyBytes),
    iv: expandLabel(hash, secret, 'iv', none, IV_BYTES),
  };
};

const nonceOf = (iv: Uint8Array, sequence: number): Uint8Array => {
  const nonce = Uint8Array.from(iv);
  const view = new DataView(nonce.buffer);
  view.setUint32(IV_BYTES - 4, view.getUint32(IV_BYTES - 4) ^ sequence);
  return nonce;
};

/** Opens records under the traffic secret of the server (RFC 8446 5.2), from sequence number 0 on. */
export const recordOpener = (suite: number, secret: Uint8Array): RecordOpener => {
  const { aead } = cipherOf(suite);
  const { key, iv } = trafficKeys(suite, secret);
  let sequence = 0;
  const open = (header: Uint8Array, body: Uint8Array): Uint8Array => {
    try {
      return aead(key, nonceOf(iv, sequence), header, body);
    } catch {
      throw tlsProbeError('tls-probe.decrypt', { offset: 0, reason: `record ${sequence} does not open` });
    }
  };
  return {
    open: (header, body) => {
      if (body.length <= TAG_BYTES)
        throw tlsProbeError('tls-probe.decrypt', { offset: 0, reason: 'a record without content' });
      const inner = open(header, body);
      sequence += 1;
      const end = inner.findLastIndex((byte) => byte !== 0);
      if (end < 0) throw tlsProbeError('tls-probe.malformed', { offset: 0, reason: 'a record of nothing but padding' });
      return { type: inner[end] ?? 0, content: inner.subarray(0, end) };
    },
  };
};
