import { createECDH } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testKey } from '../../testing/signers.ts';
import { fromHex, toHex } from '../bytes.ts';
import { groupOf, scalarBytes } from '../crypto/group.ts';
import {
  blockCipher,
  certifiedPrivateKey,
  certifiedPublicKey,
  expandPrivateKey,
  expandPublicKey,
  expansionValue,
} from './expansion.ts';
import { implicitPrivateKey, implicitPublicKey } from './implicit.ts';
import {
  advanceSeeds,
  encryptedGroupIndex,
  LINKAGE_AES,
  LINKAGE_SM,
  linkageValue,
  linkageValueOf,
  linkageValuesOf,
  nextLinkageSeed,
  preLinkageValue,
} from './linkage.ts';
import { cocoonPrivateKeys, cocoonPublicKeys } from './request.ts';
import type { ButterflyForm } from './request.ts';

const publicOf = (curve: 'sm2' | 'nistP256', scalar: Uint8Array): string => {
  const pair = createECDH(curve === 'sm2' ? 'SM2' : 'prime256v1');
  pair.setPrivateKey(scalar);
  return pair.getPublicKey('hex');
};
const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const key16 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const curves = fc.constantFrom('sm2' as const, 'nistP256' as const);
const ciphers = fc.constantFrom('aes128' as const, 'sm4' as const);

describe('butterfly expansion', () => {
  // Published by CAMP: both values of one place.
  const key = fromHex('121d14216715e11d2d3787434a673b1b');
  const f = { curve: 'nistP256', cipher: 'aes128', key } as const;
  const index = { i: 0x217d79e1, j: 0x11 };

  it('gives the published value and key', () => {
    expect(expansionValue(f, 'signing', index).toString(16)).toBe(
      '79081ddd31ef9e5ea601250e584cd90fba13ee7b518e72a2db3aaaa158e12d5e',
    );
    const scalar = fromHex('d418760f0cb2dcb856bc3c7217ad3aa36db6742ae1db655a3d28df88cbbf84e1');
    expect(toHex(expandPrivateKey(scalar, f, 'signing', index))).toBe(
      '4d2093ed3ea27b15fcbd61806ffa13b36ae367f88c52397824a9bf67283d8cee',
    );
    expect(expansionValue(f, 'encryption', index)).not.toBe(expansionValue(f, 'signing', index));
  });

  it('gives private and public keys that are pairs, on both curves, with both ciphers', () => {
    fc.assert(
      fc.property(curves, ciphers, key16, u32, u32, fc.nat(200), (curve, cipher, secret, i, j, seed) => {
        const pair = testKey(curve, seed + 1);
        const expansion = { curve, cipher, key: secret };
        const scalar = expandPrivateKey(pair.scalar, expansion, 'signing', { i, j });
        expect(toHex(expandPublicKey(pair.key.point, expansion, 'signing', { i, j }))).toBe(publicOf(curve, scalar));
      }),
      { numRuns: 40 },
    );
  });

  it('refuses keys of other lengths and points off the curve', () => {
    expect(() => blockCipher('sm4', key.subarray(1), key)).toThrow(/^v2xsec\.key/);
    expect(() => expandPublicKey(new Uint8Array(65).fill(4), f, 'signing', index)).toThrow(/^v2xsec\.key/);
    expect(() => expandPublicKey(new Uint8Array(65).fill(4), { ...f, curve: 'sm2' }, 'signing', index)).toThrow(
      /^v2xsec\.key/,
    );
  });

  it('ends in a key that the registration authority cannot know: cocoon key plus contribution', () => {
    for (const curve of ['sm2', 'nistP256'] as const) {
      const [cocoon, part] = [testKey(curve, 8), testKey(curve, 9)];
      const scalar = certifiedPrivateKey(curve, cocoon.scalar, part.scalar);
      expect(toHex(certifiedPublicKey(curve, cocoon.key.point, part.key.point))).toBe(publicOf(curve, scalar));
      expect(() => certifiedPrivateKey(curve, scalarBytes(1n), scalarBytes(groupOf(curve).order - 1n))).toThrow(
        /^v2xsec\.key/,
      );
    }
  });

  it('serves the three forms of requests', () => {
    const [scalar, other] = [testKey('sm2', 21), testKey('sm2', 22)];
    const signing = { cipher: 'sm4', key } as const;
    const forms: readonly ButterflyForm[] = [
      { kind: 'original', signing, encryption: { cipher: 'aes128', key }, encryptionKey: other.key.point },
      { kind: 'unified', expansion: signing },
      { kind: 'compactUnified', expansion: signing },
    ];
    for (const form of forms) {
      const made = cocoonPublicKeys('sm2', scalar.key.point, form, index);
      const own = cocoonPrivateKeys('sm2', scalar.scalar, form, index, other.scalar);
      expect(toHex(made.signing)).toBe(publicOf('sm2', own.signing));
      expect(toHex(made.encryption)).toBe(publicOf('sm2', own.encryption));
      expect(toHex(made.signing) === toHex(made.encryption)).toBe(form.kind !== 'original');
    }
  });
});

