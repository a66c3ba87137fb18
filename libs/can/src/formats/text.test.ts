import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicArb, faultsOf, framesOf } from '../../testing/frames.ts';
import { candumpLine } from '../../testing/logs.ts';
import { createCandumpParser } from './candump.ts';
import { bytesOfHex, bytesOfWords, createTextReader, idOf, MAX_LINE, secondsOf } from './text.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const reader = (): ReturnType<typeof createTextReader> => createTextReader(createCandumpParser());

describe('text reader', () => {
  it('gives the same frames however the log is cut', () => {
    fc.assert(
      fc.property(fc.array(classicArb, { maxLength: 20 }), fc.array(fc.nat(40), { maxLength: 40 }), (frames, cuts) => {
        const log = bytes(frames.map(candumpLine).join('\n'));
        const read = reader();
        const records = [];
        let at = 0;
        for (const cut of cuts) {
          records.push(...read.push(log.subarray(at, at + cut)));
          at += cut;
        }
        records.push(...read.push(log.subarray(at)), ...read.end());
        expect(framesOf(records)).toEqual(frames);
      }),
    );
  });

  it('takes both ends of lines', () => {
    const read = reader();
    expect(
      framesOf([...read.push(bytes('(1.0) a 123#\r\n(2.0) a 123#\n')), ...read.end()]).map((each) => each.time),
    ).toEqual([1, 2]);
  });

  it('names the line of a fault and goes on', () => {
    const read = reader();
    const records = [...read.push(bytes('(1.0) a 123#\n\nrubbish\n(2.0) a 123#')), ...read.end()];
    expect(faultsOf(records)).toEqual(['3: no line of candump']);
    expect(records.map((record) => record.kind)).toEqual(['frame', 'fault', 'frame']);
  });

  it('reports a line that is too long once, whether it comes whole or in pieces', () => {
    const long = 'x'.repeat(MAX_LINE * 3);
    const whole = reader();
    expect(faultsOf([...whole.push(bytes(`${long}\n(1.0) a 123#\n`)), ...whole.end()])).toEqual([
      `1: longer than ${MAX_LINE} characters`,
    ]);
    const pieces = reader();
    const records = [];
    for (let at = 0; at < long.length; at += 1000) records.push(...pieces.push(bytes(long.slice(at, at + 1000))));
    records.push(...pieces.push(bytes('\n(1.0) a 123#\n')), ...pieces.end());
    expect(records.map((record) => record.kind)).toEqual(['fault', 'frame']);
  });

  it('reports a long line that never ends', () => {
    const read = reader();
    expect(read.push(bytes('x'.repeat(MAX_LINE + 1)))).toEqual([]);
    expect(faultsOf(read.end())).toEqual([`1: longer than ${MAX_LINE} characters`]);
    expect(read.end()).toEqual([]);
  });

  it('ends an empty log without a record', () => {
    expect(reader().end()).toEqual([]);
  });
});

describe('fields', () => {
  it('bytes of hex text', () => {
    expect(bytesOfHex('00fF')).toEqual(Uint8Array.of(0, 255));
    expect(bytesOfHex('')).toEqual(new Uint8Array(0));
    expect(bytesOfHex('0')).toBeUndefined();
    expect(bytesOfHex('0g')).toBeUndefined();
  });

  it('bytes of separate numbers', () => {
    expect(bytesOfWords(['0', 'ff'], 16)).toEqual(Uint8Array.of(0, 255));
    expect(bytesOfWords(['0', '255'], 10)).toEqual(Uint8Array.of(0, 255));
    expect(bytesOfWords(['256'], 10)).toBeUndefined();
    expect(bytesOfWords(['fff'], 16)).toBeUndefined();
    expect(bytesOfWords(['-1'], 10)).toBeUndefined();
  });

  it('identifiers of at most 32 bits', () => {
    expect(idOf('FFFFFFFF', 16)).toBe(0xffffffff);
    expect(idOf('4294967295', 10)).toBe(0xffffffff);
    expect(idOf('4294967296', 10)).toBeUndefined();
    expect(idOf('100000000', 16)).toBeUndefined();
    expect(idOf('', 16)).toBeUndefined();
    expect(idOf('0x1', 16)).toBeUndefined();
  });

  it('seconds', () => {
    expect(secondsOf('1.5')).toBe(1.5);
    expect(secondsOf('9e-06')).toBe(9e-6);
    expect(secondsOf('-2')).toBe(-2);
    for (const text of ['', '1.', '.5', 'Infinity', '0x10', '1e999', '1 '])
      expect(secondsOf(text), text).toBeUndefined();
  });
});
