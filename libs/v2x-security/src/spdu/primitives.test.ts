import { encodeOer } from '@chedun/asn1/oer';
import { octets } from '@chedun/asn1';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../bytes.ts';
import { byteAt, skip, takeLength, uint32At, uint64At } from './primitives.ts';
import { clearView, newSpduView } from './view.ts';

const lengthOf = (bytes: Uint8Array): readonly [number, number] => {
  const view = newSpduView();
  return [takeLength(bytes, view), view.at];
};

describe('a length', () => {
  it('is read as the codec writes it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(300), fc.nat(70_000)), (count) => {
        const bytes = encodeOer(octets(), { octets: '00'.repeat(count) });
        expect(lengthOf(bytes)).toEqual([count, bytes.length - count]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['nothing', ''],
    ['a long form of a short length', '8105'.padEnd(40, '0')],
    ['zeros before it', '820080'.padEnd(600, '0')],
    ['four bytes', '8400000080'.padEnd(600, '0')],
    ['no bytes', '80'],
    ['half of its bytes', '8201'],
    ['more than is there', '05aabb'],
  ])('is refused: %s', (_, hex) => {
    expect(lengthOf(fromHex(hex))[0]).toBe(-1);
  });
});

describe('numbers', () => {
  it('are unsigned, big end first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 2 ** 21 - 1 }), (low, high) => {
        const bytes = Buffer.alloc(8);
        bytes.writeUInt32BE(high, 0);
        bytes.writeUInt32BE(low, 4);
        expect(uint32At(bytes, 4)).toBe(low);
        expect(uint64At(bytes, 0)).toBe(high * 2 ** 32 + low);
      }),
    );
    expect(uint64At(fromHex('0020000000000000'), 0)).toBe(-1);
    expect(uint64At(fromHex('001fffffffffffff'), 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect([byteAt(fromHex('ff'), 0), byteAt(fromHex('ff'), 1)]).toEqual([255, -1]);
  });
});

describe('the cursor', () => {
  it('moves as far as there are bytes', () => {
    const view = newSpduView();
    expect([skip(new Uint8Array(4), view, 4), view.at]).toEqual([true, 4]);
    expect(skip(new Uint8Array(4), view, 1)).toBe(false);
  });

  it('begins again with a cleared view', () => {
    const view = newSpduView();
    Object.assign(view, { at: 9, aid: 1, generationTime: 5, hasLocation: true, payloadStart: 3, signerStart: 2 });
    clearView(view);
    expect(view).toEqual({ ...newSpduView(), content: view.content, hashId: view.hashId });
  });
});
