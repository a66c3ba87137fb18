import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ed25519RawOf, ed25519Verify } from './ed25519.ts';
import { sm2KeyOf, sm2PointOf, sm2SpkiOf, sm2Verify } from './sm2.ts';

const SCALAR = Buffer.from('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8', 'hex');

const pemOf = (spki: Buffer): string =>
  `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;

describe('SM2', () => {
  test('the point is that of the example in GB/T 32918.5', () => {
    const { spki } = sm2KeyOf(SCALAR);
    expect(Buffer.from(sm2PointOf(spki) ?? []).toString('hex')).toBe(
      '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
        'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
    );
  });

  test('OpenSSL verifies what we sign under the default identity, and nothing that was changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chedun-sm2-'));
    try {
      const pair = sm2KeyOf(randomBytes(32));
      const file = (name: string, content: string | Uint8Array): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      const key = file('key.pem', pemOf(Buffer.from(pair.spki)));
      const signature = file('signature', pair.sign(Buffer.from('head 1')));
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

  test('signs under many identities, each time so that it verifies under that one alone', () => {
    const pair = sm2KeyOf(SCALAR);
    const message = Buffer.from('certificate');
    for (let round = 0; round < 2; round += 1)
      for (let at = 0; at < 20; at += 1) {
        const identity = Buffer.from(`issuer ${at}`);
        const signature = pair.sign(message, identity);
        expect(sm2Verify(pair.spki, signature, message, identity)).toBe(true);
        expect(sm2Verify(pair.spki, signature, message)).toBe(false);
      }
  });

  test('any message verifies, with a changed message, key or signature it does not', () => {
    const pair = sm2KeyOf(SCALAR);
    const other = sm2KeyOf(randomBytes(32));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (message, at) => {
        const signature = pair.sign(message);
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
    expect(() => sm2SpkiOf(new Uint8Array(65))).toThrow(/gm\.key/);
    expect(sm2PointOf(new Uint8Array(91))).toBeUndefined();
    expect(sm2Verify(sm2SpkiOf(Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)])), SCALAR, SCALAR)).toBe(false);
    expect(() => sm2KeyOf(new Uint8Array(32))).toThrow(/gm\.key/);
  });
});

test('Ed25519 keys are taken apart and used as 32 bytes', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  expect(ed25519RawOf(spki)).toHaveLength(32);
  expect(ed25519RawOf(sm2KeyOf(SCALAR).spki)).toBeUndefined();
  expect(ed25519Verify(new Uint8Array(32), new Uint8Array(64), SCALAR)).toBe(false);
  expect(ed25519Verify(new Uint8Array(3), new Uint8Array(64), SCALAR)).toBe(false);
});
