import { describe, expect, test } from 'vitest';
import { ascii, digits, EXAMPLE_KEY } from '../../testing/curve.ts';
import { concat, hex } from '../bytes.ts';
import { sm3 } from '../hash/sm3.ts';
import { CURVE_BYTES } from './curve.ts';
import { DEFAULT_ID, sm2Digest, sm2Z } from './identity.ts';
import { publicKeyOf } from './sign.ts';

const POINT = publicKeyOf(EXAMPLE_KEY);

describe('Z and e', () => {
  test('example of GB/T 32918.5-2017', () => {
    const z = sm2Z(POINT);
    expect(digits(z)).toBe('b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3');
    expect(digits(sm2Digest(z, ascii('message digest')))).toBe(
      'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
    );
    expect(sm2Z(POINT, DEFAULT_ID)).toEqual(z);
  });

  test('signer of a V2X message: the identity is a digest of 32 bytes', () => {
    const point = hex(
      '041e5f89a574082c8b3611fba8d065f308b48f64eeef71303c75ba8e95d5be8942' +
        '7784ef220941deebcf5b3e3465980a309167346ffe050ae1007c2d2f3f105774',
    );
    const id = hex('e38c7cb2ecedb9289b6e71ad30b6262c4a578573b9a44de8ab659a6bcd967d77');
    expect(digits(sm2Z(point, id))).toBe('ff2543659c0b93c39fe3b4007398df9fb40cf45de365e7c9af165d4268350bb9');
  });

  test('the length counts in bits, up to 8,191 bytes', () => {
    for (const [length, bits] of [
      [0, '0000'],
      [32, '0100'],
      [8191, 'fff8'],
    ] as const) {
      const id = new Uint8Array(length).fill(65);
      expect(sm2Z(POINT, id)).toEqual(sm3(concat(hex(bits), id, CURVE_BYTES, POINT.subarray(1))));
    }
    expect(() => sm2Z(POINT, new Uint8Array(8192))).toThrow(/gm.length/);
    expect(() => sm2Z(POINT.subarray(1))).toThrow(/gm.key/);
    expect(() => sm2Digest(new Uint8Array(31), POINT)).toThrow(/gm.length/);
  });
});
