import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBytes32 } from '../bytes.ts';
import { CURVE_ORDER } from './curve.ts';
import { decrypt, encrypt, type CiphertextOrder } from './encrypt.ts';
import { createEngineDecrypter } from './engine-decrypt.ts';
import { generateKeyPair, publicKeyOf } from './sign.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const ORDERS: readonly CiphertextOrder[] = ['asn1', 'c1c3c2', 'c1c2c3'];
const refusal = (code: string) => expect.objectContaining({ code });

describe('decryption in the engine', () => {
  test('gives what OpenSSL gives, for many keys, texts and orders', () => {
    const keys = Array.from({ length: 12 }, generateKeyPair).map(({ privateKey, publicKey }) => ({
      privateKey,
      publicKey,
      decrypter: createEngineDecrypter(privateKey, random),
    }));
    fc.assert(
      fc.property(
        fc.nat(keys.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 120 }),
        fc.constantFrom(...ORDERS),
        (at, text, order) => {
          const key = keys[at] ?? { ...generateKeyPair(), decrypter: () => text };
          const ciphertext = encrypt(key.publicKey, text, order);
          expect(key.decrypter(ciphertext, order)).toEqual(text);
          expect(decrypt(key.privateKey, ciphertext, order)).toEqual(text);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the example of the standard (GB/T 32918.5, key of A.2) and keys at the ends of what is taken', () => {
    const numbers = [
      0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8n,
      2n ** 64n,
      2n ** 64n + 1n,
      2n ** 255n,
      2n ** 255n + 2n ** 128n + 1n,
      CURVE_ORDER - 2n ** 64n,
      CURVE_ORDER - 2n ** 64n - 1n,
      CURVE_ORDER >> 1n,
      (CURVE_ORDER >> 1n) + 1n,
    ];
    for (const number of numbers) {
      const privateKey = toBytes32(number);
      const text = random(48);
      const ciphertext = encrypt(publicKeyOf(privateKey), text, 'asn1');
      expect(createEngineDecrypter(privateKey, random)(ciphertext, 'asn1')).toEqual(text);
    }
  });

  test('what hides the number does not change the answer', () => {
    const { privateKey, publicKey } = generateKeyPair();
    const text = random(48);
    const ciphertext = encrypt(publicKey, text, 'asn1');
    const asked: number[] = [];
    for (const fill of [1, 2, 3, 0x7f, 0x80, 0xff]) {
      const same = (length: number): Uint8Array => {
        asked.push(length);
        return new Uint8Array(length).fill(fill);
      };
      expect(createEngineDecrypter(privateKey, same)(ciphertext, 'asn1')).toEqual(text);
    }
    // the proof against OpenSSL, then the ciphertext: fresh randomness for each
    expect(asked).toEqual(Array.from({ length: 12 }, () => 40));
  });
});

describe('what is refused', () => {
  const { privateKey, publicKey } = generateKeyPair();
  const decrypter = createEngineDecrypter(privateKey, random);

  test('changed ciphertexts, those for another key, and points that are none', () => {
    const ciphertext = encrypt(publicKey, random(48), 'c1c3c2');
    for (const at of [1, 33, 64, 65, 96, 97, 144]) {
      const changed = ciphertext.with(at, (ciphertext[at] ?? 0) ^ 1);
      expect(() => decrypter(changed, 'c1c3c2')).toThrow(refusal('gm.ciphertext'));
    }
    expect(() => decrypter(encrypt(generateKeyPair().publicKey, random(5), 'asn1'), 'asn1')).toThrow(
      refusal('gm.ciphertext'),
    );
    expect(() => decrypter(new Uint8Array(97), 'c1c3c2')).toThrow(refusal('gm.length'));
    expect(() => decrypter(Uint8Array.of(0x30, 0), 'asn1')).toThrow(refusal('gm.encoding'));
    expect(decrypter(encrypt(publicKey, Uint8Array.of(1), 'asn1'), 'asn1')).toEqual(Uint8Array.of(1));
  });

  test('no private keys, keys that nobody draws, and too little randomness', () => {
    for (const bad of [0n, 1n, 63n, 2n ** 64n - 1n, CURVE_ORDER - 2n, CURVE_ORDER])
      expect(() => createEngineDecrypter(toBytes32(bad), random)).toThrow(refusal('gm.key'));
    expect(() => createEngineDecrypter(new Uint8Array(31), random)).toThrow(refusal('gm.key'));
    expect(() => createEngineDecrypter(privateKey, () => new Uint8Array(39))).toThrow(refusal('gm.length'));
  });
});
