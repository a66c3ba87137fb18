import { createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifiesExample } from './self-test.ts';
import { isSignedBy, verifierOf } from './verify.ts';

const MESSAGE = Buffer.from('1a0b17040506', 'hex');

const numbersOf = (der: Buffer): { r: Buffer; s: Buffer } => {
  const rLength = der[3] ?? 0;
  const r = der.subarray(4, 4 + rLength);
  const s = der.subarray(6 + rLength);
  const plain = (number: Buffer): Buffer => (number[0] === 0 ? number.subarray(1) : number);
  return { r: plain(r), s: plain(s) };
};

const sm2Pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
  // Imported again, because a key fresh from the generator signs ECDSA.
  const key = createPrivateKey({
    key: privateKey.export({ type: 'pkcs8', format: 'der' }),
    format: 'der',
    type: 'pkcs8',
  });
  const verifier = verifierOf('sm2', publicKey.export({ type: 'spki', format: 'der' }));
  return { verifier, sign: (message: Buffer) => createSign('sm3').update(verifier.z).update(message).sign(key) };
};

describe('the signature of a report', () => {
  it('verifies the example of the standard and nothing near it', () => {
    expect(verifiesExample()).toBe(true);
  });

  it('is right by SM2 for the bytes that were signed and for no other', () => {
    const { verifier, sign } = sm2Pair();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), fc.nat(), (message, where) => {
        const { r, s } = numbersOf(sign(Buffer.from(message)));
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
