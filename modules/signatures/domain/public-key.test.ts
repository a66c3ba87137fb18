import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKeyText, readRawKey } from './public-key.ts';

const spkiOf = (pair: { publicKey: { export: (options: { type: 'spki'; format: 'der' }) => Buffer } }): Buffer =>
  pair.publicKey.export({ type: 'spki', format: 'der' });

const sm2 = spkiOf(generateKeyPairSync('ec', { namedCurve: 'SM2' }));
const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsa = spkiOf(rsaPair);
const modulus = Buffer.from(rsaPair.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url');

describe('public keys of vehicles', () => {
  it('are the same key in every form', () => {
    const pem = `-----BEGIN PUBLIC KEY-----\n${sm2.toString('base64')}\n-----END PUBLIC KEY-----\n`;
    const forms = [pem, sm2.toString('hex'), sm2.subarray(-64).toString('hex'), sm2.subarray(-65).toString('hex')];
    const read = forms.map(readKeyText);
    expect(read.map(({ algorithm }) => algorithm)).toEqual(['sm2', 'sm2', 'sm2', 'sm2']);
    expect(new Set(read.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(read[0]?.spki).toEqual(sm2);
  });

  it('take RSA as an activation frame has it: modulus and exponent', () => {
    const raw = Buffer.concat([modulus, Buffer.from([1, 0, 1])]);
    expect(raw).toHaveLength(259);
    expect(readRawKey(raw)).toMatchObject({ algorithm: 'rsa', spki: rsa });
  });

  it('refuse a point that is not on the curve, small RSA keys and other curves', () => {
    const off = Buffer.from(sm2);
    off[off.length - 1] = (off.at(-1) ?? 0) ^ 1;
    const small = spkiOf(generateKeyPairSync('rsa', { modulusLength: 1024 }));
    const other = spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    for (const key of [off, small, other])
      expect(() => readKeyText(key.toString('hex'))).toThrow(expect.objectContaining({ code: 'signatures.bad-key' }));
  });

  it('throw nothing but their own error', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 600 }), fc.uint8Array({ minLength: 64, maxLength: 65 }));
    fc.assert(
      fc.property(bytes, (given) => {
        const hex = Buffer.from(given).toString('hex');
        for (const read of [() => readRawKey(given), () => readKeyText(hex), () => readKeyText(String(given))]) {
          try {
            read();
          } catch (error) {
            expect(error).toMatchObject({ code: 'signatures.bad-key' });
          }
        }
      }),
    );
  });
});
