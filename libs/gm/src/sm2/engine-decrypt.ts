import { concat, sameBytes, toBigInt } from '../bytes.ts';
import { createSm2Engine } from '../engine/engine.ts';
import { GmError, requireLength } from '../errors.ts';
import { CURVE_BYTES, CURVE_ORDER, requirePrivateKey, SM2_NUMBER } from './curve.ts';
import { decryptWith, type CiphertextOrder } from './encrypt.ts';
import { nativePublicKey } from './native.ts';
import type { RandomBytes } from './sign.ts';

/** Decrypts with the key it was made for; otherwise as `decrypt`. */
export type Sm2Decrypter = (ciphertext: Uint8Array, order: CiphertextOrder) => Uint8Array;

const COORDINATES = 2 * SM2_NUMBER;
/** Random bytes of one multiplication: 8 that hide the number, 32 that scale the point. */
const RANDOM = 8 + SM2_NUMBER;
const RIGHT = 1;
/** Keys closer than this to 0 or the order are refused: nobody draws one, and the sequence has no way for the smallest. */
const LEAST = 2n ** 64n;

const requireDrawn = (privateKey: Uint8Array): void => {
  requirePrivateKey(privateKey);
  const value = toBigInt(privateKey);
  if (value < LEAST || value > CURVE_ORDER - LEAST)
    throw new GmError('gm.key', 'the private key was not drawn at random');
};

/**
 * Decrypts about five times as fast as `decrypt` does, in the WebAssembly engine instead of OpenSSL: **to be chosen, never a
 * default**. The multiplication by the private number is a fixed sequence of operations: 64 windows of 5 bits over the number
 * hidden behind a random multiple of the order, tables read as a whole, coordinates at a random scale, no branch and no address
 * that depends on the number. What WebAssembly and the processor make of that nobody promises, and the number stands in the
 * memory of this process as it does in every software key; where that is not enough, stay with OpenSSL or a certified
 * device. The order of bytes in the range check of the key is public.
 *
 * Makes an engine of its own and proves first that it agrees with OpenSSL on this key. Throws `gm.key`, `gm.self-test`; the
 * decrypter what `decrypt` throws.
 */
export const createEngineDecrypter = (privateKey: Uint8Array, random: RandomBytes): Sm2Decrypter => {
  requireDrawn(privateKey);
  const key = Uint8Array.from(privateKey);
  const engine = createSm2Engine();
  const multiply = (point: Uint8Array): Uint8Array => {
    const chance = random(RANDOM);
    requireLength(chance, RANDOM, 'the random number');
    engine.give(concat(point.subarray(1), key, chance));
    if (engine.call.multiplySecret() !== RIGHT) throw new GmError('gm.key', 'the point is not on the curve');
    const product = concat(Uint8Array.of(4), engine.take(COORDINATES));
    engine.give(new Uint8Array(COORDINATES));
    return product;
  };
  const base = concat(Uint8Array.of(4), CURVE_BYTES.subarray(COORDINATES));
  if (!sameBytes(multiply(base), nativePublicKey(key)))
    throw new GmError('gm.self-test', 'the engine multiplies by a private number otherwise than OpenSSL');
  return (ciphertext, order) => decryptWith(multiply, ciphertext, order);
};
