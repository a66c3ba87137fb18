import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digits } from '../../testing/curve.ts';
import { concat, hex } from '../bytes.ts';
import { signatureFromDer, signatureToDer } from './signature.ts';

const RAW =
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
  'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';
const DER =
  '3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
  '022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';

describe('signatures in DER', () => {
  test('the example of GB/T 32918.5-2017', () => {
    expect(digits(signatureToDer(hex(RAW)))).toBe(DER);
    expect(digits(signatureFromDer(hex(DER)))).toBe(RAW);
  });

  test('any r and s come back, small ones too', () => {
    const number = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ minLength: 1, maxLength: 3 }).map((tail) => concat(new Uint8Array(32 - tail.length), tail)),
    );
    fc.assert(
      fc.property(number, number, (r, s) => {
        expect(signatureFromDer(signatureToDer(concat(r, s)))).toEqual(concat(r, s));
      }),
    );
  });

  test('what is read is written the same: there is one encoding only', () => {
    fc.assert(
      fc.property(fc.nat({ max: DER.length / 2 - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = hex(DER).map((byte, place) => (place === at ? byte ^ flip : byte));
        let read: Uint8Array | undefined;
        try {
          read = signatureFromDer(changed);
        } catch (error) {
          expect(String(error)).toMatch(/gm.encoding/);
        }
        if (read !== undefined) expect(signatureToDer(read)).toEqual(changed);
      }),
      { numRuns: 500 },
    );
  });

  const faults: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['a byte behind the end', `${DER}00`],
    ['a byte behind s', `3047${DER.slice(4)}00`],
    ['cut', DER.slice(0, -2)],
    ['r alone', `3023${DER.slice(4, 4 + 70)}`],
    ['a set', `31${DER.slice(2)}`],
    ['a long form of the length', `308146${DER.slice(4)}`],
    ['r||s itself', RAW],
  ];
  test.each(faults)('%s is refused', (_, text) => {
    expect(() => signatureFromDer(hex(text))).toThrow(/gm.encoding/);
  });

  test('raw signatures have 64 bytes', () => {
    expect(() => signatureToDer(hex(RAW).subarray(1))).toThrow(/gm.length/);
  });
});
