import { createECDH, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { publicKeyOf, sharedX } from '@chedun/gm';
import { tlsProbeError } from './errors.ts';
import { GROUP, groupName } from './names.ts';

/** A key share of TLS 1.3 (RFC 8446 4.2.8) with its private half kept inside. */
export interface KeyShare {
  readonly group: number;
  /** As it stands in the key_share extension. */
  readonly publicKey: Uint8Array;
  /** Shared secret with the share of the server. Throws `tls-probe.decrypt` when that is no point of the group. */
  readonly agree: (peer: Uint8Array) => Uint8Array;
}

/** Bytes of randomness that {@link keyShare} takes. */
export const KEY_SHARE_SECRET_BYTES = 48;

const CURVES: Readonly<Record<number, readonly [name: string, bytes: number]>> = {
  [GROUP.secp256r1]: ['prime256v1', 32],
  [GROUP.secp384r1]: ['secp384r1', 48],
};
/** PKCS#8 and SubjectPublicKeyInfo of X25519 before the 32 bytes of the key (RFC 8410). */
const X25519_PRIVATE = Buffer.from('302e020100300506032b656e04220420', 'hex');
const X25519_PUBLIC = Buffer.from('302a300506032b656e032100', 'hex');
const X25519_BYTES = 32;

const agreed = (group: number, compute: () => Uint8Array): Uint8Array => {
  try {
    return new Uint8Array(compute());
  } catch {
    throw tlsProbeError('tls-probe.decrypt', {
      reason: `the key share of the server is no key of ${groupName(group)}`,
    });
  }
};

const privateOf = (make: () => Uint8Array): Uint8Array => {
  try {
    return new Uint8Array(make());
  } catch {
    throw tlsProbeError('tls-probe.value', { field: 'secret', reason: 'no private key of the curve' });
  }
};

const x25519Share = (secret: Uint8Array): KeyShare => {
  const privateKey = createPrivateKey({
    key: Buffer.concat([X25519_PRIVATE, secret.subarray(0, X25519_BYTES)]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    group: GROUP.x25519,
    publicKey: new Uint8Array(spki.subarray(-X25519_BYTES)),
    // OpenSSL refuses other lengths, and the zero secret of a point of low order (RFC 7748 6.1).
    agree: (peer) =>
      agreed(GROUP.x25519, () => {
        const key = Buffer.concat([X25519_PUBLIC, peer]);
        const publicKey = createPublicKey({ key, format: 'der', type: 'spki' });
        return diffieHellman({ privateKey, publicKey });
      }),
  };
};

/** Node's ECDH refuses the curve of SM2; the library of the Chinese algorithms knows how to ask OpenSSL. */
const sm2Share = (secret: Uint8Array): KeyShare => ({
  group: GROUP.curveSM2,
  publicKey: privateOf(() => publicKeyOf(secret)),
  agree: (peer) => agreed(GROUP.curveSM2, () => sharedX(secret, peer)),
});

/**
 * The key share of a group: x25519, secp256r1, secp384r1 or curveSM2 (RFC 8998). `secret` are 48 random bytes, of which as
 * many are used as the group needs; the same bytes give the same share. Throws `tls-probe.value` for other groups, for
 * fewer bytes, and for the one in 2^32 numbers that are no private key of the curve.
 */
export const keyShare = (group: number, secret: Uint8Array): KeyShare => {
  if (secret.length < KEY_SHARE_SECRET_BYTES)
    throw tlsProbeError('tls-probe.value', { field: 'secret', reason: 'fewer than 48 bytes' });
  if (group === GROUP.x25519) return x25519Share(secret);
  if (group === GROUP.curveSM2) return sm2Share(secret.subarray(0, 32));
  const curve = CURVES[group];
  if (curve === undefined)
    throw tlsProbeError('tls-probe.value', { field: 'group', reason: `no key share of ${groupName(group)}` });
  const ecdh = createECDH(curve[0]);
  const publicKey = privateOf(() => {
    ecdh.setPrivateKey(secret.subarray(0, curve[1]));
    return ecdh.getPublicKey();
  });
  return { group, publicKey, agree: (peer) => agreed(group, () => ecdh.computeSecret(peer)) };
};
