import { createECDH, createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testKey } from '../../testing/signers.ts';
import { fromHex, toHex } from '../bytes.ts';
import { openCcm, sealCcm } from './ccm.ts';
import { eciesUnwrap, eciesWrap } from './ecies.ts';
import { groupOf, scalarBytes } from './group.ts';
import { kdf2 } from './kdf2.ts';
import { addP256, multiplyBaseP256, multiplyP256, P256_ORDER } from './p256.ts';

const publicOf = (value: bigint): string => {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(scalarBytes(value));
  return pair.getPublicKey('hex');
};
const scalars = fc.bigInt({ min: 1n, max: P256_ORDER - 2n });

describe('points of P-256', () => {
  it('add and multiply as OpenSSL does', () => {
    fc.assert(
      fc.property(scalars, scalars, (one, two) => {
        fc.pre((one + two) % P256_ORDER !== 0n);
        const [first, second] = [multiplyBaseP256(one), multiplyBaseP256(two)];
        expect(toHex(first)).toBe(publicOf(one));
        expect(toHex(addP256(first, second))).toBe(publicOf((one + two) % P256_ORDER));
      }),
      { numRuns: 40 },
    );
    fc.assert(
      fc.property(scalars, scalars, (one, two) => {
        expect(toHex(multiplyP256(two, multiplyBaseP256(one)))).toBe(publicOf((one * two) % P256_ORDER));
      }),
      { numRuns: 5 },
    );
  });

  it('double, and refuse what is no point or becomes none', () => {
    const g = multiplyBaseP256(1n);
    expect(toHex(addP256(g, g))).toBe(publicOf(2n));
    expect(() => addP256(g, multiplyBaseP256(P256_ORDER - 1n))).toThrow(/infinity/);
    expect(() => multiplyP256(0n, g)).toThrow(/infinity/);
    expect(() => multiplyBaseP256(0n)).toThrow(/^v2xsec\.key/);
    expect(() => addP256(g.with(64, (g[64] ?? 0) ^ 1), g)).toThrow(/no point/);
    expect(() => addP256(g.subarray(1), g)).toThrow(/65 bytes/);
  });

  it('and those of SM2 follow one interface', () => {
    for (const curve of ['sm2', 'nistP256'] as const) {
      const group = groupOf(curve);
      const point = testKey(curve, 4).key.point;
      expect(group.shift(point, 5n)).toEqual(group.add(point, group.multiplyBase(5n)));
      expect(group.multiply(3n, point)).toEqual(group.add(point, group.multiply(2n, point)));
      expect(group.shift(point, 0n)).toEqual(point);
    }
  });
});

describe('KDF2', () => {
  it('is that of ANSI X9.63', () => {
    const secret = fromHex('96c05619d56c328ab95fe84b18264b08725b85e33fd34f08');
    expect(toHex(kdf2(secret, new Uint8Array(0), 16))).toBe('443024c3dae66b95e6f5670601558f71');
    const other = fromHex('22518b10e70f2a3f243810ae3254139efbee04aa57c7af7d');
    const long = kdf2(other, fromHex('75eef81aa3041e33b80971203d2c0c52'), 128);
    expect(toHex(long.subarray(0, 8))).toBe('c498af77161cc59f');
    expect(long.length).toBe(128);
    expect(kdf2(secret, new Uint8Array(0), 0)).toEqual(new Uint8Array(0));
  });
});

describe('wrapped keys of ECIES', () => {
  const shared = new Uint8Array(32).fill(7);
  const p1 = new Uint8Array(createHash('sha256').digest());

  it('come back, and only unchanged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(255), (key, bit) => {
        const wrapped = eciesWrap(shared, p1, key);
        expect(eciesUnwrap(shared, p1, wrapped)).toEqual(key);
        const flip = (bytes: Uint8Array, at: number) => bytes.with(at >> 3, (bytes[at >> 3] ?? 0) ^ (1 << (at & 7)));
        const broken =
          bit < 128 ? { ...wrapped, c: flip(wrapped.c, bit) } : { ...wrapped, t: flip(wrapped.t, bit - 128) };
        expect(() => eciesUnwrap(shared, p1, broken)).toThrow(/^v2xsec\.decrypt/);
      }),
    );
    expect(() => eciesUnwrap(shared, p1.toReversed(), eciesWrap(shared, p1, p1.subarray(0, 16)))).toThrow(
      /^v2xsec\.decrypt/,
    );
    expect(() => eciesWrap(shared, p1, p1)).toThrow(/^v2xsec\.key/);
  });
});

describe('CCM', () => {
  const key = new Uint8Array(16).fill(1);
  const nonce = new Uint8Array(12).fill(2);

  it.each(['aes128Ccm', 'sm4Ccm'] as const)('with %s opens what it sealed, and nothing that was changed', (cipher) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(), (text, at) => {
        const sealed = sealCcm(cipher, key, nonce, text);
        expect(sealed.length).toBe(text.length + 16);
        expect(openCcm(cipher, key, nonce, sealed)).toEqual(text);
        const place = at % sealed.length;
        const broken = sealed.with(place, (sealed[place] ?? 0) ^ 1);
        expect(() => openCcm(cipher, key, nonce, broken)).toThrow(/^v2xsec\.decrypt/);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses other lengths of key and nonce, and texts without a tag', () => {
    expect(() => sealCcm('sm4Ccm', key.subarray(1), nonce, key)).toThrow(/^v2xsec\.key/);
    expect(() => openCcm('aes128Ccm', key, nonce.subarray(1), key)).toThrow(/^v2xsec\.key/);
    expect(() => openCcm('aes128Ccm', key, nonce, key.subarray(1))).toThrow(/^v2xsec\.decrypt/);
  });
});
