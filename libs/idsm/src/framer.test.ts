import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageArb } from '../testing/arbitraries.ts';
import { fromHex, toHex } from '../testing/hex.ts';
import { contextOf, encodeMessage } from './encode.ts';
import { createIdsFramer } from './framer.ts';
import type { IdsPiece } from './framer.ts';

const PLAIN = fromHex('100101002c000500');

const joined = (pieces: readonly IdsPiece[]): string => pieces.map(({ bytes }) => toHex(bytes)).join('');

describe('a stream', () => {
  it('gives the same messages however it is cut', () => {
    const cuts = fc.array(fc.nat(400), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(messageArb, { minLength: 1, maxLength: 5 }), cuts, (messages, places) => {
        const stream = new Uint8Array(Buffer.concat(messages.map((message) => encodeMessage(message))));
        const framer = createIdsFramer();
        const pieces: IdsPiece[] = [];
        let from = 0;
        for (const to of [...places.filter((place) => place < stream.length), stream.length].sort((a, b) => a - b)) {
          const chunk = stream.slice(from, to);
          pieces.push(...framer.push(chunk));
          chunk.fill(0xee); // the framer must not depend on a buffer that its owner uses again
          from = to;
        }
        expect(framer.pending()).toBe(0);
        expect(pieces).toHaveLength(messages.length);
        pieces.forEach((piece, at) => {
          expect(piece.kind).toBe('message');
          if (piece.kind === 'message')
            expect(piece.decoded.length).toBe(
              encodeMessage(messages[at] ?? messages[0] ?? piece.decoded.message).length,
            );
        });
      }),
    );
  });

  it('byte by byte waits for the last byte of a message', () => {
    const bytes = encodeMessage({
      version: 1,
      idsm: 1,
      sensor: 2,
      event: 3,
      count: 4,
      context: contextOf(new Uint8Array(300).fill(7)),
    });
    const framer = createIdsFramer();
    bytes.forEach((byte, at) => {
      const pieces = framer.push(Uint8Array.of(byte));
      expect(pieces).toHaveLength(at === bytes.length - 1 ? 1 : 0);
      expect(framer.pending()).toBe(at === bytes.length - 1 ? 0 : at + 1);
      if (pieces.length > 0) expect(joined(pieces)).toBe(toHex(bytes));
    });
  });

  it('hands out messages that a later chunk does not change', () => {
    const framer = createIdsFramer();
    framer.push(PLAIN.slice(0, 3));
    const first = framer.push(PLAIN.slice(3));
    const before = joined(first);
    framer.push(new Uint8Array(5).fill(0x11));
    framer.push(new Uint8Array(3).fill(0x11));
    expect(joined(first)).toBe(before);
  });

  it('that loses its step is broken for good, and every byte is told', () => {
    const framer = createIdsFramer();
    const pieces = [...framer.push(PLAIN), ...framer.push(fromHex('f0aaaaaaaaaaaaaabb')), ...framer.push(PLAIN)];
    expect(pieces.map(({ kind }) => kind)).toEqual(['message', 'lost', 'lost']);
    expect(pieces[1]).toMatchObject({ fault: { kind: 'version' } });
    expect(framer.broken()).toBe(true);
    expect(framer.pending()).toBe(0);
    expect(joined(pieces)).toBe(`${toHex(PLAIN)}f0aaaaaaaaaaaaaabb${toHex(PLAIN)}`);
  });

  it('that ends within a message says in which part', () => {
    const framer = createIdsFramer();
    expect(framer.push(fromHex('140101002c00050000'))).toEqual([]);
    expect(framer.end()).toEqual([
      {
        kind: 'lost',
        bytes: fromHex('140101002c00050000'),
        fault: { kind: 'truncated', offset: 0, reason: 'the stream ends in the signature length' },
      },
    ]);
    expect(framer.end()).toEqual([]);
    expect(framer.broken()).toBe(false);
  });

  it('never waits for more than the limits allow', () => {
    const framer = createIdsFramer({ limits: { contextBytes: 10 } });
    expect(framer.push(fromHex('110101002c000500 8000000b'))).toMatchObject([
      { kind: 'lost', fault: { kind: 'context_too_long' } },
    ]);
  });

  it('takes an empty chunk as nothing', () => {
    const framer = createIdsFramer();
    expect(framer.push(new Uint8Array(0))).toEqual([]);
    expect(framer.end()).toEqual([]);
  });
});
