import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { be, join } from '../../testing/bytes.ts';
import { blockOf, pcapOf, sectionBody, START } from '../../testing/captures.ts';
import { emptyFrame, MAX_FRAME_BYTES } from './frame.ts';
import { openCapture } from './reader.ts';

const FRAMES = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6, 7, 8)];

interface Read {
  readonly bytes: readonly number[];
  readonly seconds: number;
  readonly micros: number;
  readonly linkType: number;
  readonly wireLength: number;
}

const readAll = (bytes: Uint8Array) => {
  const reader = openCapture(bytes);
  const frame = emptyFrame();
  const read: Read[] = [];
  while (reader.next(frame)) {
    const { seconds, micros, linkType, wireLength } = frame;
    read.push({ bytes: [...bytes.subarray(frame.from, frame.to)], seconds, micros, linkType, wireLength });
  }
  return { read, fault: reader.fault(), format: reader.format };
};

const le = (value: number, size: number): Uint8Array => be(value, size).toReversed();
const interfaceBlock = (linkType: number, options: Uint8Array = new Uint8Array(0)): Uint8Array =>
  blockOf(1, join(le(linkType, 2), 0, 0, le(0, 4), options));
const enhanced = (face: number, high: number, low: number, bytes: Uint8Array): Uint8Array =>
  blockOf(6, join(le(face, 4), le(high, 4), le(low, 4), le(bytes.length, 4), le(bytes.length + 10, 4), bytes));
const section = (): Uint8Array => blockOf(0x0a0d0d0a, sectionBody());

describe('pcap', () => {
  it.each([
    { little: true, nano: false },
    { little: false, nano: false },
    { little: true, nano: true },
    { little: false, nano: true },
  ])('is read in either byte order and unit: %o', (form) => {
    const { read, fault, format } = readAll(pcapOf(FRAMES, { ...form, linkType: 113, step: 1_500_000 }));
    expect(format).toBe('pcap');
    expect(fault).toBeUndefined();
    expect(read).toEqual([
      { bytes: [1, 2, 3], seconds: START, micros: 0, linkType: 113, wireLength: 3 },
      { bytes: [4, 5, 6, 7, 8], seconds: START + 1, micros: 500_000, linkType: 113, wireLength: 5 },
    ]);
  });

  it('keeps what came before a record that is cut off', () => {
    const whole = pcapOf(FRAMES);
    const { read, fault } = readAll(whole.subarray(0, whole.length - 2));
    expect(read).toHaveLength(1);
    expect(fault).toEqual({ offset: 24 + 16 + 3, reason: 'the last frame is cut off' });
    expect(readAll(join(whole, 1, 2, 3)).fault?.reason).toBe('the last record header is cut off');
  });

  it('stops at a length that no capture tool writes', () => {
    const bytes = pcapOf(FRAMES);
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(24 + 8, MAX_FRAME_BYTES + 1, true);
    expect(readAll(bytes).fault?.offset).toBe(24);
  });

  it('reads a capture without frames', () => {
    expect(readAll(pcapOf([]))).toEqual({ read: [], fault: undefined, format: 'pcap' });
  });

  it.each([new Uint8Array(0), new Uint8Array(24), Uint8Array.of(0xd4, 0xc3, 0xb2)])('refuses other bytes', (bytes) => {
    let thrown: unknown;
    try {
      openCapture(bytes);
    } catch (error) {
      thrown = error;
    }
    expect(isDomainError(thrown, 'pcap.not_a_capture')).toBe(true);
  });
});

describe('pcapng', () => {
  const micros = START * 1_000_000 + 250_000;
  const [high, low] = [Math.floor(micros / 2 ** 32), micros % 2 ** 32];

  it('reads enhanced packets with the link type of their interface', () => {
    const bytes = join(
      section(),
      interfaceBlock(1),
      interfaceBlock(101),
      enhanced(1, high, low, Uint8Array.of(9, 8, 7)),
    );
    expect(readAll(bytes)).toEqual({
      format: 'pcapng',
      fault: undefined,
      read: [{ bytes: [9, 8, 7], seconds: START, micros: 250_000, linkType: 101, wireLength: 13 }],
    });
  });

  it('follows the resolution and the offset of an interface', () => {
    const nanos = BigInt(START) * 1_000_000_000n + 123_456_789n;
    const options = join(le(9, 2), le(1, 2), 9, 0, 0, 0, le(14, 2), le(8, 2), le(3600, 8), le(0, 4));
    const packet = enhanced(0, Number(nanos >> 32n), Number(nanos & 0xffff_ffffn), Uint8Array.of(1));
    const { read } = readAll(join(section(), interfaceBlock(1, options), packet));
    expect(read[0]).toMatchObject({ seconds: START + 3600, micros: 123_456 });
    const halves = join(le(9, 2), le(1, 2), 0x81, 0, 0, 0);
    const half = enhanced(0, 0, START * 2 + 1 - 2 ** 32 >= 0 ? 1 : START * 2 + 1, Uint8Array.of(1));
    expect(readAll(join(section(), interfaceBlock(1, halves), half)).read[0]).toMatchObject({ micros: 500_000 });
  });

  it('reads simple and obsolete packets and passes over other blocks', () => {
    const simple = blockOf(3, join(le(2, 4), Uint8Array.of(5, 6)));
    const old = blockOf(2, join(le(0, 2), le(0, 2), le(high, 4), le(low, 4), le(1, 4), le(1, 4), 4));
    const { read, fault } = readAll(join(section(), interfaceBlock(1), blockOf(5, le(0, 8)), simple, old));
    expect(fault).toBeUndefined();
    expect(read.map(({ bytes }) => bytes)).toEqual([[5, 6], [4]]);
  });

  it('starts anew with each section, in its own byte order', () => {
    const face = blockOf(1, join(be(228, 2), 0, 0, be(0, 4)), false);
    const packet = blockOf(6, join(be(0, 4), be(high, 4), be(low, 4), be(1, 4), be(1, 4), 7), false);
    const second = join(blockOf(0x0a0d0d0a, sectionBody(false), false), face, packet);
    const { read, fault } = readAll(join(section(), interfaceBlock(1), second));
    expect(fault).toBeUndefined();
    expect(read).toEqual([{ bytes: [7], seconds: START, micros: 250_000, linkType: 228, wireLength: 1 }]);
  });

  it.each([
    ['the last block is cut off', join(section(), Uint8Array.of(1, 0, 0, 0))],
    ['the last block is cut off', join(section(), interfaceBlock(1).subarray(0, 16))],
    ['a block cannot have 13 bytes', join(section(), le(1, 4), le(13, 4), new Uint8Array(20))],
    ['the two lengths of a block differ', join(section(), le(1, 4), le(20, 4), new Uint8Array(8), le(24, 4))],
    ['a packet names interface 0, which was not described', join(section(), enhanced(0, 0, 0, Uint8Array.of(1)))],
    ['a packet block is too short for its header', join(section(), interfaceBlock(1), blockOf(6, le(0, 4)))],
    ['an interface block is too short', join(section(), blockOf(1, le(1, 4)))],
    ['the byte-order magic of the section is unknown', join(blockOf(0x0a0d0d0a, new Uint8Array(16)))],
  ])('stops with a reason: %s', (reason, bytes) => {
    expect(readAll(bytes).fault?.reason).toBe(reason);
  });
});
