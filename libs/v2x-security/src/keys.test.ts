import { createVerify, createPublicKey } from 'node:crypto';
import { signatureToDer, sm2Z, spkiFromPoint } from '@chedun/gm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testKey } from '../testing/signers.ts';
import { concat, equal, fromHex, numberBytes, toHex, xor } from './bytes.ts';
import { hashedId, hashOf } from './hashing.ts';
import {
  encryptionKeyOf,
  encryptionKeyValue,
  hashOfCurve,
  rawSignature,
  signatureValue,
  splitKey,
  verificationKeyOf,
  verificationKeyValue,
} from './keys.ts';
import { compressed, coordinateBytes, uncompressed, xOf } from './points.ts';
import type { Curve } from './points.ts';
import { DEFAULT_SIGNER_ID, signatureInput } from './signature-input.ts';
import { checkSignature, createVerifier } from './verifier.ts';

const CURVES: readonly Curve[] = ['sm2', 'nistP256', 'brainpoolP256r1', 'nistP384', 'brainpoolP384r1'];
const someCurve = fc.constantFrom(...CURVES);

describe('keys', () => {
  it('come back from their values, on every curve', () => {
    fc.assert(
      fc.property(someCurve, fc.nat(200), (curve, seed) => {
        const { key } = testKey(curve, seed + 1);
        expect(verificationKeyOf(verificationKeyValue(key))).toEqual(key);
        expect(splitKey(verificationKeyValue(key)).curve).toBe(curve);
        expect(uncompressed(curve, compressed(key.point))).toEqual(key.point);
        expect(key.point.length).toBe(1 + 2 * coordinateBytes(curve));
      }),
      { numRuns: 60 },
    );
  });

  it('of encryption exist for curves of 256 bits', () => {
    for (const curve of ['sm2', 'nistP256', 'brainpoolP256r1'] as const) {
      const { key } = testKey(curve, 9);
      expect(encryptionKeyOf(encryptionKeyValue(key))).toEqual(key);
    }
    expect(() => encryptionKeyValue(testKey('nistP384', 9).key)).toThrow(/^v2xsec\.unsupported/);
  });

  it('are refused off the curve, without y, and in algorithms of later editions', () => {
    const octets = 'ff'.repeat(32);
    expect(() => verificationKeyOf({ ecsigSm2: { compressedY0: { octets } } })).toThrow(/^v2xsec\.key/);
    expect(() => verificationKeyOf({ ecsigSm2: { xOnly: { octets } } })).toThrow(/without its y/);
    expect(() => verificationKeyOf({ ecsigSm2: { fill: null } })).toThrow(/without its y/);
    const { point } = testKey('nistP256', 4).key;
    const wrongY = { x: { octets: toHex(point.subarray(1, 33)) }, y: { octets: toHex(point.subarray(1, 33)) } };
    expect(() => verificationKeyOf({ ecdsaNistP256: { uncompressed: wrongY } })).toThrow(/no point/);
    const later = { $unknown: { index: 9, octets: '00' } };
    expect(() => verificationKeyOf(later)).toThrow(/^v2xsec\.unsupported/);
    expect(() => encryptionKeyOf(later)).toThrow(/^v2xsec\.unsupported/);
    expect(() => rawSignature(later)).toThrow(/^v2xsec\.unsupported/);
  });

  it('have the hash of their size', () => {
    expect(CURVES.map(hashOfCurve)).toEqual(['sm3', 'sha256', 'sha256', 'sha384', 'sha384']);
  });
});

describe('signatures', () => {
  it('come back as plain numbers', () => {
    fc.assert(
      fc.property(someCurve, fc.uint8Array({ minLength: 96, maxLength: 96 }), (curve, bytes) => {
        const rs = bytes.slice(0, 2 * coordinateBytes(curve));
        expect(rawSignature(signatureValue({ curve, rs }))).toEqual({ curve, rs });
      }),
    );
    expect(() => signatureValue({ curve: 'sm2', rs: new Uint8Array(63) })).toThrow(/^v2xsec\.value/);
  });

  it('count x alone of the point r', () => {
    const [x, y] = ['11'.repeat(32), '22'.repeat(32)].map((octets) => ({ octets }));
    if (x === undefined || y === undefined) throw new Error('two numbers');
    const forms = [{ xOnly: x }, { compressedY0: x }, { compressedY1: x }, { uncompressed: { x, y } }];
    for (const rSig of forms) {
      expect(toHex(rawSignature({ ecdsaNistP256: { rSig, sSig: y } }).rs)).toBe(x.octets + y.octets);
      expect(toHex(xOf(rSig) ?? new Uint8Array(0))).toBe(x.octets);
    }
    expect(() => rawSignature({ ecdsaNistP256: { rSig: { fill: null }, sSig: y } })).toThrow(/without r/);
  });
});