describe('linkage values', () => {
  const la1 = fromHex('8e09');
  const seed = fromHex('4840ed221502d9ab6786bf68fba9f210');

  it('are the published ones', () => {
    const one = preLinkageValue(LINKAGE_AES, la1, seed, 8);
    expect(toHex(one)).toBe('61f391b5d930e103ed');
    expect(toHex(linkageValue(one, fromHex('09795ec53b6e211cdf')))).toBe('688acf70e25ec01f32');
    expect(toHex(nextLinkageSeed(LINKAGE_AES, la1, seed))).toBe('bd8f57949b4b60800cc97dbc6cd73edf');
    const indexKey = fromHex('1502d9ab6786bf68fba9f210373bf221');
    expect(toHex(encryptedGroupIndex(LINKAGE_AES, indexKey, 0x5a6709ea, 0x4840ed22))).toBe(
      '0a256959a3769a93f43f825d0790719b',
    );
  });

  it('come out the same step by step and at once, in both profiles', () => {
    for (const profile of [LINKAGE_AES, LINKAGE_SM]) {
      const seeds = [
        { laId: la1, seed },
        { laId: fromHex('59ce'), seed: seed.toReversed() },
      ];
      const far = advanceSeeds(profile, seeds, 3);
      const near = advanceSeeds(profile, advanceSeeds(profile, seeds, 1), 2);
      expect(far).toEqual(near);
      const [one, two] = far;
      if (one === undefined || two === undefined) throw new Error('two seeds');
      expect(linkageValueOf(profile, far, 5)).toEqual(
        linkageValue(preLinkageValue(profile, one.laId, one.seed, 5), preLinkageValue(profile, two.laId, two.seed, 5)),
      );
    }
    expect(linkageValueOf(LINKAGE_SM, [{ laId: la1, seed }], 1)).not.toEqual(
      linkageValueOf(LINKAGE_AES, [{ laId: la1, seed }], 1),
    );
  });
});

describe('the values of a whole period', () => {
  it('are those of each certificate', () => {
    const seeds = [
      { laId: fromHex('8e09'), seed: new Uint8Array(16).fill(1) },
      { laId: fromHex('59ce'), seed: new Uint8Array(16).fill(2) },
    ];
    for (const profile of [LINKAGE_AES, LINKAGE_SM]) {
      const all = linkageValuesOf(profile, seeds, 20);
      expect(all).toHaveLength(21);
      all.forEach((value, j) => expect(value).toEqual(linkageValueOf(profile, seeds, j)));
    }
  });
});

describe('implicit certificates', () => {
  it('give both sides one key', () => {
    fc.assert(
      fc.property(curves, fc.uint8Array({ minLength: 32, maxLength: 32 }), (curve, hash) => {
        const [user, authority, once] = [testKey(curve, 31), testKey(curve, 32), testKey(curve, 33)];
        const reconstruction = certifiedPublicKey(curve, user.key.point, once.key.point);
        const r = implicitPrivateKey(curve, once.scalar, authority.scalar, hash);
        const scalar = implicitPrivateKey(curve, user.scalar, r, hash);
        expect(toHex(implicitPublicKey(curve, reconstruction, authority.key.point, hash))).toBe(
          publicOf(curve, scalar),
        );
      }),
      { numRuns: 10 },
    );
  });
});
