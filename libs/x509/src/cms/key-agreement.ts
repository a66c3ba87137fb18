import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { encodeDer, explicit, octetString, oid, seq } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { x509Error } from '../errors.ts';

/** Ephemeral-static ECDH with the KDF of ANSI X9.63 over SHA-256 (RFC 5753 7.1.4). */
export const ECDH_SHA256 = '1.3.132.1.11.1';

const WRAPS: Readonly<Record<string, 16 | 32>> = {
  '2.16.840.1.101.3.4.1.5': 16,
  '2.16.840.1.101.3.4.1.45': 32,
};
/** AES-256 key wrap without padding (RFC 3565). */
export const AES256_WRAP = '2.16.840.1.101.3.4.1.45';
const WRAP_IV = Buffer.alloc(8, 0xa6);

/** AlgorithmIdentifier of the key wrap, without parameters. */
export const wrapDer = (wrap: string): Der => seq(oid(wrap));

/** Bytes of the wrapping key; undefined for wraps that are not known. */
const wrapKeyBytes = (wrap: string): 16 | 32 | undefined => WRAPS[wrap];

/** Wrapping key of a shared secret: one block of the KDF is enough for up to 32 bytes (RFC 5753 7.2). */
const wrappingKey = (
  wrapAlgorithm: Uint8Array | Der,
  bytes: 16 | 32,
  secret: Uint8Array,
  ukm: Uint8Array | undefined,
): Uint8Array => {
  const algorithm = wrapAlgorithm instanceof Uint8Array ? wrapAlgorithm : encodeDer(wrapAlgorithm);
  const info = encodeDer(
    seq(
      { tag: -1, length: algorithm.length, parts: algorithm },
      ukm && explicit(0, octetString(ukm)),
      explicit(
        2,
        octetString(
          Uint8Array.of(0, 0, 0, 0)
            .with(2, (bytes * 8) >> 8)
            .with(3, (bytes * 8) & 0xff),
        ),
      ),
    ),
  );
  return createHash('sha256')
    .update(secret)
    .update(Buffer.of(0, 0, 0, 1))
    .update(info)
    .digest()
    .subarray(0, bytes);
};

/** Wraps a content key. `wrapAlgorithm` is the encoded identifier of `wrap`. */
export const wrapKey = (secret: Uint8Array, contentKey: Uint8Array, ukm?: Uint8Array): Uint8Array => {
  const kek = wrappingKey(wrapDer(AES256_WRAP), 32, secret, ukm);
  const cipher = createCipheriv('id-aes256-wrap', kek, WRAP_IV);
  return new Uint8Array(Buffer.concat([cipher.update(contentKey), cipher.final()]));
};

/** Unwraps a content key. Throws `x509.decrypt`, `x509.unsupported`. */
export const unwrapKey = (
  wrap: { readonly oid: string; readonly raw: Uint8Array },
  secret: Uint8Array,
  wrapped: Uint8Array,
  ukm: Uint8Array | undefined,
): Uint8Array => {
  const bytes = wrapKeyBytes(wrap.oid);
  if (bytes === undefined) throw x509Error('x509.unsupported', { reason: `key wrap ${wrap.oid}` });
  try {
    const cipher = createDecipheriv(
      bytes === 16 ? 'id-aes128-wrap' : 'id-aes256-wrap',
      wrappingKey(wrap.raw, bytes, secret, ukm),
      WRAP_IV,
    );
    return new Uint8Array(Buffer.concat([cipher.update(wrapped), cipher.final()]));
  } catch {
    throw x509Error('x509.decrypt', { reason: 'the wrapped key' });
  }
};
