import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, digits, EXAMPLE_KEY } from '../../testing/curve.ts';
import { concat, hex } from '../bytes.ts';
import { decrypt, encrypt, encryptWith, type CiphertextOrder } from './encrypt.ts';
import { sm2Kdf } from './kdf.ts';
import { pkcs8FromScalar, scalarFromPkcs8, spkiFromPoint } from './key-encoding.ts';
import { generateKeyPair, publicKeyOf } from './sign.ts';

const K = hex('59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21');
const TEXT = ascii('encryption standard');
const PUBLIC = publicKeyOf(EXAMPLE_KEY);
const C1 =
  '0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73' +
  'e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0';
const C3 = '59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766';
const C2 = '21886ca989ca9c7d58087307ca93092d651efa';
const ORDERS: readonly CiphertextOrder[] = ['c1c3c2', 'c1c2c3', 'asn1'];

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'nothing thrown';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

describe('encryption', () => {
  test('example of GB/T 32918.5-2017, in every order', () => {
    expect(digits(encryptWith(K, PUBLIC, TEXT, 'c1c3c2') ?? K)).toBe(C1 + C3 + C2);
    expect(digits(encryptWith(K, PUBLIC, TEXT, 'c1c2c3') ?? K)).toBe(C1 + C2 + C3);
    const asn1 = `307c022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73022100${C1.slice(66)}0420${C3}0413${C2}`;
    expect(digits(encryptWith(K, PUBLIC, TEXT, 'asn1') ?? K)).toBe(asn1);
    expect(decrypt(EXAMPLE_KEY, hex(C1 + C3 + C2), 'c1c3c2')).toEqual(TEXT);
    expect(decrypt(EXAMPLE_KEY, hex(C1 + C2 + C3), 'c1c2c3')).toEqual(TEXT);
    expect(decrypt(EXAMPLE_KEY, hex(asn1), 'asn1')).toEqual(TEXT);
  });

  test('vectors with a short y, and with both over 255 bits (Tongsuo)', () => {
    const key = scalarFromPkcs8(
      hex(
        '308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420d09156733017bdad809fd9bbd8c693f602305931' +
          '69b6f94aaf1c8ee138cc99b5a14403420004393a2ad9e27e43acaaab85a19d3b85591e14406157175addd37bf77ff0caf9ed37fcf3a8' +
          'b4f55c038523261fca6636afe6a7afa2a1482a606f5cb3a18b2e2a1e',
      ),
    );
    const short =
      '3072022070DAD60CDA7C30D64CF4F278A849003581223F5324BFEC9BB329229BFFAD21A6021F18AFAB2B35459D2643243B242BE4EA80' +
      'C6FA5071D2D847340CC57EB9309E5D04200B772E4DB664B2601E3B85E39C4AA8C2C1910308BE13B331E009C5A9258C29FD040B6D588B' +
      'E9260A94DA18E0E6';
    expect(decrypt(key, hex(short), 'asn1')).toEqual(ascii('Hello World'));
  });

  test('any text comes back, in every order, and never twice the same', () => {
    const { privateKey, publicKey } = generateKeyPair();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.constantFrom(...ORDERS), (text, order) => {
        const made = encrypt(publicKey, text, order);
        expect(decrypt(privateKey, made, order)).toEqual(text);
        expect(digits(encrypt(publicKey, text, order))).not.toBe(digits(made));
      }),
      { numRuns: 20 },
    );
  });

  test('any change is noticed', () => {
    const made = hex(C1 + C3 + C2);
    fc.assert(
      fc.property(fc.integer({ min: 8, max: made.length * 8 - 1 }), (bit) => {
        const changed = made.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(codeOf(() => decrypt(EXAMPLE_KEY, changed, 'c1c3c2'))).toBe('gm.ciphertext');
      }),
      { numRuns: 60 },
    );
    expect(codeOf(() => decrypt(K, made, 'c1c3c2'))).toBe('gm.ciphertext');
    expect(codeOf(() => decrypt(EXAMPLE_KEY, made, 'c1c2c3'))).toBe('gm.ciphertext');
  });

  test('what is refused before', () => {
    expect(codeOf(() => encrypt(PUBLIC, new Uint8Array(0), 'c1c3c2'))).toBe('gm.length');
    expect(codeOf(() => encrypt(PUBLIC.subarray(1), TEXT, 'c1c3c2'))).toBe('gm.key');
    expect(codeOf(() => encrypt(concat(hex('04'), new Uint8Array(64)), TEXT, 'c1c3c2'))).toBe('gm.key');
    expect(codeOf(() => decrypt(EXAMPLE_KEY.subarray(1), hex(C1 + C3 + C2), 'c1c3c2'))).toBe('gm.key');
    expect(codeOf(() => decrypt(EXAMPLE_KEY, hex(C1 + C3), 'c1c3c2'))).toBe('gm.length');
    expect(codeOf(() => decrypt(EXAMPLE_KEY, hex(`05${(C1 + C3 + C2).slice(2)}`), 'c1c3c2'))).toBe('gm.encoding');
    expect(codeOf(() => decrypt(EXAMPLE_KEY, hex('3000'), 'asn1'))).toBe('gm.encoding');
    expect(codeOf(() => decrypt(EXAMPLE_KEY, hex('300a0201010201010400 0400'.replace(' ', '')), 'asn1'))).toBe(
      'gm.encoding',
    );
    expect(codeOf(() => decrypt(EXAMPLE_KEY, hex(`302a0201010201010420${C3}0400`), 'asn1'))).toBe('gm.length');
    expect(codeOf(() => decrypt(EXAMPLE_KEY, hex(`302b0201010201010420${C3}040101`), 'asn1'))).toBe('gm.ciphertext');
  });

  test('the derived key is SM3 over counters from 1', () => {
    const z = ascii('z');
    expect(sm2Kdf(z, 70).subarray(0, 33)).toEqual(sm2Kdf(z, 33));
    expect(sm2Kdf(z, 64).subarray(32)).not.toEqual(sm2Kdf(z, 32));
    for (const length of [0, -1, 2.5, 2 ** 30]) expect(() => sm2Kdf(z, length)).toThrow(/gm.length/);
  });
});

const pem = (kind: string, der: Uint8Array): string =>
  `-----BEGIN ${kind}-----\n${Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${kind}-----\n`;

describe.skipIf(spawnSync('openssl', ['version']).status !== 0)('beside the openssl command', () => {
  test('each decrypts what the other encrypts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chedun-gm-'));
    try {
      const { privateKey, publicKey } = generateKeyPair();
      const keyFile = join(folder, 'key.pem');
      const publicFile = join(folder, 'public.pem');
      writeFileSync(keyFile, pem('PRIVATE KEY', pkcs8FromScalar(privateKey, publicKey)));
      writeFileSync(publicFile, pem('PUBLIC KEY', spkiFromPoint(publicKey)));
      const theirs = execFileSync('openssl', ['pkeyutl', '-encrypt', '-pubin', '-inkey', publicFile], { input: TEXT });
      expect(decrypt(privateKey, theirs, 'asn1')).toEqual(TEXT);
      const input = encrypt(publicKey, TEXT, 'asn1');
      expect(new Uint8Array(execFileSync('openssl', ['pkeyutl', '-decrypt', '-inkey', keyFile], { input }))).toEqual(
        TEXT,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
