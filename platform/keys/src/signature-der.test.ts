import { signatureFromDer, signatureToDer } from '@chedun/gm';
import fc from 'fast-check';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { rawToDer } from './signature-der.ts';

describe('signatures in DER', () => {
  test('are what another encoder writes, for any two numbers', () => {
    const raw = fc.uint8Array({ minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(raw, (bytes) => {
        expect(Buffer.from(rawToDer(bytes))).toEqual(Buffer.from(signatureToDer(bytes)));
        expect(Buffer.from(signatureFromDer(rawToDer(bytes)))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('verify with OpenSSL, and a changed number does not', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const data = Buffer.from('message');
    const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(verify('sha256', data, publicKey, rawToDer(raw))).toBe(true);
    raw[40] = (raw[40] ?? 0) ^ 1;
    expect(verify('sha256', data, publicKey, rawToDer(raw))).toBe(false);
  });

  test('small numbers take one byte, high ones a zero in front', () => {
    const raw = Buffer.alloc(64);
    raw[31] = 1;
    raw[32] = 0x80;
    expect(Buffer.from(rawToDer(raw)).toString('hex')).toBe(`3026020101022100${'80'.padEnd(64, '0')}`);
  });
});
