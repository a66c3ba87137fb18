import { createSigner, generateKeyPair, spkiFromPoint } from '@chedun/gm';
import { createSign, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifiesExample } from './self-test.ts';
import { isSignedBy, verifierOf } from './verify.ts';

const MESSAGE = Buffer.from('1a0b17040506', 'hex');

const withoutZeros = (number: Uint8Array): Uint8Array => number.subarray(number.findIndex((byte) => byte !== 0));

const sm2Pair = () => {
  const { privateKey, publicKey } = generateKeyPair();
  const signer = createSigner(privateKey);
  const sign = (message: Uint8Array) => {
    const raw = signer.sign(message);
    return { r: withoutZeros(raw.subarray(0, 32)), s: withoutZeros(raw.subarray(32)) };
  };
  return { verifier: verifierOf('sm2', Buffer.from(spkiFromPoint(publicKey))), sign };
};

describe('the signature of a report', () => {
  it('verifies the example of the standard and nothing near it', () => {
    expect(verifiesExample()).toBe(true);
  });

  it('is right by SM2 for the bytes that were signed and for no other', () => {
    const { verifier, sign } = sm2Pair();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), fc.nat(), (message, where) => {
        const { r, s } = sign(message);
        expect(isSignedBy(verifier, message, r, s)).toBe(true);
        const changed = Uint8Array.from(message);
        changed[where % changed.length] = (changed[where % changed.length] ?? 0) ^ 1;
        expect(isSignedBy(verifier, changed, r, s)).toBe(false);
        expect(isSignedBy(verifier, message, s, r)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('is right by RSA in R alone', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const verifier = verifierOf('rsa', publicKey.export({ type: 'spki', format: 'der' }));
    const r = createSign('RSA-SHA256').update(MESSAGE).sign(privateKey);
    expect(isSignedBy(verifier, MESSAGE, r, Buffer.alloc(0))).toBe(true);
    expect(isSignedBy(verifier, MESSAGE, r, Buffer.of(1))).toBe(false);
    expect(isSignedBy(verifier, Buffer.concat([MESSAGE, Buffer.of(0xff)]), r, Buffer.alloc(0))).toBe(false);
  });

  it('is wrong, and throws nothing, for a point that is not on the curve', () => {
    const verifier = { algorithm: 'sm2', key: new Uint8Array(65).fill(4) } as const;
    expect(isSignedBy(verifier, MESSAGE, Buffer.of(1), Buffer.of(1))).toBe(false);
  });

  it('is wrong, and throws nothing, whatever the numbers are', () => {
    const { verifier } = sm2Pair();
    const number = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(number, number, (r, s) => {
        expect(isSignedBy(verifier, MESSAGE, r, s)).toBe(false);
      }),
    );
  });
});
