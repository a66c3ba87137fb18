import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordCipher } from './record-cipher.ts';
import { MOST_TEXT, RecordReader, RecordWriter, type TlcpRecord } from './records.ts';

const all = (reader: RecordReader): TlcpRecord[] => {
  const found: TlcpRecord[] = [];
  for (let record = reader.next(); record !== undefined; record = reader.next()) found.push(record);
  return found;
};
const record = (type: number, length: number, version = [1, 1]): Uint8Array =>
  new Uint8Array([type, ...version, length >> 8, length & 0xff, ...new Uint8Array(length)]);
const readerOf = (...parts: readonly Uint8Array[]): RecordReader => {
  const reader = new RecordReader();
  for (const part of parts) reader.push(part);
  return reader;
};
/** Protection that adds a byte in front. */
const loud: RecordCipher = {
  seal: (type, text) => new Uint8Array([type, ...text]),
  open: (_, fragment) => fragment.subarray(1),
};
const refusal = (code: string) => expect.objectContaining({ code });

describe('records', () => {
  test('a stream is cut into what was written, wherever it is cut on its way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 90 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        (texts, piece) => {
          const writer = new RecordWriter();
          const stream = texts.map((text) => writer.write(23, text));
          const reader = new RecordReader();
          const found: TlcpRecord[] = [];
          const bytes = new Uint8Array(stream.flatMap((each) => [...each]));
          for (let at = 0; at < bytes.length; at += piece) {
            reader.push(bytes.subarray(at, at + piece));
            found.push(...all(reader));
          }
          expect(found).toEqual(texts.map((text) => ({ type: 23, text })));
        },
      ),
    );
  });

  test('long data go in records of 16,384 bytes, nothing in none', () => {
    const written = new RecordWriter().write(23, new Uint8Array(2 * MOST_TEXT + 1));
    expect(all(readerOf(written)).map(({ text }) => text.length)).toEqual([MOST_TEXT, MOST_TEXT, 1]);
    expect(new RecordWriter().write(23, new Uint8Array(0))).toHaveLength(0);
  });

  test('protection begins where it is told to', () => {
    const [writer, reader] = [new RecordWriter(), new RecordReader()];
    reader.push(writer.write(20, Uint8Array.of(1)));
    writer.protect(loud);
    reader.push(writer.write(22, Uint8Array.of(7)));
    expect(reader.next()?.text).toEqual(Uint8Array.of(1));
    reader.protect(loud);
    expect(reader.next()).toEqual({ type: 22, text: Uint8Array.of(7) });
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown kind', record(24, 1), 'tlcp.decode'],
    ['TLS 1.2', record(22, 1, [3, 3]), 'tlcp.version'],
    ['over 16,384 bytes', record(22, MOST_TEXT + 1), 'tlcp.limit'],
    ['a handshake record without content', record(22, 0), 'tlcp.unexpected'],
  ])('%s', (_, bytes, code) => {
    expect(() => all(readerOf(bytes))).toThrow(refusal(code));
  });

  test('a text over 16,384 bytes behind protection, and a protected record over 18,432', () => {
    const reader = readerOf(record(23, MOST_TEXT + 2));
    reader.protect(loud);
    expect(() => reader.next()).toThrow(expect.objectContaining({ code: 'tlcp.limit', alert: 22 }));
    const longer = readerOf(record(23, MOST_TEXT + 2049).subarray(0, 5));
    longer.protect(loud);
    expect(() => longer.next()).toThrow(refusal('tlcp.limit'));
  });

  test('over 32 records of data without content in a row', () => {
    const reader = readerOf(...Array.from({ length: 32 }, () => record(23, 0)), record(23, 1), record(23, 0));
    expect(all(reader)).toHaveLength(34);
    const flood = readerOf(...Array.from({ length: 33 }, () => record(23, 0)));
    expect(() => all(flood)).toThrow(refusal('tlcp.limit'));
  });
});
