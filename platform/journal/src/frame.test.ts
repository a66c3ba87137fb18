import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_HEADER, MAX_FORMAT, encodeFrame, frameSize, newSlab, parseFrame } from './frame.ts';
import type { FrameInput } from './frame.ts';
import { record } from './testing/records.ts';

const encoded = (input: FrameInput, seq = 7, pending = 2): Buffer => {
  const size = frameSize(input);
  const slab = newSlab(size + 10);
  encodeFrame(slab, 5, size, input, { seq, pending, head: 'h'.repeat(32) });
  return slab.bytes.subarray(5, 5 + size);
};

const inputs = fc.record({
  source: fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    .filter((text) => Buffer.byteLength(text) <= 255 && text.isWellFormed()),
  format: fc.stringMatching(/^[!-~]{0,32}$/),
  count: fc.nat(0xffffffff),
  flags: fc.nat(255),
  payload: fc.uint8Array({ maxLength: 2000 }),
  receivedAt: fc.nat(Number.MAX_SAFE_INTEGER),
});

describe('frame layout', () => {
  it('is the one that README.md documents', () => {
    const input = record('{"a":1}', { source: 'gw', format: 'nd', count: 3, flags: 2, receivedAt: 0x0102030405 });
    expect(encoded(input).toString('hex')).toBe(
      [
        '43444a31', // CDJ1
        '583bc4cf', // CRC-32
        '0000000000000007', // sequence
        '0000000102030405', // receive time
        '00000003', // events
        '00000007', // payload length
        '00000002', // pending
        '02', // flags
        '02', // format length
        '0002', // source length
        '68'.repeat(32), // head before
        '6777', // gw
        '6e64', // nd
        '7b2261223a317d',
      ].join(''),
    );
  });

  it('gives back what was put in', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 2 ** 52 }), fc.nat(0xffffffff), (input, seq, pending) => {
        const bytes = encoded(input, seq, pending);
        const parsed = parseFrame(bytes, 0, bytes.length);
        if (parsed.kind !== 'frame') throw new Error(parsed.kind);
        const { source, format, count, flags, receivedAt } = input;
        expect(parsed.frame).toMatchObject({ source, format, count, flags, receivedAt, seq, pending });
        expect(Buffer.from(parsed.frame.payload).equals(input.payload)).toBe(true);
        expect(Buffer.from(parsed.frame.previousHead).toString()).toBe('h'.repeat(32));
        expect(parsed.end).toBe(bytes.length);
      }),
    );
  });

  it('asks for more bytes when the frame is cut anywhere', () => {
    const bytes = encoded(record('some payload'));
    for (let to = 0; to < bytes.length; to += 1) {
      const need = to < FRAME_HEADER ? FRAME_HEADER : bytes.length;
      expect(parseFrame(bytes, 0, to)).toEqual({ kind: 'cut', need });
    }
  });

  it('notices every flipped bit', () => {
    const bytes = encoded(record('payload'));
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const broken = Buffer.from(bytes);
      broken.writeUInt8(broken.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(parseFrame(broken, 0, broken.length).kind, `bit ${bit}`).not.toBe('frame');
    }
  });

  it('never throws and never asks for more than a frame can have, whatever the bytes', () => {
    const prefixed = fc.uint8Array({ maxLength: 300 }).map((rest) => Buffer.concat([Buffer.from('CDJ1'), rest]));
    fc.assert(
      fc.property(
        fc.oneof(
          prefixed,
          fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          const parsed = parseFrame(bytes, 0, bytes.length);
          if (parsed.kind === 'cut') expect(parsed.need).toBeLessThan(33 * 1024 * 1024);
          else expect(parsed.kind).toBe('bad');
        },
      ),
    );
  });

  it('refuses lengths over the limits before it looks at the bytes behind them', () => {
    const long = encoded(record('x'));
    long.writeUInt32BE(0xffffffff, 28);
    expect(parseFrame(long, 0, long.length)).toMatchObject({ kind: 'bad', reason: 'payload length over the limit' });
    const name = encoded(record('x'));
    name.writeUInt8(MAX_FORMAT + 1, 37);
    expect(parseFrame(name, 0, name.length)).toMatchObject({ kind: 'bad', reason: 'name length over the limit' });
  });
});
