import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ed25519RawOf, ed25519Verify } from './ed25519.ts';
import { isSm2Scalar, sm2PairOf, sm2PointOf, sm2Sign, sm2SpkiOf, sm2Verify, sm2Works, sm2Z } from './sm2.ts';

const SCALAR = Buffer.from('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8', 'hex');

const pemOf = (spki: Buffer): string =>
  `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;

describe('SM2', () => {
  test('point and Z are those of the example in GB/T 32918.5', () => {
    const { spki } = sm2PairOf(SCALAR);
    expect(Buffer.from(sm2PointOf(spki) ?? []).toString('hex')).toBe(
      '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
        'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
    );
    expect(sm2Z(spki).toString('hex')).toBe('b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3');
    expect(sm2Works()).toBe(true);
  });

  test('OpenSSL verifies what we sign under the default identity, and nothing that was changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chedun-sm2-'));
    try {
      const pair = sm2PairOf(randomBytes(32));
      const file = (name: string, content: string | Uint8Array): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      const key = file('key.pem', pemOf(pair.spki));
      const signature = file('signature', sm2Sign(pair, Buffer.from('head 1')));
      const verify = (message: string): string => {
        const given = ['-pubin', '-inkey', key, '-sigfile', signature, '-in', message];
        const how = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
        return execFileSync('openssl', ['pkeyutl', '-verify', ...how, ...given], { stdio: 'pipe' }).toString();
      };
      expect(verify(file('right', 'head 1'))).toContain('Signature Verified Successfully');
      expect(() => verify(file('wrong', 'head 2'))).toThrow(/pkeyutl/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a key that Node made and never exported signs something else: the reason for the import', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    expect(sm2Verify(spki, sm2Sign({ privateKey, spki }, Buffer.from('x')), Buffer.from('x'))).toBe(false);
  });

  test('any message verifies, with a changed message, key or signature it does not', () => {
    const pair = sm2PairOf(SCALAR);
    const other = sm2PairOf(randomBytes(32));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (message, at) => {
        const signature = sm2Sign(pair, message);
        const changed = Uint8Array.from(message, (byte, place) => (place === at % message.length ? byte ^ 1 : byte));
        expect(sm2Verify(pair.spki, signature, message)).toBe(true);
        expect(sm2Verify(pair.spki, signature, changed)).toBe(false);
        expect(sm2Verify(other.spki, signature, message)).toBe(false);
        expect(sm2Verify(pair.spki, signature.subarray(1), message)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  test('what is no key or point is told', () => {
    expect(sm2PointOf(sm2SpkiOf(new Uint8Array(65)))).toBeUndefined();
    expect(sm2PointOf(new Uint8Array(91))).toBeUndefined();
    expect(sm2Verify(sm2SpkiOf(Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)])), SCALAR, SCALAR)).toBe(false);
    const order = Buffer.from('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123', 'hex');
    const minusTwo = Buffer.from(order);
    minusTwo[31] = 0x21;
    expect([Buffer.alloc(32), order, minusTwo, SCALAR, Buffer.alloc(31, 1)].map(isSm2Scalar)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});

test('Ed25519 keys are taken apart and used as 32 bytes', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  expect(ed25519RawOf(spki)).toHaveLength(32);
  expect(ed25519RawOf(sm2PairOf(SCALAR).spki)).toBeUndefined();
  expect(ed25519Verify(new Uint8Array(32), new Uint8Array(64), SCALAR)).toBe(false);
  expect(ed25519Verify(new Uint8Array(3), new Uint8Array(64), SCALAR)).toBe(false);
});
