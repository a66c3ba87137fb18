import { randomBytes } from 'node:crypto';
import { hmacSm3, sm4CbcEncrypt } from '@chedun/gm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_SUITES } from './names.ts';
import type { WriteKeys } from './prf.ts';
import { paddingOf, recordCipher } from './record-cipher.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const keysFor = (suite: string): WriteKeys => ({
  mac: new Uint8Array(suite === 'ECC_SM4_CBC_SM3' ? 32 : 0).fill(3),
  key: new Uint8Array(16).fill(4),
  iv: new Uint8Array(suite === 'ECC_SM4_CBC_SM3' ? 16 : 4).fill(5),
});
const REFUSED = expect.objectContaining({
  code: 'tlcp.bad-record',
  message: 'tlcp.bad-record: a record cannot be opened',
});

describe.each(ALL_SUITES)('%s', (suite) => {
  const pair = () =>
    [recordCipher(suite, keysFor(suite), random), recordCipher(suite, keysFor(suite), random)] as const;

  test('what is sealed is opened, record after record', () => {
    const [writer, reader] = pair();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(20, 21, 22, 23), (text, type) => {
        expect(reader.open(type, writer.seal(type, text))).toEqual(text);
      }),
    );
  });

  test('every changed byte, another kind, another place and every cut are refused in the same words', () => {
    const text = new TextEncoder().encode('a report of a vehicle');
    const sealed = pair()[0].seal(23, text);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      expect(() => pair()[1].open(23, changed)).toThrow(REFUSED);
      expect(() => pair()[1].open(23, sealed.subarray(0, at))).toThrow(REFUSED);
    }
    expect(() => pair()[1].open(22, sealed)).toThrow(REFUSED);
    const [, reader] = pair();
    reader.open(23, sealed);
    expect(() => reader.open(23, sealed)).toThrow(REFUSED);
  });

  test('equal texts give other records', () => {
    const [writer] = pair();
    const text = new Uint8Array(40);
    expect(writer.seal(23, text)).not.toEqual(writer.seal(23, text));
  });
});

const filledWith = (length: number, value: number): readonly number[] => Array.from({ length }, () => value);

describe('CBC', () => {
  const { mac, key, iv } = keysFor('ECC_SM4_CBC_SM3');
  const text = new TextEncoder().encode('text');
  const tag = hmacSm3(mac, new Uint8Array([...new Uint8Array(8), 23, 1, 1, 0, text.length, ...text]));
  const fragment = (...filled: readonly number[]): Uint8Array =>
    new Uint8Array([...iv, ...sm4CbcEncrypt(key, iv, Uint8Array.from(filled), 'none')]);
  const open = (sealed: Uint8Array) => recordCipher('ECC_SM4_CBC_SM3', { mac, key, iv }, random).open(23, sealed);

  test('the record is that of the standard: vector, then text, MAC and padding under SM4', () => {
    expect(open(fragment(...text, ...tag, ...filledWith(12, 11)))).toEqual(text);
    const longest = filledWith(12 + 240, 11 + 240);
    expect(open(fragment(...text, ...tag, ...longest))).toEqual(text);
  });

  test('wrong padding with the right MAC is refused like a wrong MAC', () => {
    expect(() => open(fragment(...text, ...tag, 0, ...filledWith(11, 11)))).toThrow(REFUSED);
    expect(() => open(fragment(...text, ...tag, ...filledWith(12, 12)))).toThrow(REFUSED);
    expect(() => open(fragment(...filledWith(48, 47)))).toThrow(REFUSED);
    expect(() => open(fragment(...filledWith(48, 255)))).toThrow(REFUSED);
  });

  test('padding is judged as the plain words say it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.nat(255),
        fc.nat(255),
        fc.boolean(),
        (before, claimed, place, spoil) => {
          const filled = new Uint8Array(33 + before + claimed + 1);
          filled.fill(claimed, filled.length - claimed - 1);
          const spoilt = spoil && place < claimed;
          if (spoilt) filled[filled.length - 2 - place] = claimed ^ 1;
          expect(paddingOf(filled)).toEqual(spoilt ? { padding: 0, good: 0 } : { padding: claimed, good: -1 });
        },
      ),
    );
    const short = new Uint8Array(48).fill(16);
    expect(paddingOf(short).good).toBe(0);
    expect(paddingOf(new Uint8Array(48).fill(15))).toEqual({ padding: 15, good: -1 });
  });
});

test('GCM writes the count of the record as the visible part of its nonce', () => {
  const writer = recordCipher('ECC_SM4_GCM_SM3', keysFor('ECC_SM4_GCM_SM3'), random);
  const records = [0, 1, 2].map(() => writer.seal(23, new Uint8Array(3)));
  expect(records.map((each) => [...each.subarray(0, 8)])).toEqual([0, 1, 2].map((n) => [0, 0, 0, 0, 0, 0, 0, n]));
  expect(records.map(({ length }) => length)).toEqual([27, 27, 27]);
});
