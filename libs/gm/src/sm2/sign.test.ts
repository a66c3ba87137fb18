import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, createSign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, digits, EXAMPLE_KEY, mod } from '../../testing/curve.ts';
import { hex, toBigInt, toBytes32 } from '../bytes.ts';
import { CURVE_ORDER, isPrivateKey } from './curve.ts';
import { sm2Digest, sm2Z } from './identity.ts';
import { pkcs8FromScalar, pointFromSpki, spkiFromPoint } from './key-encoding.ts';
import { createSigner, generateKeyPair, publicKeyOf, sign, signDigest, signDigestWith } from './sign.ts';
import { signatureFromDer, signatureToDer } from './signature.ts';
import { verify, verifyDigest } from './verify.ts';

const K = hex('59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21');
const E = hex('f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640');
const SIGNATURE =
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
  'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';
const MESSAGE = ascii('message digest');

describe('signing', () => {
  test('example of GB/T 32918.5-2017, whatever the blinding', () => {
    expect(digits(publicKeyOf(EXAMPLE_KEY))).toMatch(/^0409f9df311e5421a1/);
    for (const blinding of [toBytes32(1n), toBytes32(CURVE_ORDER - 1n), EXAMPLE_KEY, K])
      expect(digits(signDigestWith(EXAMPLE_KEY, E, K, blinding) ?? K)).toBe(SIGNATURE);
    expect(verify(publicKeyOf(EXAMPLE_KEY), MESSAGE, hex(SIGNATURE))).toBe(true);
    expect(verifyDigest(publicKeyOf(EXAMPLE_KEY), E, hex(SIGNATURE))).toBe(true);
  });

  test('of any message under any identity verifies, and nothing else does', () => {
    const { privateKey, publicKey } = generateKeyPair();
    const other = generateKeyPair().publicKey;
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(),
        (message, id, at) => {
          const signature = sign(privateKey, message, id);
          const changed = message.map((byte, place) => (place === at % message.length ? byte ^ 1 : byte));
          expect(verify(publicKey, message, signature, id)).toBe(true);
          expect(verify(publicKey, changed, signature, id)).toBe(false);
          expect(verify(publicKey, message, signature, Uint8Array.of(...id, 1))).toBe(false);
          expect(verify(other, message, signature, id)).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a signer signs many messages, each anew', () => {
    const { privateKey, publicKey } = generateKeyPair();
    const signer = createSigner(privateKey);
    expect(signer.publicKey).toEqual(publicKey);
    const made = Array.from({ length: 10 }, () => signer.sign(MESSAGE));
    expect(new Set(made.map(digits)).size).toBe(10);
    expect(made.every((signature) => verify(publicKey, MESSAGE, signature))).toBe(true);
  });

  test('of a digest verifies over that digest, and over the message it is of', () => {
    const { privateKey, publicKey } = generateKeyPair();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (message) => {
        const e = sm2Digest(sm2Z(publicKey), message);
        const signature = signDigest(privateKey, e);
        expect(verifyDigest(publicKey, e, signature)).toBe(true);
        expect(verify(publicKey, message, signature)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('with the same random bytes it is the same signature', () => {
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(9);
    expect(signDigest(EXAMPLE_KEY, E, random)).toEqual(signDigest(EXAMPLE_KEY, E, random));
    expect(() => signDigest(EXAMPLE_KEY, E, (length) => new Uint8Array(length))).toThrow(/gm.key/);
    let calls = 0;
    const poor = (length: number): Uint8Array => new Uint8Array(length).fill((calls += 1) < 3 ? 255 : 9);
    expect(verifyDigest(publicKeyOf(EXAMPLE_KEY), E, signDigest(EXAMPLE_KEY, E, poor))).toBe(true);
  });

  test('a k that the standard refuses gives nothing', () => {
    const x = toBigInt(publicKeyOf(K).subarray(1, 33));
    // r = 0, and r + k = n
    expect(signDigestWith(EXAMPLE_KEY, toBytes32(mod(-x, CURVE_ORDER)), K, K)).toBeUndefined();
    expect(signDigestWith(EXAMPLE_KEY, toBytes32(mod(-x - toBigInt(K), CURVE_ORDER)), K, K)).toBeUndefined();
    expect(() => signDigestWith(EXAMPLE_KEY, E, K, new Uint8Array(32))).toThrow(/gm.key/);
    expect(() => signDigestWith(EXAMPLE_KEY, E.subarray(1), K, K)).toThrow(/gm.length/);
  });

  test('keys', () => {
    for (let at = 0; at < 50; at += 1) {
      const { privateKey, publicKey } = generateKeyPair();
      expect(isPrivateKey(privateKey)).toBe(true);
      expect(publicKeyOf(privateKey)).toEqual(publicKey);
    }
    for (const value of [0n, CURVE_ORDER - 1n, CURVE_ORDER, 2n ** 256n - 1n]) {
      expect(isPrivateKey(toBytes32(value))).toBe(false);
      expect(() => publicKeyOf(toBytes32(value))).toThrow(/gm.key/);
      expect(() => sign(toBytes32(value), MESSAGE)).toThrow(/gm.key/);
      expect(() => signDigest(toBytes32(value), E)).toThrow(/gm.key/);
    }
    expect(isPrivateKey(toBytes32(CURVE_ORDER - 2n))).toBe(true);
    expect(isPrivateKey(EXAMPLE_KEY.subarray(1))).toBe(false);
  });

  test('the reason for the import: what a key that Node made signs is no SM2 signature', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const point = pointFromSpki(publicKey.export({ format: 'der', type: 'spki' }));
    const der = createSign('sm3').update(sm2Z(point)).update(MESSAGE).sign(privateKey);
    expect(verify(point, MESSAGE, signatureFromDer(der))).toBe(false);
  });
});

const pem = (kind: string, der: Uint8Array): string =>
  `-----BEGIN ${kind}-----\n${Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${kind}-----\n`;

describe.skipIf(spawnSync('openssl', ['version']).status !== 0)('beside the openssl command', () => {
  const inFolder = (run: (file: (name: string, content: string | Uint8Array) => string) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), 'chedun-gm-'));
    try {
      run((name, content) => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const id = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'hexdistid:00ff10'];

  test('it verifies what we sign under a binary identity, and nothing that was changed', () => {
    inFolder((file) => {
      const { privateKey, publicKey } = generateKeyPair();
      const key = file('key.pem', pem('PUBLIC KEY', spkiFromPoint(publicKey)));
      const signature = file('signature', signatureToDer(sign(privateKey, MESSAGE, hex('00ff10'))));
      const check = (message: string): string =>
        execFileSync(
          'openssl',
          ['pkeyutl', '-verify', ...id, '-pubin', '-inkey', key, '-sigfile', signature, '-in', message],
          {
            stdio: 'pipe',
          },
        ).toString();
      expect(check(file('right', MESSAGE))).toContain('Signature Verified Successfully');
      expect(() => check(file('wrong', ascii('message digesT')))).toThrow(/pkeyutl/);
    });
  });

  test('we verify what it signs', () => {
    inFolder((file) => {
      const { privateKey, publicKey } = generateKeyPair();
      const key = file('key.pem', pem('PRIVATE KEY', pkcs8FromScalar(privateKey, publicKey)));
      const made = execFileSync('openssl', ['pkeyutl', '-sign', ...id, '-inkey', key, '-in', file('message', MESSAGE)]);
      expect(verify(publicKey, MESSAGE, signatureFromDer(made), hex('00ff10'))).toBe(true);
      expect(verify(publicKey, MESSAGE, signatureFromDer(made))).toBe(false);
    });
  });
});
