import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameArb, rawFrameArb } from '../testing/arbitraries.ts';
import { slowEscape, slowXor, toHex } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame, encodeMessage } from './encode.ts';
import { escape, isEscapedWell, unescape, xor } from './escape.ts';
import { createReassembler } from './reassemble.ts';

describe('what is encoded', () => {
  it('is decoded to the same bytes, whatever the message', () => {
    fc.assert(
      fc.property(frameArb, (input) => {
        const bytes = encodeFrame(input);
        const frame = decodeFrame(bytes);
        expect(['ok', 'trailing']).toContain(frame.status);
        expect(frame.escapedWell).toBe(true);
        expect(frame.header).toMatchObject({ ...input.header, subpackaged: false, encryption: 0 });
        expect(toHex(encodeFrame(frame))).toBe(toHex(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('has the values that went in, when the variant is the same', () => {
    fc.assert(
      fc.property(frameArb, (input) => {
        const { body } = decodeFrame(encodeFrame(input));
        if (input.body.kind === 'raw' || body.kind === 'raw' || body.variant !== input.body.variant) return;
        expect(body.values).toEqual(input.body.values);
      }),
      { numRuns: 300 },
    );
  });

  it('comes back from random bodies too', () => {
    fc.assert(
      fc.property(rawFrameArb, (input) => {
        const bytes = encodeFrame(input);
        expect(toHex(encodeFrame(decodeFrame(bytes)))).toBe(toHex(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('is joined again when it was split', () => {
    fc.assert(
      fc.property(frameArb, fc.integer({ min: 1, max: 40 }), (input, maxBody) => {
        const whole = decodeFrame(encodeFrame(input));
        const parts = encodeMessage(input, maxBody).map((part) => decodeFrame(part));
        if (parts.length === 1) return;
        const reassembler = createReassembler();
        const results = parts.map((part) => reassembler.add(part, 0));
        const last = results.at(-1);
        expect(last?.kind).toBe('complete');
        if (last?.kind !== 'complete') return;
        expect(last.frame.body).toEqual(whole.body);
        expect(last.frame.status).toBe(whole.status);
        expect(toHex(last.frame.bodyBytes)).toBe(toHex(whole.bodyBytes));
        expect(reassembler.pending()).toEqual({ messages: 0, bytes: 0 });
      }),
      { numRuns: 100 },
    );
  });
});

describe('escaping', () => {
  it('agrees with the slow judge and is undone', () => {
    const tricky = fc
      .array(fc.constantFrom(0, 1, 2, 0x7d, 0x7e, 0xff), { maxLength: 60 })
      .map((all) => Uint8Array.from(all));
    fc.assert(
      fc.property(tricky, (bytes) => {
        expect(toHex(escape(bytes))).toBe(toHex(slowEscape(bytes)));
        expect(toHex(unescape(escape(bytes)))).toBe(toHex(bytes));
        expect(escape(bytes).includes(0x7e)).toBe(false);
        expect(xor(bytes, 0, bytes.length)).toBe(slowXor(bytes));
      }),
    );
  });

  it('is judged by whether it would come out the same again', () => {
    const bytes = fc.array(fc.constantFrom(0, 1, 2, 0x7d, 0x7e), { maxLength: 12 }).map((all) => Uint8Array.from(all));
    fc.assert(
      fc.property(bytes, (escaped) => {
        expect(isEscapedWell(escaped)).toBe(toHex(escape(unescape(escaped))) === toHex(escaped));
      }),
      { numRuns: 250 },
    );
  });

  it('never lengthens and keeps what is no escape', () => {
    expect(toHex(unescape(Uint8Array.of(0x7d, 3, 0x7d)))).toBe('7d037d');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(unescape(bytes).length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
