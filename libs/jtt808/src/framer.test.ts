import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameArb } from '../testing/arbitraries.ts';
import { fromHex, newFrame, oldFrame, toHex } from '../testing/hex.ts';
import { encodeFrame } from './encode.ts';
import { createFramer, MAX_WIRE_FRAME } from './framer.ts';
import type { StreamPiece } from './framer.ts';

const A = oldFrame('0301', '05');
const B = newFrame('0302', '0007 7e');
const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const cutAll = (stream: Uint8Array, sizes: readonly number[] = [stream.length || 1]): readonly StreamPiece[] => {
  const framer = createFramer();
  const pieces: StreamPiece[] = [];
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    pieces.push(...framer.push(stream.subarray(at, at + size)));
    at += size;
  }
  return [...pieces, ...framer.end()];
};

const framesOf = (pieces: readonly StreamPiece[]): readonly string[] =>
  pieces.filter(({ kind }) => kind === 'frame').map(({ bytes }) => toHex(bytes));
const allOf = (pieces: readonly StreamPiece[]): string => pieces.map(({ bytes }) => toHex(bytes)).join('');

describe('a clean stream', () => {
  it('is cut at its delimiters', () => {
    const pieces = cutAll(join(A, B, A));
    expect(pieces.map(({ kind }) => kind)).toEqual(['frame', 'frame', 'frame']);
    expect(framesOf(pieces)).toEqual([A, B, A].map(toHex));
  });

  it('may share delimiters: the frame that closes has it', () => {
    const pieces = cutAll(join(A, B.subarray(1), A.subarray(1)));
    expect(framesOf(pieces)).toEqual([toHex(A), toHex(B.subarray(1)), toHex(A.subarray(1))]);
  });

  it('is counted', () => {
    const framer = createFramer();
    framer.push(join(fromHex('0102'), A, A.subarray(0, 5)));
    expect(framer.stats()).toEqual({ frames: 1, bytes: 2 + A.length + 5, skipped: 2 });
    expect(framer.pending()).toBe(5);
    expect(framer.end()).toHaveLength(1);
    expect(framer.stats().skipped).toBe(7);
    expect(framer.pending()).toBe(0);
    expect(framer.end()).toEqual([]);
  });
});

describe('a dirty stream', () => {
  it('gives garbage between frames as pieces', () => {
    const pieces = cutAll(join(fromHex('ffff'), A, fromHex('00010203'), B, fromHex('aa')));
    expect(pieces.map(({ kind }) => kind)).toEqual(['garbage', 'frame', 'garbage', 'frame', 'garbage']);
    expect(framesOf(pieces)).toEqual([toHex(A), toHex(B)]);
  });

  it('that begins in the middle of a frame finds the next one', () => {
    for (let from = 1; from < A.length; from += 1) {
      expect(framesOf(cutAll(join(A.subarray(from), B)))).toContain(toHex(B));
    }
  });

  it('loses at most the damaged frame when bytes are missing', () => {
    for (let to = 0; to < A.length; to += 1) {
      const found = framesOf(cutAll(join(A.subarray(0, to), B, A)));
      // without its closing delimiter the frame takes the opening one of the next
      const whole = to === A.length - 1;
      expect(found.slice(-2)).toEqual([whole ? toHex(B.subarray(1)) : toHex(B), toHex(A)]);
      if (whole) expect(found[0]).toBe(toHex(A));
    }
  });

  it('with a delimiter inside a frame finds the next one', () => {
    for (let at = 1; at < A.length - 1; at += 1) {
      const broken = A.slice();
      broken[at] = 0x7e;
      expect(framesOf(cutAll(join(broken, B, A))).slice(-2)).toEqual([toHex(B), toHex(A)]);
    }
  });

  it('gives frames with a wrong checksum as frames', () => {
    const broken = A.slice();
    broken[13] = 0x55;
    const pieces = cutAll(join(broken, B));
    expect(framesOf(pieces)).toEqual([toHex(broken), toHex(B)]);
  });

  it('knows a checksum of 7E that was not escaped', () => {
    const serial = 0x03 ^ 0x01 ^ 0x39 ^ 0x12 ^ 0x34 ^ 0x7e;
    const odd = join(fromHex(`7e 0003 0000 013900001234 00${serial.toString(16).padStart(2, '0')}`), fromHex('7e7e'));
    for (const sizes of [[1], [1000], [14], [15, 1]]) {
      const pieces = cutAll(join(odd, A), sizes);
      expect(framesOf(pieces)).toEqual([toHex(odd), toHex(A)]);
    }
    expect(framesOf(cutAll(odd.subarray(0, -1)))).toEqual([]);
    expect(framesOf(cutAll(join(odd.subarray(0, -1), fromHex('00'))))).toEqual([]);
  });

  it('of delimiters only is garbage', () => {
    const pieces = cutAll(fromHex('7e7e7e7e'));
    expect(framesOf(pieces)).toEqual([]);
    expect(allOf(pieces)).toBe('7e7e7e7e');
  });
});

describe('memory', () => {
  it('is bounded when no delimiter closes', () => {
    const framer = createFramer();
    framer.push(A);
    const noise = new Uint8Array(700).fill(0x41);
    for (const first of [A, fromHex('7e')]) {
      framer.push(first);
      for (let turn = 0; turn < 50; turn += 1) {
        framer.push(noise);
        expect(framer.pending()).toBeLessThanOrEqual(MAX_WIRE_FRAME);
      }
    }
    expect(framesOf(framer.push(A))).toEqual([toHex(A)]);
  });

  it('holds the longest frame: 1023 bytes that all need an escape', () => {
    const body = { kind: 'raw', data: new Uint8Array(1023).fill(0x7e) } as const;
    const header = {
      messageId: 0xf001,
      edition: '2019',
      phone: '7d'.repeat(10),
      serial: 0x7e7e,
      packageTotal: 0x7e7e,
      packageIndex: 0x7d7d,
    } as const;
    const bytes = encodeFrame({ header, body });
    expect(bytes.length).toBeLessThanOrEqual(MAX_WIRE_FRAME);
    expect(framesOf(cutAll(bytes, [100]))).toEqual([toHex(bytes)]);
  });

  it('of the caller is not kept', () => {
    const framer = createFramer();
    const chunk = A.slice(0, 8);
    framer.push(chunk);
    chunk.fill(0);
    expect(framesOf(framer.push(A.subarray(8)))).toEqual([toHex(A)]);
  });
});

describe('however it is cut', () => {
  const piece = fc.oneof(
    frameArb.map((input) => encodeFrame(input)),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(fc.constantFrom(0x7e, 0x7d, 1, 2, 0), { maxLength: 8 }).map((all) => Uint8Array.from(all)),
  );
  const sizesArb = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });

  it('gives the same frames, and every byte once', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), sizesArb, (parts, sizes) => {
        const stream = join(...parts);
        const whole = cutAll(stream);
        const cut = cutAll(stream, sizes);
        expect(framesOf(cut)).toEqual(framesOf(whole));
        expect(allOf(cut)).toBe(toHex(stream));
        expect(allOf(whole)).toBe(toHex(stream));
      }),
      { numRuns: 250 },
    );
  });
});
