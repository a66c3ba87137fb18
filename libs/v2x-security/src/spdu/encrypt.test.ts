import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testKey } from '../../testing/signers.ts';
import {
  decryptMessage,
  encryptMessage,
  parseMessage,
  softwareEciesKey,
  softwareSm2Key,
  unsecuredMessage,
} from '../index.ts';
import type { DecryptionKey, MessageCipher, Recipient, WrapCurve } from '../index.ts';

const p1 = new Uint8Array(createHash('sha256').update('certificate').digest());
const random = (count: number) => ({
  key: new Uint8Array(16).fill(1),
  nonce: new Uint8Array(12).fill(2),
  ephemeral: Array.from({ length: count }, (_, at) => testKey('sm2', 60 + at).scalar),
});
const recipient = (curve: WrapCurve, seed: number, kind: Recipient['kind'] = 'certRecipInfo'): Recipient => ({
  id8: seed.toString(16).padStart(16, '0'),
  kind,
  key: testKey(curve, seed).key,
  p1,
});
const keyOf = (curve: WrapCurve, seed: number): DecryptionKey =>
  curve === 'sm2'
    ? softwareSm2Key(testKey(curve, seed).scalar)
    : softwareEciesKey(curve, testKey(curve, seed).scalar, p1);

const curves = ['sm2', 'nistP256', 'brainpoolP256r1'] as const;
const ciphers: readonly MessageCipher[] = ['sm4Ccm', 'aes128Ccm'];

describe('an encrypted message', () => {
  it.each(curves.flatMap((curve) => ciphers.map((cipher) => [curve, cipher] as const)))(
    'on %s with %s opens for its recipient',
    (curve, cipher) => {
      for (const kind of ['certRecipInfo', 'rekRecipInfo', 'signedDataRecipInfo'] as const)
        for (const profile of ['cn', 'ieee'] as const) {
          const message = unsecuredMessage(profile, Uint8Array.of(1, 2, 3));
          const sealed = encryptMessage(profile, cipher, message, [recipient(curve, 5, kind)], random(1));
          expect(decryptMessage(profile, sealed, recipient(curve, 5).id8, keyOf(curve, 5))).toEqual(message);
        }
    },
  );

  it('has one ciphertext for all its recipients', () => {
    const message = unsecuredMessage('cn', new Uint8Array(50));
    const three = curves.map((curve, at) => recipient(curve, 5 + at));
    const sealed = encryptMessage('cn', 'sm4Ccm', message, three, random(3));
    curves.forEach((curve, at) => {
      expect(decryptMessage('cn', sealed, recipient(curve, 5 + at).id8, keyOf(curve, 5 + at))).toEqual(message);
    });
  });

  it('puts the tag of SM2 before the text in China, and behind it in IEEE 1609.2', () => {
    const message = unsecuredMessage('cn', Uint8Array.of(7));
    const [china, ieee] = (['cn', 'ieee'] as const).map((profile) =>
      Buffer.from(encryptMessage(profile, 'sm4Ccm', message, [recipient('sm2', 5)], random(1))),
    );
    if (china === undefined || ieee === undefined) throw new Error('two messages');
    const at = 2 + 2 + 1 + 8 + 1 + 1 + 33;
    expect(china.length).toBe(ieee.length);
    expect(china.subarray(at, at + 32)).toEqual(ieee.subarray(at + 16, at + 48));
    expect(china.subarray(at + 32, at + 48)).toEqual(ieee.subarray(at, at + 16));
  });

  it('stays shut for others, for another key, and when a bit was changed', () => {
    const message = unsecuredMessage('cn', new Uint8Array(20));
    for (const curve of curves) {
      const sealed = encryptMessage('cn', 'sm4Ccm', message, [recipient(curve, 5)], random(1));
      const { id8 } = recipient(curve, 5);
      const open = (bytes: Uint8Array, id = id8, key = keyOf(curve, 5)) => decryptMessage('cn', bytes, id, key);
      expect(() => open(sealed, 'ff'.repeat(8))).toThrow(/not for this recipient/);
      expect(() => open(sealed, id8, keyOf(curve, 6))).toThrow(/^v2xsec\.decrypt/);
      expect(() => open(sealed, id8, keyOf(curve === 'sm2' ? 'nistP256' : 'sm2', 5))).toThrow(/^v2xsec\.decrypt/);
      fc.assert(
        fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
          const broken = sealed.with(bit >> 3, (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
          try {
            // The sign of a point on an ECDH curve does not count: its x does.
            expect(curve).not.toBe('sm2');
            expect(open(broken)).toEqual(message);
            expect(() => parseMessage('cn', broken)).not.toThrow();
          } catch (error) {
            if (
              error instanceof Error &&
              'code' in error &&
              typeof error.code === 'string' &&
              error.code.startsWith('v2xsec')
            )
              expect(error.code).toMatch(/^v2xsec\.(decrypt|format|unsupported)$/);
            else if (curve === 'sm2') expect(() => open(broken)).toThrow(/^v2xsec/);
            else throw error;
          }
        }),
        { numRuns: 60 },
      );
    }
  });

  it('needs a recipient and a random number for each', () => {
    const message = unsecuredMessage('cn', new Uint8Array(1));
    expect(() => encryptMessage('cn', 'sm4Ccm', message, [], random(0))).toThrow(/^v2xsec\.value/);
    expect(() => encryptMessage('cn', 'sm4Ccm', message, [recipient('sm2', 1)], random(2))).toThrow(/^v2xsec\.value/);
    const strange = { ...recipient('sm2', 1), key: testKey('nistP384', 1).key };
    expect(() => encryptMessage('cn', 'sm4Ccm', message, [strange], random(1))).toThrow(/^v2xsec\.unsupported/);
    expect(() => decryptMessage('cn', message, '00', keyOf('sm2', 1))).toThrow(/not encrypted/);
    const bad = { ...random(1), ephemeral: [new Uint8Array(32)] };
    expect(() => encryptMessage('cn', 'sm4Ccm', message, [recipient('sm2', 1)], bad)).toThrow(/^v2xsec\.key/);
  });
});
