import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter, createSyslogSplitter } from '../index.ts';
import type { RecordSink, Splitter } from '../index.ts';

interface Seen {
  readonly text: string;
  readonly offset: number;
  readonly oversized?: number;
}

const feed = (make: (sink: RecordSink) => Splitter, stream: Uint8Array, cuts: readonly number[]): readonly Seen[] => {
  const seen: Seen[] = [];
  const splitter = make({
    record: (bytes, offset) => seen.push({ text: Buffer.from(bytes).toString('latin1'), offset }),
    oversized: (head, offset, length) =>
      seen.push({ text: Buffer.from(head).toString('latin1'), offset, oversized: length }),
  });
  let from = 0;
  for (const cut of [...cuts].toSorted((a, b) => a - b)) {
    const to = Math.max(from, Math.min(cut, stream.length));
    // A fresh copy of each chunk, wiped afterwards, proves that nothing keeps a view of it.
    const chunk = Uint8Array.from(stream.subarray(from, to));
    splitter.push(chunk);
    chunk.fill(0xee);
    from = to;
  }
  splitter.push(stream.subarray(from));
  splitter.end();
  return seen;
};

const lines = (maxLineBytes: number) => (sink: RecordSink) => createLineSplitter(sink, { maxLineBytes });
const syslog = (maxLineBytes: number) => (sink: RecordSink) => createSyslogSplitter(sink, { maxLineBytes });
const ascii = (text: string) => Buffer.from(text, 'latin1');

describe('line splitter', () => {
  it('reports lines with their byte offsets and skips empty ones', () => {
    expect(feed(lines(100), ascii('a\r\n\n\r\nbc\nlast'), [])).toEqual([
      { text: 'a', offset: 0 },
      { text: 'bc', offset: 6 },
      { text: 'last', offset: 9 },
    ]);
  });

  it('finds the same records wherever the stream is cut', () => {
    const line = fc.string({ unit: fc.constantFrom('x', 'y', ' ', '\r'), maxLength: 30 });
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(400)), (parts, cuts) => {
        const stream = ascii(parts.join('\n'));
        expect(feed(lines(12), stream, cuts)).toEqual(feed(lines(12), stream, []));
      }),
    );
  });

  it('loses no byte of any line within the limit', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(400)), (parts, cuts) => {
        const got = feed(lines(20), ascii(parts.join('\n')), cuts);
        expect(got.map((seen) => seen.text)).toEqual(parts);
      }),
    );
  });

  it('reports a line above the limit once and reads the next line whole', () => {
    const stream = ascii(`ok\n${'z'.repeat(5000)}\nnext\n`);
    const expected = [
      { text: 'ok', offset: 0 },
      { text: 'z'.repeat(1024), offset: 3, oversized: 5000 },
      { text: 'next', offset: 5004 },
    ];
    expect(feed(lines(2000), stream, [])).toEqual(expected);
    expect(feed(lines(2000), stream, [1, 700, 1400, 2100, 4000, 5003])).toEqual(expected);
  });

  it('does not count the carriage return of a line end against the limit', () => {
    expect(feed(lines(3), ascii('abc\r\nabcd\r\n'), [2, 4, 9])).toEqual([
      { text: 'abc', offset: 0 },
      { text: 'abc', offset: 5, oversized: 5 },
    ]);
  });

  it('holds no more than the limit of a line that never ends', () => {
    const seen: number[] = [];
    const splitter = createLineSplitter(
      { record: () => {}, oversized: (head, _offset, length) => seen.push(head.length, length) },
      { maxLineBytes: 1000 },
    );
    const chunk = Buffer.alloc(65_536, 0x61);
    for (let index = 0; index < 1024; index += 1) splitter.push(chunk);
    expect(seen).toEqual([]);
    splitter.end();
    expect(seen[1]).toBe(67_108_864);
  });
});

describe('syslog splitter', () => {
  it('tells octet counting from newline framing by the first byte', () => {
    expect(feed(syslog(100), ascii('5 <1>ab6 <1>\nxy'), [])).toEqual([
      { text: '<1>ab', offset: 0 },
      { text: '<1>\nxy', offset: 7 },
    ]);
    expect(feed(syslog(100), ascii('<1>ab\n<1>xy\n'), [])).toEqual([
      { text: '<1>ab', offset: 0 },
      { text: '<1>xy', offset: 6 },
    ]);
  });

  it('finds counted frames wherever the stream is cut', () => {
    const message = fc.string({ unit: fc.constantFrom('a', '\n', ' ', '7'), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(message, { minLength: 1 }), fc.array(fc.nat(600)), (messages, cuts) => {
        const stream = ascii(messages.map((text) => `${text.length} ${text}`).join(''));
        expect(feed(syslog(40), stream, cuts).map((seen) => seen.text)).toEqual(messages);
      }),
    );
  });

  it('skips a frame above the limit and goes on with the next', () => {
    const stream = ascii(`30 ${'q'.repeat(30)}\n2 ok`);
    const expected = [
      { text: 'q'.repeat(10), offset: 0, oversized: 30 },
      { text: 'ok', offset: 34 },
    ];
    expect(feed(syslog(10), stream, [])).toEqual(expected);
    expect(feed(syslog(10), stream, [2, 5, 20, 33])).toEqual(expected);
  });

  it.each(['12x', '1 a0 b', '9999999999 a', '3 abc-1 x'])(
    'refuses the broken length in %j with its place',
    (stream) => {
      let thrown: unknown;
      try {
        feed(syslog(100), ascii(stream), []);
      } catch (error) {
        thrown = error;
      }
      expect(isDomainError(thrown, 'logs.bad_frame') && thrown.detail.offset !== undefined).toBe(true);
    },
  );

  it('reports what came of a frame that the end of the stream cut off', () => {
    expect(feed(syslog(100), ascii('10 abc'), [])).toEqual([{ text: 'abc', offset: 0 }]);
  });
});
