import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slowBcc } from '../testing/hex.ts';
import { ALARM_NAMES, alarmBits, alarmNames } from './alarms.ts';
import { bcc, createRollingBcc } from './bcc.ts';
import { answerName, commandName, encryptionName } from './codes.ts';
import { Cursor } from './cursor.ts';
import { decodeText, encodeText } from './text.ts';
import { readTime, timeBytes, timeText } from './time.ts';
import { Writer } from './writer.ts';

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

describe('the block check character', () => {
  it('is the XOR of every byte of any range', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(), fc.nat(), (bytes, a, b) => {
        const from = Math.min(a % (bytes.length + 1), b % (bytes.length + 1));
        const to = Math.max(a % (bytes.length + 1), b % (bytes.length + 1));
        expect(bcc(bytes, from, to)).toBe(slowBcc(bytes.subarray(from, to)));
      }),
    );
  });

  it('is the same when it rolls over ranges in any order', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 }),
        (bytes, ranges) => {
          const rolling = createRollingBcc(bytes);
          for (const [a, b] of ranges) {
            const from = Math.min(a % (bytes.length + 1), b % (bytes.length + 1));
            const to = Math.max(a % (bytes.length + 1), b % (bytes.length + 1));
            expect(rolling(from, to)).toBe(slowBcc(bytes.subarray(from, to)));
          }
        },
      ),
    );
  });

  it('works on a view into a larger buffer and refuses to leave it', () => {
    const view = Uint8Array.of(9, 9, 1, 2, 4, 9).subarray(2, 5);
    expect(bcc(view, 0, 3)).toBe(7);
    expect(() => bcc(view, 0, 4)).toThrow(RangeError);
  });
});

describe('time', () => {
  it('is Beijing time whatever the machine says', () => {
    const bytes = Uint8Array.of(26, 11, 23, 9, 58, 5);
    const time = readTime(viewOf(bytes), 0);
    expect(time).toBe(Date.UTC(2026, 10, 23, 1, 58, 5));
    expect(timeText(time)).toBe('2026-11-23T09:58:05+08:00');
    expect(timeBytes(time)).toEqual(bytes);
  });

  it('reads and writes any six bytes without loss', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99), { minLength: 6, maxLength: 6 }), (numbers) => {
        const bytes = Uint8Array.from(numbers);
        expect(timeBytes(readTime(viewOf(bytes), 0))).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [25, 2, 29, 0, 0, 0],
    [26, 0, 1, 0, 0, 0],
    [26, 13, 1, 0, 0, 0],
    [26, 4, 31, 0, 0, 0],
    [26, 1, 0, 0, 0, 0],
    [26, 1, 1, 24, 0, 0],
    [26, 1, 1, 0, 60, 0],
    [26, 1, 1, 0, 0, 60],
    [100, 1, 1, 0, 0, 0],
  ])('keeps %i-%i-%i %i:%i:%i as bytes', (...numbers) => {
    const time = readTime(viewOf(Uint8Array.from(numbers)), 0);
    expect(time).toEqual(Uint8Array.from(numbers));
    expect(timeText(time)).toBeUndefined();
  });

  it('knows leap years and refuses other centuries', () => {
    expect(readTime(viewOf(Uint8Array.of(24, 2, 29, 0, 0, 0)), 0)).toBeTypeOf('number');
    expect(() => timeBytes(0)).toThrow(/2000 to 2099/);
    expect(() => timeBytes(Number.NaN)).toThrow(/2000 to 2099/);
    expect(() => timeBytes(Uint8Array.of(1))).toThrow(/6 bytes/);
  });
});

describe('text', () => {
  it('reads ASCII and GB 18030, and cuts the padding', () => {
    expect(decodeText(Buffer.from('41423100', 'hex'))).toBe('AB1');
    expect(decodeText(Buffer.from('b3b5b6dc0000', 'hex'))).toBe('车盾');
    expect(decodeText(Buffer.from([0, 0]))).toBe('');
  });

  it('writes two-byte, four-byte and supplementary characters', () => {
    for (const text of ['车盾', '€', '\u3405', '\u{20087}', 'ẞ']) expect(decodeText(encodeText(text))).toBe(text);
    expect(encodeText('€')).toEqual(Buffer.from('a2e3', 'hex'));
    expect(() => encodeText('\ud800')).toThrow(/gbt32960\.range/);
  });

  it('loses no byte of any field', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
        expect(new Uint8Array(encodeText(decodeText(bytes)))).toEqual(bytes.slice(0, end));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the cursor', () => {
  it('fails once and for all at the first read past the end', () => {
    const cursor = new Cursor(Uint8Array.of(1, 2, 3, 4), 1, 3);
    expect(cursor.uint(1)).toBe(2);
    expect(cursor.uint(2)).toBe(0);
    expect(cursor.failed).toBe(true);
    expect(cursor.at).toBe(2);
    expect(cursor.uint(1)).toBe(0);
    expect(cursor.raw(1)).toHaveLength(0);
    expect(cursor.text(1)).toBe('');
    expect(cursor.time()).toHaveLength(0);
  });
});

describe('the writer', () => {
  it('grows and checks ranges', () => {
    const writer = new Writer();
    writer.raw(new Uint8Array(300));
    writer.uint(4, 0xffff_ffff, 'x');
    expect(writer.done()).toHaveLength(304);
    for (const value of [-1, 256, 1.5, Number.NaN]) expect(() => writer.uint(1, value, 'x')).toThrow(/gbt32960\.range/);
  });
});

describe('names', () => {
  it('of alarm bits follow the edition', () => {
    expect(alarmNames('2016', 0b101)).toEqual(['temperature_difference', 'storage_over_voltage']);
    expect(alarmNames('2016', 1 << 23)).toEqual(['reserved_23']);
    expect(alarmNames('2025', 1 << 23)).toEqual(['storage_thermal_event']);
    expect(alarmNames('2025', 0x8000_0000)).toEqual(['reserved_31']);
    expect(alarmNames('2016', 0)).toEqual([]);
  });

  it('of alarm bits lead back to the bits', () => {
    expect(alarmBits(['insulation', 'nonsense'])).toBe(1 << 11);
    fc.assert(
      fc.property(fc.nat(2 ** ALARM_NAMES.length - 1), (bits) => {
        expect(alarmBits(alarmNames('2025', bits))).toBe(bits);
      }),
    );
  });

  it('of codes cover the reserved ranges', () => {
    expect([0x01, 0x82, 0x0c, 0xc0].map(commandName)).toEqual(['vehicle_login', 'control', 'reserved_0c', 'custom_c0']);
    expect([0x01, 0xfe, 0x09].map(answerName)).toEqual(['ok', 'command', 'reserved_09']);
    expect([0x01, 0x05, 0x10].map(encryptionName)).toEqual(['none', 'sm4', 'reserved_10']);
  });
});
