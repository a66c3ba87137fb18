import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicArb, fdArb, frameOf, fromHex } from '../../testing/frames.ts';
import { candumpLine } from '../../testing/logs.ts';
import { createCandumpParser } from './candump.ts';

const parse = createCandumpParser();

describe('candump', () => {
  it('reads a line of the log form', () => {
    expect(parse('(1436509052.249713) vcan0 044#2A366C2BBA')).toEqual({
      frame: frameOf({ time: 1436509052.249713, channel: 'vcan0', id: 0x44, data: fromHex('2a366c2bba') }),
    });
  });

  it('takes identifiers of eight digits as extended', () => {
    expect(parse('(0.1) can0 00000044#')).toEqual({
      frame: frameOf({ time: 0.1, channel: 'can0', id: 0x44, extended: true, data: fromHex('') }),
    });
  });

  it('reads remote frames with and without a length', () => {
    for (const text of ['R', 'R4'])
      expect(parse(`(2.0) can0 123#${text}`)).toEqual({
        frame: frameOf({ kind: 'remote', time: 2, channel: 'can0', id: 0x123, data: fromHex('') }),
      });
  });

  it('reads CAN FD frames, whose first digit is flags', () => {
    expect(parse('(2.0) can0 123##1001122334455667788AABBCC')).toEqual({
      frame: frameOf({ time: 2, channel: 'can0', id: 0x123, fd: true, data: fromHex('001122334455667788aabbcc') }),
    });
  });

  it('reads error frames', () => {
    expect(parse('(2.0) can0 20000004#0010000000000000')).toEqual({
      frame: frameOf({ kind: 'error', time: 2, channel: 'can0', id: 0, data: fromHex('') }),
    });
  });

  it('accepts a direction after the frame and dots between bytes', () => {
    const frame = frameOf({ time: 2, channel: 'can0', id: 0x123, data: fromHex('0102') });
    expect(parse('(2.0) can0 123#0102 R')).toEqual({ frame });
    expect(parse('(2.0) can0 123#01.02 T')).toEqual({ frame });
  });

  it('reads the form of the screen', () => {
    const frame = frameOf({ time: 2.5, channel: 'can0', id: 0x123, data: fromHex('0102') });
    expect(parse(' (2.5)  can0  123   [2]  01 02')).toEqual({ frame });
    expect(parse(` (2.5)  can0  RX - -  123   [2]  01 02   '..'`)).toEqual({ frame });
    expect(parse(' (2.5)  can0  123   [0]  remote request')).toEqual({
      frame: { ...frame, kind: 'remote', data: fromHex('') },
    });
    expect(parse(` (2.5)  can0  123  [12]  ${'AA '.repeat(12)}`)).toEqual({
      frame: { ...frame, fd: true, data: new Uint8Array(12).fill(0xaa) },
    });
    expect(parse(' (2.5)  can0  20000004   [8]  00 00 00 00 00 00 00 00   ERRORFRAME')).toMatchObject({
      frame: { kind: 'error' },
    });
  });

  it('says what is wrong with a line', () => {
    expect(parse('hello')).toBe('no line of candump');
    expect(parse('(1.0) can0 123#0')).toBe('the data are no pairs of hex digits');
    expect(parse('(1.0) can0 123#XX')).toBe('the data are no pairs of hex digits');
    expect(parse('(1.0) can0 FFF#00')).toBe('identifier fff exceeds 11 bits');
    expect(parse('(1.0) can0 123#001122334455667788')).toBe('9 bytes do not fit a CAN frame');
    expect(parse('(1.0) can0 123##')).toBe('the flags of the CAN FD frame are missing');
    expect(parse('(1.0) can0 123##1001122334455667788')).toBe('9 bytes do not fit a CAN FD frame');
    expect(parse('(1.2.3) can0 123#00')).toBe('the time is no number');
    expect(parse('(2.5)  can0  123   [3]  01 02')).toBe('the data are no 3 bytes');
  });

  it('passes over empty lines', () => {
    expect(parse('')).toBeUndefined();
    expect(parse('   ')).toBeUndefined();
  });

  it('reads every frame as it was written', () => {
    fc.assert(
      fc.property(fc.oneof(classicArb, fdArb), (frame) => {
        expect(parse(candumpLine(frame))).toEqual({ frame });
      }),
    );
  });
});
