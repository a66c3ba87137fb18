import { concat } from '../bytes.ts';
import { sm3 } from '../hash/sm3.ts';
import { requirePointShape, SM2_NUMBER } from './curve.ts';
import { sm2Z } from './identity.ts';
import { sm2Kdf } from './kdf.ts';
import { nativeMultiply, nativePublicKey } from './native.ts';
import { addPoints, multiplyPoint } from './points.ts';

/** What one side of a key exchange knows. */
export interface ExchangeInput {
  /** Who sent his ephemeral key first is the initiator (A of the standard). */
  readonly role: 'initiator' | 'responder';
  /** Own private keys, 32 bytes: the lasting one, and one made for this exchange alone. */
  readonly privateKey: Uint8Array;
  readonly ephemeralPrivateKey: Uint8Array;
  /** Own identity; default 1234567812345678. */
  readonly id?: Uint8Array;
  /** The other side's public keys, 65 bytes: the lasting one, and that of this exchange. */
  readonly peerPublicKey: Uint8Array;
  readonly peerEphemeralKey: Uint8Array;
  readonly peerId?: Uint8Array;
  /** Bytes of the common key. */
  readonly length: number;
}

/** The common key, and hashes by which each side shows the other that it has it. */
export interface Exchanged {
  readonly key: Uint8Array;
  /** S_B: the responder sends it, the initiator compares it with its own (S_1). */
  readonly responderConfirmation: Uint8Array;
  /** S_A: the initiator sends it, the responder compares it with its own (S_2). */
  readonly initiatorConfirmation: Uint8Array;
}

/** Bytes of the lower half of x: 2^127 + (x mod 2^127), for a curve of 256 bits. */
const halfX = (point: Uint8Array): Uint8Array => {
  const number = new Uint8Array(SM2_NUMBER);
  number.set(point.subarray(17, 33), 16);
  number[16] = (number[16] ?? 0) | 0x80;
  return number;
};

/**
 * ECDH on the curve: x of [d]P, 32 bytes, computed by OpenSSL. Hash it before use. Throws `gm.key`.
 */
export const sharedX = (privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array => {
  requirePointShape(publicKey);
  return nativeMultiply(privateKey, publicKey).slice(1, 1 + SM2_NUMBER);
};

/**
 * U = [t](P + [x]R) with t = d + x' r, as [d]W + [x'][r]W: so the private numbers are used by OpenSSL alone, and no
 * arithmetic on them is done here.
 */
const commonPoint = (input: ExchangeInput, ownEphemeralKey: Uint8Array): Uint8Array => {
  const { peerPublicKey, peerEphemeralKey, privateKey, ephemeralPrivateKey } = input;
  const base = addPoints(peerPublicKey, multiplyPoint(halfX(peerEphemeralKey), peerEphemeralKey));
  const lasting = nativeMultiply(privateKey, base);
  const passing = multiplyPoint(halfX(ownEphemeralKey), nativeMultiply(ephemeralPrivateKey, base));
  return addPoints(lasting, passing).subarray(1);
};

/**
 * Key exchange of GB/T 32918.3-2016 (6.1), one side of it. Both sides get the same key and confirmations; they should
 * exchange and compare these (timingSafeEqual). Throws `gm.key`, `gm.length`; `gm.infinity` for keys that lead nowhere.
 */
export const exchangeKeys = (input: ExchangeInput): Exchanged => {
  const { role, id, peerId, peerPublicKey, peerEphemeralKey } = input;
  requirePointShape(peerEphemeralKey);
  const ownEphemeralKey = nativePublicKey(input.ephemeralPrivateKey);
  const own = { z: sm2Z(nativePublicKey(input.privateKey), id), point: ownEphemeralKey.subarray(1) };
  const peer = { z: sm2Z(peerPublicKey, peerId), point: peerEphemeralKey.subarray(1) };
  const [first, second] = role === 'initiator' ? [own, peer] : [peer, own];
  const common = commonPoint(input, ownEphemeralKey);
  const [x, y] = [common.subarray(0, SM2_NUMBER), common.subarray(SM2_NUMBER)];
  const inner = sm3(concat(x, first.z, second.z, first.point, second.point));
  return {
    key: sm2Kdf(concat(common, first.z, second.z), input.length),
    responderConfirmation: sm3(concat(Uint8Array.of(2), y, inner)),
    initiatorConfirmation: sm3(concat(Uint8Array.of(3), y, inner)),
  };
};
