import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../testing/frames.ts';
import { bitsOf, signalOf, writeRaw } from '../../testing/bits.ts';
import type { DbcMessage, DbcSignal } from './dbc.ts';
import { decodeMessage, isPresent, lastByteOf, rawOf } from './decode.ts';

const messageOf = (...signals: readonly DbcSignal[]): DbcMessage => ({
  id: 1,
  extended: false,
  name: 'Motor',
  length: 8,
  sender: 'Ecu',
  signals,
  cycleMs: undefined,
  comment: '',
});

/** Any signal that lies within 8 bytes. */
const signalArb: fc.Arbitrary<DbcSignal> = fc
  .record({
    start: fc.integer({ min: 0, max: 63 }),
    length: fc.integer({ min: 1, max: 64 }),
    byteOrder: fc.constantFrom('little' as const, 'big' as const),
    type: fc.constantFrom('unsigned' as const, 'signed' as const),
  })
  .map(signalOf)
  .filter((signal) => bitsOf(signal).every((bit) => bit < 64));

describe('raw values', () => {
  it('of little endian signals', () => {
    expect(rawOf(signalOf({ start: 0, length: 16 }), fromHex('3412'))).toBe(0x1234);
    expect(rawOf(signalOf({ start: 4, length: 8 }), fromHex('a05b'))).toBe(0xba);
    expect(rawOf(signalOf({ start: 7, length: 1 }), fromHex('80'))).toBe(1);
  });

  it('of big endian signals, whose start is the most significant bit', () => {
    expect(rawOf(signalOf({ start: 7, length: 16, byteOrder: 'big' }), fromHex('1234'))).toBe(0x1234);
    expect(rawOf(signalOf({ start: 3, length: 8, byteOrder: 'big' }), fromHex('0bad'))).toBe(0xba);
    expect(rawOf(signalOf({ start: 8, length: 2, byteOrder: 'big' }), fromHex('000180'))).toBe(3);
  });

  it('of signed signals', () => {
    expect(rawOf(signalOf({ length: 8, type: 'signed' }), fromHex('ff'))).toBe(-1);
    expect(rawOf(signalOf({ length: 8, type: 'signed' }), fromHex('80'))).toBe(-128);
    expect(rawOf(signalOf({ length: 1, type: 'signed' }), fromHex('01'))).toBe(-1);
    expect(rawOf(signalOf({ length: 64, type: 'signed' }), fromHex('feffffffffffffff'))).toBe(-2);
    expect(rawOf(signalOf({ length: 32, type: 'signed' }), fromHex('00000080'))).toBe(-(2 ** 31));
  });

  it('of floats in both byte orders', () => {
    expect(rawOf(signalOf({ length: 32, type: 'float32' }), fromHex('0000c03f'))).toBe(1.5);
    expect(rawOf(signalOf({ start: 7, length: 32, byteOrder: 'big', type: 'float32' }), fromHex('3fc00000'))).toBe(1.5);
    expect(rawOf(signalOf({ length: 64, type: 'float64' }), fromHex('000000000000f83f'))).toBe(1.5);
    expect(
      rawOf(signalOf({ start: 7, length: 64, byteOrder: 'big', type: 'float64' }), fromHex('3ff8000000000000')),
    ).toBe(1.5);
  });

  it('of payloads that are too short are undefined', () => {
    expect(rawOf(signalOf({ start: 8, length: 8 }), fromHex('00'))).toBeUndefined();
    expect(rawOf(signalOf({ start: 0, length: 16, byteOrder: 'big' }), fromHex('0000'))).toBeUndefined();
  });

  it('are what a judge that goes bit by bit wrote', () => {
    fc.assert(
      fc.property(signalArb, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.boolean(), (signal, number, ones) => {
        const data = new Uint8Array(8).fill(ones ? 255 : 0);
        writeRaw(signal, data, number);
        const wanted =
          signal.type === 'signed' ? BigInt.asIntN(signal.length, number) : BigInt.asUintN(signal.length, number);
        const raw = rawOf(signal, data) ?? Number.NaN;
        if (signal.length <= 53) expect(raw).toBe(Number(wanted));
        else expect(Math.abs(raw - Number(wanted))).toBeLessThanOrEqual(4096);
      }),
      { numRuns: 1000 },
    );
  });

  it('need the bytes that the judge names', () => {
    fc.assert(
      fc.property(signalArb, (signal) => {
        expect(lastByteOf(signal)).toBe(Math.max(...bitsOf(signal).map((bit) => bit >> 3)));
      }),
    );
  });
});

describe('messages', () => {
  it('give values with factor, offset, unit and text', () => {
    const temperature = signalOf({
      name: 'Temp',
      factor: 0.5,
      offset: -40,
      unit: 'C',
      texts: new Map([[255, 'invalid']]),
    });
    expect(decodeMessage(messageOf(temperature), fromHex('64'))).toEqual([
      { name: 'Temp', raw: 100, value: 10, unit: 'C', text: undefined },
    ]);
    expect(decodeMessage(messageOf(temperature), fromHex('ff'))).toEqual([
      { name: 'Temp', raw: 255, value: 87.5, unit: 'C', text: 'invalid' },
    ]);
  });

  it('leave out signals beyond a short payload', () => {
    const message = messageOf(signalOf({ name: 'A' }), signalOf({ name: 'B', start: 8 }));
    expect(decodeMessage(message, fromHex('01')).map((value) => value.name)).toEqual(['A']);
  });

  it('give the signals that the switch selects', () => {
    const at = (low: number, high: number): DbcSignal['multiplex'] => ({
      kind: 'case',
      isSwitch: false,
      on: undefined,
      ranges: [[low, high]],
    });
    const message = messageOf(
      signalOf({ name: 'Mode', length: 4, multiplex: { kind: 'switch' } }),
      signalOf({ name: 'Always', start: 4, length: 4 }),
      signalOf({ name: 'One', start: 8, multiplex: at(1, 1) }),
      signalOf({ name: 'More', start: 8, multiplex: at(2, 5) }),
    );
    const names = (hex: string): string[] => decodeMessage(message, fromHex(hex)).map((value) => value.name);
    expect(names('0109')).toEqual(['Mode', 'Always', 'One']);
    expect(names('0209')).toEqual(['Mode', 'Always', 'More']);
    expect(names('0509')).toEqual(['Mode', 'Always', 'More']);
    expect(names('0609')).toEqual(['Mode', 'Always']);
  });

  it('follow switches of switches and stop at circles', () => {
    const inner = signalOf({
      name: 'Inner',
      start: 8,
      multiplex: { kind: 'case', isSwitch: true, on: 'Mode', ranges: [[1, 1]] },
    });
    const value = signalOf({
      name: 'Value',
      start: 16,
      multiplex: { kind: 'case', isSwitch: false, on: 'Inner', ranges: [[7, 7]] },
    });
    const message = messageOf(signalOf({ name: 'Mode', multiplex: { kind: 'switch' } }), inner, value);
    expect(isPresent(message, value, fromHex('010700'))).toBe(true);
    expect(isPresent(message, value, fromHex('010800'))).toBe(false);
    expect(isPresent(message, value, fromHex('000700'))).toBe(false);
    const on = (name: string, other: string): DbcSignal =>
      signalOf({ name, multiplex: { kind: 'case', isSwitch: true, on: other, ranges: [[0, 255]] } });
    const [left, right] = [on('L', 'R'), on('R', 'L')];
    expect(isPresent(messageOf(left, right), left, fromHex('00'))).toBe(false);
    expect(isPresent(messageOf(left), left, fromHex('00'))).toBe(false);
  });
});
