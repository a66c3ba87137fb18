import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFrameArb, frameArb } from '../testing/arbitraries.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';

describe('decode and encode', () => {
  it.each(['2016', '2025'] as const)('give back every frame of edition %s', (edition) => {
    fc.assert(
      fc.property(frameArb(edition), (input) => {
        const frame = decodeFrame(encodeFrame(input));
        expect(frame.status).toBe('ok');
        expect(frame.stopOffset).toBeUndefined();
        expect(frame.rest).toHaveLength(0);
        expect(frame).toMatchObject(input);
      }),
      { numRuns: 400 },
    );
  });

  it('write the same bytes again, also when the data unit is cut or followed by garbage', () => {
    fc.assert(
      fc.property(anyFrameArb, fc.uint8Array({ maxLength: 12 }), fc.nat(), (input, tail, cutBy) => {
        const whole = encodeFrame(input);
        const unit = whole.subarray(24, whole.length - 1);
        const cut = unit.subarray(0, unit.length - (cutBy % (unit.length + 1)));
        for (const data of [cut, Buffer.concat([unit, tail])]) {
          const damaged = encodeFrame({ ...input, body: { kind: 'opaque', data } });
          const frame = decodeFrame(damaged);
          expect(encodeFrame(frame)).toEqual(damaged);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never changes a frame with random content and a right BCC', () => {
    const header = fc.record({
      edition: fc.constantFrom('2016' as const, '2025' as const),
      command: fc.oneof(fc.integer({ min: 1, max: 11 }), fc.constantFrom(0x80, 0x81, 0x82), fc.nat(255)),
      answer: fc.constantFrom(1, 2, 0xfe),
      id: fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), minLength: 17, maxLength: 17 }),
      encryption: fc.constantFrom(1, 1, 1, 3, 0xff),
    });
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 200 }), (fields, data) => {
        const bytes = encodeFrame({ ...fields, body: { kind: 'opaque', data } });
        const frame = decodeFrame(bytes);
        expect(frame.id).toBe(fields.id);
        expect(encodeFrame(frame)).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });
});
