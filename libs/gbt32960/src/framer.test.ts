import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFrameArb } from '../testing/arbitraries.ts';
import { frameHex, toHex } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import { createFramer } from './framer.ts';
import type { StreamPiece } from './framer.ts';

const heartbeat = frameHex('2323', '07', '');
const logout = frameHex('2323', '04', '190a1b140202 0802');
const heartbeat2025 = frameHex('2424', '07', '');

const text = (pieces: readonly StreamPiece[]): string[] => pieces.map((piece) => `${piece.kind} ${toHex(piece.bytes)}`);

/** Garbage runs joined: where a run is cut depends on the chunks, what is garbage must not. */
const joined = (pieces: readonly StreamPiece[]): string[] => {
  const out: string[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (piece.kind === 'garbage' && last?.startsWith('garbage')) out[out.length - 1] = last + toHex(piece.bytes);
    else out.push(`${piece.kind} ${toHex(piece.bytes)}`);
  }
  return out;
};

const feed = (stream: Uint8Array, cuts: readonly number[]): StreamPiece[] => {
  const framer = createFramer();
  const pieces: StreamPiece[] = [];
  let from = 0;
  for (const to of [...cuts.toSorted((a, b) => a - b), stream.length]) {
    pieces.push(...framer.push(stream.slice(from, to)));
    from = to;
  }
  return [...pieces, ...framer.end()];
};

