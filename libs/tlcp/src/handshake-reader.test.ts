import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HandshakeReader } from './handshake-reader.ts';
import { handshakeMessage } from './messages.ts';

test('messages are put together however they were cut', () => {
  const message = fc.record({ kind: fc.nat(20), body: fc.uint8Array({ maxLength: 60 }) });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.integer({ min: 1, max: 50 }), (messages, piece) => {
      const stream = new Uint8Array(messages.flatMap(({ kind, body }) => [...handshakeMessage(kind, body)]));
      const reader = new HandshakeReader();
      const found: unknown[] = [];
      for (let at = 0; at < stream.length; at += piece) {
        reader.push(stream.subarray(at, at + piece));
        for (let next = reader.next(); next !== undefined; next = reader.next()) found.push(next);
      }
      expect(reader.isEmpty).toBe(true);
      expect(found).toEqual(messages.map(({ kind, body }) => ({ kind, body, raw: handshakeMessage(kind, body) })));
    }),
  );
});

test('a message may be cut into 1,024 records, the next one again', () => {
  const reader = new HandshakeReader();
  const message = handshakeMessage(11, new Uint8Array(1020).fill(1));
  for (let round = 0; round < 2; round += 1) {
    for (const byte of message) reader.push(Uint8Array.of(byte));
    expect(reader.next()?.raw).toEqual(message);
  }
  for (const byte of message) reader.push(Uint8Array.of(byte));
  expect(() => reader.push(Uint8Array.of(0))).toThrow(expect.objectContaining({ code: 'tlcp.limit' }));
});

test('a certificate may have 128 KiB, all others 16', () => {
  const headOf = (kind: number, length: number): HandshakeReader => {
    const reader = new HandshakeReader();
    reader.push(Uint8Array.of(kind, length >> 16, (length >> 8) & 0xff, length & 0xff));
    return reader;
  };
  expect(headOf(11, 131_072).next()).toBeUndefined();
  expect(headOf(1, 16_384).next()).toBeUndefined();
  expect(() => headOf(11, 131_073).next()).toThrow(expect.objectContaining({ code: 'tlcp.limit' }));
  expect(() => headOf(1, 16_385).next()).toThrow(expect.objectContaining({ code: 'tlcp.limit' }));
});
