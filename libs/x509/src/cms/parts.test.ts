import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DerReader, encodeDer, int, octetString, oid, seq } from '@chedun/asn1/der';
import { readAlgorithm } from '../algorithm.ts';
import { CONTENT } from '../oids.ts';
import { contentInfoDer, dataType, readContentInfo } from './common.ts';
import { cipherDer, CIPHERS, decryptContent, encryptContent, isGcm, readCipher } from './content-cipher.ts';
import type { ContentCipher } from './content-cipher.ts';
import { AES256_WRAP, unwrapKey, wrapDer, wrapKey } from './key-agreement.ts';

const ciphers = Object.keys(CIPHERS) as ContentCipher[];
const algorithm = (der: ReturnType<typeof seq>) => readAlgorithm(new DerReader(encodeDer(der)));
const cipherArb = fc.constantFrom(...ciphers).chain((cipher) => {
  const { keyBytes, ivBytes } = CIPHERS[cipher];
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  return fc.record({
    cipher: fc.constant(cipher),
    key: bytes(keyBytes),
    iv: bytes(ivBytes),
    text: fc.uint8Array({ maxLength: 100 }),
  });
});

describe('ciphers of contents', () => {
  it('decrypt what they encrypted, and are read from their identifier', () => {
    fc.assert(
      fc.property(cipherArb, ({ cipher, key, iv, text }) => {
        const { bytes, tag } = encryptContent(cipher, key, iv, text);
        expect(tag).toHaveLength(isGcm(cipher) ? 16 : 0);
        expect(decryptContent(cipher, key, iv, bytes, tag)).toEqual(text);
        expect(readCipher(algorithm(cipherDer(cipher, iv)))).toEqual({ cipher, iv });
      }),
    );
  });

  it('with a tag see every change', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.nat(), (text, at) => {
        const [key, iv] = [new Uint8Array(16), new Uint8Array(12)];
        const { bytes, tag } = encryptContent('aes-128-gcm', key, iv, text);
        const changed = bytes.map((byte, place) => (place === at % bytes.length ? byte ^ 1 : byte));
        expect(() => decryptContent('aes-128-gcm', key, iv, changed, tag)).toThrow(/x509\.decrypt/);
        expect(() => decryptContent('aes-128-gcm', key, iv, bytes, tag.subarray(4))).toThrow(/x509\.decrypt/);
      }),
    );
  });

  it.each<[string, ReturnType<typeof seq>]>([
    ['an unknown one', seq(oid('1.2.3'), octetString(new Uint8Array(16)))],
    ['one without vector', seq(oid(CIPHERS['sm4-cbc'].oid))],
    ['a short vector', seq(oid(CIPHERS['sm4-cbc'].oid), octetString(new Uint8Array(8)))],
    [
      'GCM with the default tag of 12 bytes',
      seq(oid(CIPHERS['aes-256-gcm'].oid), seq(octetString(new Uint8Array(12)))),
    ],
    ['GCM with a tag of 8 bytes', seq(oid(CIPHERS['aes-256-gcm'].oid), seq(octetString(new Uint8Array(12)), int(8)))],
    [
      'GCM with a vector of 16 bytes',
      seq(oid(CIPHERS['aes-256-gcm'].oid), seq(octetString(new Uint8Array(16)), int(16))),
    ],
  ])('are not read: %s', (_, der) => {
    expect(readCipher(algorithm(der))).toBeUndefined();
  });

  it('want keys and vectors of their size', () => {
    for (const cipher of ciphers) {
      const { keyBytes, ivBytes } = CIPHERS[cipher];
      expect(() =>
        encryptContent(cipher, new Uint8Array(keyBytes - 1), new Uint8Array(ivBytes), new Uint8Array()),
      ).toThrow(/x509\.value/);
      expect(() =>
        encryptContent(cipher, new Uint8Array(keyBytes), new Uint8Array(ivBytes + 1), new Uint8Array()),
      ).toThrow(/x509\.value/);
    }
  });
});

describe('key agreement', () => {
  const wrap = algorithm(wrapDer(AES256_WRAP));
  const keyArb = fc.constantFrom(16, 24, 32).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));

  it('unwraps what it wrapped, with the same secret and material only', () => {
    fc.assert(
      fc.property(
        keyArb,
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 20 }), { nil: undefined }),
        (key, secret, ukm) => {
          const wrapped = wrapKey(secret, key, ukm);
          expect(wrapped).toHaveLength(key.length + 8);
          expect(unwrapKey(wrap, secret, wrapped, ukm)).toEqual(key);
          const other = secret.map((byte) => byte ^ 1);
          expect(() => unwrapKey(wrap, other, wrapped, ukm)).toThrow(/x509\.decrypt/);
          expect(() => unwrapKey(wrap, secret, wrapped, Uint8Array.of(1, 2, 3, ...(ukm ?? [])))).toThrow(
            /x509\.decrypt/,
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('refuses wraps that it does not know, and keys of no whole blocks', () => {
    expect(() => unwrapKey(algorithm(wrapDer('1.2.3')), new Uint8Array(32), new Uint8Array(24), undefined)).toThrow(
      /x509\.unsupported/,
    );
    expect(() => unwrapKey(wrap, new Uint8Array(32), new Uint8Array(9), undefined)).toThrow(/x509\.decrypt/);
  });
});

describe('the outer layer', () => {
  it('names a type and holds a content', () => {
    const der = contentInfoDer(CONTENT.signedData, seq(int(1)));
    expect(readContentInfo(der)).toEqual({ type: CONTENT.signedData, content: encodeDer(seq(int(1))) });
    expect(dataType('cms')).toBe(CONTENT.data);
    expect(dataType('gm')).toBe(CONTENT.gmData);
    expect(() => readContentInfo(Buffer.concat([der, Buffer.of(0)]))).toThrow(/asn1\.invalid/);
    expect(() => readContentInfo(new Uint8Array(2 ** 28 + 1))).toThrow(/x509\.limit/);
    expect(() => readContentInfo(Buffer.from('308006092a864886f70d010702a0800000', 'hex'))).toThrow(/asn1\.invalid/);
  });
});