describe('the framer', () => {
  it('cuts several frames of both editions out of one chunk', () => {
    const framer = createFramer();
    const pieces = framer.push(Buffer.concat([heartbeat, heartbeat2025, logout]));
    expect(text(pieces)).toEqual([
      `frame ${toHex(heartbeat)}`,
      `frame ${toHex(heartbeat2025)}`,
      `frame ${toHex(logout)}`,
    ]);
    expect(framer.stats()).toEqual({ frames: 3, bytes: 83, skipped: 0 });
    expect(framer.pending()).toBe(0);
  });

  it('finds the same frames whatever the two chunks are', () => {
    const stream = Buffer.concat([logout, Buffer.from('noise##'), heartbeat2025, Buffer.from('$'), logout]);
    const whole = joined(feed(stream, []));
    expect(whole.filter((piece) => piece.startsWith('frame'))).toHaveLength(3);
    for (let at = 1; at < stream.length; at += 1) expect(joined(feed(stream, [at]))).toEqual(whole);
  });

  it('takes a stream byte by byte', () => {
    const stream = Buffer.concat([Buffer.from([0, 0x23]), logout, heartbeat]);
    const cuts = Array.from({ length: stream.length - 1 }, (_, index) => index + 1);
    expect(joined(feed(stream, cuts))).toEqual(['garbage 0023', `frame ${toHex(logout)}`, `frame ${toHex(heartbeat)}`]);
  });

  it('gives every byte back exactly once, in order, for any bytes and any chunks', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.array(fc.constantFrom(0x23, 0x24, 1, 2, 0xfe), { maxLength: 40 }).map((all) => Uint8Array.from(all)),
    );
    const part = fc.oneof(anyFrameArb.map(encodeFrame), noise);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (parts, positions) => {
        const stream = Buffer.concat(parts);
        const cuts = positions.map((position) => position % (stream.length + 1));
        const pieces = feed(stream, cuts);
        expect(Buffer.concat(pieces.map((piece) => piece.bytes)).equals(stream)).toBe(true);
        expect(joined(pieces)).toEqual(joined(feed(stream, [])));
      }),
      { numRuns: 400 },
    );
  });

  it('finds every frame of a clean stream, and every frame after garbage without start bytes', () => {
    const clean = fc
      .uint8Array({ maxLength: 30 })
      .map((bytes) => bytes.map((byte) => (byte === 0x23 || byte === 0x24 ? 0 : byte)));
    fc.assert(
      fc.property(fc.array(fc.tuple(clean, anyFrameArb.map(encodeFrame)), { minLength: 1, maxLength: 5 }), (parts) => {
        const pieces = feed(Buffer.concat(parts.flat()), []);
        expect(pieces.filter((piece) => piece.kind === 'frame').map((piece) => toHex(piece.bytes))).toEqual(
          parts.map(([, frame]) => toHex(frame)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a frame whose BCC is wrong', () => {
    const wrong = Uint8Array.from(logout);
    wrong[30] = 0x7f;
    const pieces = feed(Buffer.concat([heartbeat, wrong, heartbeat]), []);
    expect(text(pieces)).toEqual([`frame ${toHex(heartbeat)}`, `frame ${toHex(wrong)}`, `frame ${toHex(heartbeat)}`]);
    expect(decodeFrame(pieces[1]?.bytes ?? heartbeat).status).toBe('bcc');
  });

  it('cuts a frame that claims too many bytes where the next one begins', () => {
    const liar = Uint8Array.from(logout);
    liar[23] = 8 + 20;
    const pieces = feed(Buffer.concat([liar, logout, heartbeat]), []);
    expect(text(pieces)).toEqual([`frame ${toHex(liar)}`, `frame ${toHex(logout)}`, `frame ${toHex(heartbeat)}`]);
    expect(decodeFrame(liar).status).toBe('structure');
  });

  it('skips what a frame that claims too few bytes leaves over', () => {
    const liar = Uint8Array.from(logout);
    liar[23] = 4;
    const pieces = feed(Buffer.concat([liar, heartbeat]), []);
    expect(pieces.map((piece) => piece.kind)).toEqual(['frame', 'garbage', 'frame']);
    expect(pieces[1]?.bytes).toHaveLength(4);
  });

  it('believes an unknown command in step, but not in garbage', () => {
    const odd = frameHex('2323', '55', '0102');
    expect(feed(Buffer.concat([heartbeat, odd]), []).map((piece) => piece.kind)).toEqual(['frame', 'frame']);
    expect(feed(Buffer.concat([Buffer.from('x'), odd]), []).map((piece) => piece.kind)).toEqual(['garbage']);
  });

  it('holds back no more than one frame of 65,556 bytes', () => {
    const longest = encodeFrame({
      edition: '2016',
      command: 0xc0,
      answer: 0xfe,
      id: 'X'.repeat(17),
      encryption: 1,
      body: { kind: 'opaque', data: new Uint8Array(65_531) },
    });
    expect(longest).toHaveLength(65_556);
    const framer = createFramer();
    for (let at = 0; at < longest.length - 1; at += 1000) {
      expect(framer.push(longest.slice(at, Math.min(at + 1000, longest.length - 1)))).toEqual([]);
    }
    expect(framer.pending()).toBe(65_555);
    expect(framer.push(longest.slice(-1))).toHaveLength(1);
    expect(framer.pending()).toBe(0);
  });

  it('refuses a length above 65531 at once', () => {
    const header = Uint8Array.from(logout.subarray(0, 24));
    header.fill(0xff, 22, 24);
    const framer = createFramer();
    expect(framer.push(header).map((piece) => piece.kind)).toEqual(['garbage']);
    expect(framer.pending()).toBe(0);
  });

  it('hands out pieces that later chunks do not overwrite', () => {
    const framer = createFramer();
    framer.push(logout.slice(0, 10));
    const [first] = framer.push(Buffer.concat([logout.slice(10), logout.slice(0, 20)]));
    framer.push(logout.slice(20));
    expect(toHex(first?.bytes ?? heartbeat)).toBe(toHex(logout));
  });

  it('reports the unfinished rest at the end and starts afresh', () => {
    const framer = createFramer();
    framer.push(logout.slice(0, 12));
    expect(text(framer.end())).toEqual([`garbage ${toHex(logout.slice(0, 12))}`]);
    expect(framer.stats().skipped).toBe(12);
    expect(framer.end()).toEqual([]);
    expect(framer.push(logout)).toHaveLength(1);
  });
});