describe('the verifier', () => {
  const verifier = createVerifier(2);
  const message = new TextEncoder().encode('message');

  it.each(CURVES)('accepts on %s what was signed, and nothing else', (curve) => {
    const { key, sign } = testKey(curve, 12);
    const input = signatureInput(curve, message, undefined);
    const rs = sign(input);
    expect(checkSignature(verifier, key, input, { curve, rs })).toBe(true);
    expect(checkSignature(verifier, testKey(curve, 13).key, input, { curve, rs })).toBe(false);
    expect(checkSignature(verifier, key, signatureInput(curve, message.with(0, 0), undefined), { curve, rs })).toBe(
      false,
    );
    for (const bad of [
      rs.subarray(1),
      new Uint8Array(rs.length),
      new Uint8Array(rs.length).fill(255),
      new Uint8Array(0),
    ])
      expect(checkSignature(verifier, key, input, { curve, rs: bad })).toBe(false);
    const other = curve === 'sm2' ? 'nistP256' : 'sm2';
    expect(checkSignature(verifier, key, input, { curve: other, rs })).toBe(false);
    expect(checkSignature(verifier, { curve, point: new Uint8Array(65).fill(4) }, input, { curve, rs })).toBe(false);
  });

  it('agrees with OpenSSL about SM2', () => {
    const { key, sign } = testKey('sm2', 14);
    const id = new Uint8Array(32).fill(8);
    const rs = sign({ kind: 'sm2', signerId: id, message });
    const spki = createPublicKey({ key: Buffer.from(spkiFromPoint(key.point)), format: 'der', type: 'spki' });
    const byOpenssl = (bytes: Uint8Array) =>
      createVerify('sm3').update(sm2Z(key.point, id)).update(bytes).verify(spki, signatureToDer(rs));
    for (const bytes of [message, message.with(0, 1)])
      expect(verifier.verifySm2(key.point, id, bytes, rs)).toBe(byOpenssl(bytes));
    expect(verifier.verifySm2(key.point, DEFAULT_SIGNER_ID, message, rs)).toBe(false);
  });

  it('forgets keys beyond its bound, and still answers right', () => {
    for (let seed = 20; seed < 26; seed += 1)
      for (const curve of ['nistP256', 'sm2'] as const) {
        const { key, sign } = testKey(curve, seed);
        const input = signatureInput(curve, message, undefined);
        expect(checkSignature(verifier, key, input, { curve, rs: sign(input) })).toBe(true);
      }
  });

  it('prepares keys that are points', () => {
    const { key, sign } = testKey('sm2', 15);
    const prepared = verifier.prepareSm2(key.point);
    const rs = sign({ kind: 'sm2', signerId: DEFAULT_SIGNER_ID, message });
    const digest = hashOf('sm3', sm2Z(key.point, DEFAULT_SIGNER_ID), message);
    expect(prepared.verify(digest, rs)).toBe(true);
    expect(prepared.verify(digest.with(0, (digest[0] ?? 0) ^ 1), rs)).toBe(false);
    expect(prepared.verify(digest, rs.subarray(1))).toBe(false);
    expect(() => verifier.prepareSm2(new Uint8Array(65).fill(4))).toThrow(/gm\.key/);
  });
});

describe('bytes and hashes', () => {
  it('do what their names say', () => {
    expect(toHex(concat(fromHex('01'), fromHex(''), fromHex('0203')))).toBe('010203');
    expect(toHex(xor(fromHex('ff00'), fromHex('0f0f')))).toBe('f00f');
    expect(toHex(numberBytes(0x01020304, 4))).toBe('01020304');
    expect([equal(fromHex('01'), fromHex('01')), equal(fromHex('01'), fromHex('02'))]).toEqual([true, false]);
    const hash = hashOf('sha256', fromHex('616263'));
    expect(toHex(hash)).toMatch(/^ba7816bf.*f20015ad$/);
    expect(toHex(hashedId(hash, 3))).toBe('0015ad');
    expect(hashedId(hash, 32)).toEqual(hash);
    expect(toHex(hashOf('sm3', fromHex('616263')))).toMatch(/^66c7f0f4/);
  });
});
