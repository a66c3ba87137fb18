import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CKA, CKR, isLost, isPinRefusal } from './constants.ts';
import { firstValue, gcmParameters, mechanism, template, word, wordAt, WORD } from './memory.ts';

/** Every buffer lies at this address, so that pointers can be followed. */
const BASE = 0x1000n;
const library = { addressOf: () => BASE };
const at = (bytes: Buffer, pointer: bigint, length: number): Buffer => {
  const from = Number(pointer - BASE);
  return bytes.subarray(from, from + length);
};

describe('structures of PKCS#11', () => {
  test('a word is eight bytes, the least significant first', () => {
    expect(word(0x80000001)).toEqual(Buffer.from('0100008000000000', 'hex'));
    expect(wordAt(Buffer.concat([word(7), word(9)]), 1)).toBe(9);
  });

  test('a template is a row of type, pointer and length; every value lies behind, on a word', () => {
    const bytes = template(library, [
      [CKA.label, Buffer.from('kek')],
      [CKA.token, true],
      [CKA.valueLength, 32],
    ]);
    const rows = [0, 1, 2].map((row) => ({
      type: wordAt(bytes, row * 3),
      pointer: bytes.readBigUInt64LE((row * 3 + 1) * WORD),
      length: wordAt(bytes, row * 3 + 2),
    }));
    expect(rows.map(({ type, length }) => [type, length])).toEqual([
      [CKA.label, 3],
      [CKA.token, 1],
      [CKA.valueLength, 8],
    ]);
    const values = rows.map(({ pointer, length }) => at(bytes, pointer, length).toString('hex'));
    expect(values).toEqual(['6b656b', '01', '2000000000000000']);
    expect(rows.every(({ pointer }) => pointer % 8n === 0n)).toBe(true);
  });

  test('any values keep apart from each other', () => {
    const values = fc.array(fc.uint8Array({ maxLength: 70 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(values, (all) => {
        const bytes = template(
          library,
          all.map((value, type) => [type, value]),
        );
        for (const [row, value] of all.entries()) {
          const pointer = bytes.readBigUInt64LE((row * 3 + 1) * WORD);
          expect(at(bytes, pointer, value.length)).toEqual(Buffer.from(value));
        }
      }),
    );
  });

  test('a value is as long as the function says, and nothing when it found none', () => {
    const bytes = template(library, [[CKA.ecPoint, new Uint8Array(16)]]);
    bytes.write('abc', 3 * WORD);
    bytes.writeBigUInt64LE(3n, 2 * WORD);
    expect(firstValue(bytes, 16).toString()).toBe('abc');
    // CK_UNAVAILABLE_INFORMATION: all ones.
    bytes.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, 2 * WORD);
    expect(firstValue(bytes, 16)).toHaveLength(0);
  });

  test('a mechanism has no pointer without a parameter and leads to a copy with one', () => {
    expect(mechanism(library, 0x1041).subarray(0, 24)).toEqual(Buffer.concat([word(0x1041), word(0), word(0)]));
    const bytes = mechanism(library, 0x80000101, Buffer.from('parameter'));
    expect(at(bytes, bytes.readBigUInt64LE(WORD), wordAt(bytes, 2)).toString()).toBe('parameter');
    expect(wordAt(bytes)).toBe(0x80000101);
  });

  test('parameters of GCM name vector, its bits, what is bound, and a tag of 128 bits', () => {
    const { parameter, keeps } = gcmParameters(library, Buffer.alloc(12, 1), Buffer.from('bound'));
    expect(parameter).toHaveLength(48);
    expect([1, 2, 4, 5].map((index) => wordAt(parameter, index))).toEqual([12, 96, 5, 128]);
    expect(at(keeps, parameter.readBigUInt64LE(0), 12)).toEqual(Buffer.alloc(12, 1));
    expect(at(keeps, parameter.readBigUInt64LE(3 * WORD), 5).toString()).toBe('bound');
  });
});

describe('return codes', () => {
  test('only lost sessions are tried again, and a refused PIN never', () => {
    expect([0xb0, 0xb3, 0xe0, 0x101, 0x190].every(isLost)).toBe(true);
    for (const code of [CKR.ok, CKR.pinIncorrect, CKR.pinLocked, 0x70, 0x40]) expect(isLost(code)).toBe(false);
    expect([CKR.pinIncorrect, CKR.pinLocked, CKR.pinExpired].every(isPinRefusal)).toBe(true);
    expect(isPinRefusal(0x101)).toBe(false);
  });
});
