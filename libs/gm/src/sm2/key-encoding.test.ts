import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BASE, digits, EXAMPLE_KEY, pointBytes } from '../../testing/curve.ts';
import { concat, hex, toBytes32 } from '../bytes.ts';
import { CURVE_ORDER } from './curve.ts';
import { pkcs8FromScalar, pointFromSpki, scalarFromPkcs8, spkiFromPoint } from './key-encoding.ts';
import { importPrivateKey } from './native.ts';
import { generateKeyPair, publicKeyOf } from './sign.ts';

const POINT = publicKeyOf(EXAMPLE_KEY);
const SPKI_HEAD = '3059301306072a8648ce3d020106082a811ccf5501822d034200';
const PKCS8_HEAD = '3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420';
/** The key of the Tongsuo tests, as OpenSSL writes it: with its public key. */
const FOREIGN = Buffer.from(
  'MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQg0JFWczAXva2An9m72MaT9gIwWTFptvlKrxyO4TjMmbWhRANCAAQ5OirZ4n5D' +
    'rKqrhaGdO4VZHhRAYVcXWt3Te/d/8Mr57Tf886i09VwDhSMmH8pmNq/mp6+ioUgqYG9cs6GLLioe',
  'base64',
);

const replaced = (bytes: Uint8Array, from: string, to: string): Uint8Array => hex(digits(bytes).replace(from, to));

describe('public keys', () => {
  test('SubjectPublicKeyInfo is the one of OpenSSL', () => {
    const spki = spkiFromPoint(POINT);
    expect(digits(spki)).toBe(SPKI_HEAD + digits(POINT));
    const theirs = createPublicKey(importPrivateKey(EXAMPLE_KEY)).export({ format: 'der', type: 'spki' });
    expect(digits(theirs)).toBe(digits(spki));
    expect(pointFromSpki(spki)).toEqual(POINT);
  });

  const faults: readonly (readonly [string, Uint8Array])[] = [
    ['nothing', new Uint8Array(0)],
    ['a byte behind the end', concat(spkiFromPoint(POINT), hex('00'))],
    ['cut', spkiFromPoint(POINT).subarray(0, -1)],
    ['P-256', hex(`3059301306072a8648ce3d020106082a8648ce3d030107034200${digits(POINT)}`)],
    ['RSA as kind of key', replaced(spkiFromPoint(POINT), '06072a8648ce3d0201', '06072a864886f70d01')],
    ['unused bits', replaced(spkiFromPoint(POINT), '03420004', '03420104')],
    [
      'a compressed point',
      hex(`3039301306072a8648ce3d020106082a811ccf5501822d03220002${digits(POINT.subarray(1, 33))}`),
    ],
    ['a private key', pkcs8FromScalar(EXAMPLE_KEY)],
  ];
  test.each(faults)('%s is refused', (_, bytes) => {
    expect(() => pointFromSpki(bytes)).toThrow(/gm.encoding/);
  });

  test('a point of another shape is not written', () => {
    expect(() => spkiFromPoint(POINT.subarray(1))).toThrow(/gm.key/);
    expect(() => spkiFromPoint(concat(hex('02'), POINT.subarray(1)))).toThrow(/gm.key/);
  });
});

describe('private keys', () => {
  test('with and without the public key, and as OpenSSL writes them', () => {
    expect(digits(pkcs8FromScalar(EXAMPLE_KEY))).toBe(PKCS8_HEAD + digits(EXAMPLE_KEY));
    expect(scalarFromPkcs8(pkcs8FromScalar(EXAMPLE_KEY))).toEqual(EXAMPLE_KEY);
    expect(scalarFromPkcs8(pkcs8FromScalar(EXAMPLE_KEY, POINT))).toEqual(EXAMPLE_KEY);
    const foreign = scalarFromPkcs8(FOREIGN);
    expect(digits(foreign)).toBe(
      'd091567330 17bdad809fd9bbd8c693f602305931 69b6f94aaf1c8ee138cc99b5'.replaceAll(' ', ''),
    );
    expect(digits(pkcs8FromScalar(foreign, publicKeyOf(foreign)))).toBe(FOREIGN.toString('hex'));
  });

  test('with the curve named inside once more', () => {
    const inner = `303102010104 20${digits(EXAMPLE_KEY)}a00a06082a811ccf5501822d`.replaceAll(' ', '');
    const whole = `304d020100301306072a8648ce3d020106082a811ccf5501822d0433${inner}`;
    expect(scalarFromPkcs8(hex(whole))).toEqual(EXAMPLE_KEY);
    expect(() => scalarFromPkcs8(hex(whole.replace('a00a06082a811ccf5501822d', 'a00a06082a8648ce3d030107')))).toThrow(
      /gm.encoding/,
    );
  });

  test('any key comes back', () => {
    fc.assert(
      fc.property(fc.constant(0).map(generateKeyPair), ({ privateKey, publicKey }) => {
        expect(scalarFromPkcs8(pkcs8FromScalar(privateKey, publicKey))).toEqual(privateKey);
        expect(pointFromSpki(spkiFromPoint(publicKey))).toEqual(publicKey);
      }),
      { numRuns: 20 },
    );
  });

  const plain = pkcs8FromScalar(EXAMPLE_KEY);
  const faults: readonly (readonly [string, Uint8Array])[] = [
    ['a byte behind the end', concat(plain, hex('00'))],
    ['cut', plain.subarray(0, -1)],
    ['version 1', replaced(plain, '020100', '020101')],
    ['version 2 of the key', replaced(plain, '0201010420', '0201020420')],
    ['P-256', replaced(plain, '06082a811ccf5501822d', '06082a8648ce3d030107')],
    [
      '31 bytes',
      hex(`3040020100301306072a8648ce3d020106082a811ccf5501822d04263024020101041f${digits(EXAMPLE_KEY.subarray(1))}`),
    ],
    ['a public key', spkiFromPoint(POINT)],
  ];
  test.each(faults)('%s is refused', (_, bytes) => {
    expect(() => scalarFromPkcs8(bytes)).toThrow(/gm.encoding/);
  });

  test('numbers out of range', () => {
    for (const value of [0n, CURVE_ORDER - 1n, CURVE_ORDER, 2n ** 256n - 1n]) {
      expect(() => pkcs8FromScalar(toBytes32(value))).toThrow(/gm.key/);
      expect(() => scalarFromPkcs8(concat(hex(PKCS8_HEAD), toBytes32(value)))).toThrow(/gm.key/);
    }
    expect(() => pkcs8FromScalar(EXAMPLE_KEY, pointBytes(BASE).subarray(2))).toThrow(/gm.key/);
  });
});
