import { readFileSync } from 'node:fs';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editionArb, frameArb, rawFrameArb } from '../testing/arbitraries.ts';
import { fromHex, toHex } from '../testing/hex.ts';
import { decodeBody, decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import { escape, unescape, xor } from './escape.ts';
import { toEvents } from './event.ts';
import { createFramer } from './framer.ts';
import { createFramer809 } from './jtt809/framer.ts';
import { decodePacket809 } from './jtt809/packet.ts';
import { toEvents809 } from './jtt809/event.ts';
import { MESSAGE_IDS } from './messages.ts';
import { createReassembler, DEFAULT_LIMITS } from './reassemble.ts';
import { createRegistry } from './registry.ts';

const META = { received: 1_768_613_400_000, srcIp: '192.0.2.1', srcPort: 1, skippedBefore: 0 };

/** Sends a stream through everything; whatever is thrown is ours, every byte comes out, nothing grows without bound. */
const survive = (stream: Uint8Array): number => {
  const framer = createFramer();
  const reassembler = createReassembler({ ...DEFAULT_LIMITS, maxMessages: 2, maxBytes: 4096 });
  const registry = createRegistry(2);
  let seen = 0;
  for (const piece of [...framer.push(stream), ...framer.end()]) {
    seen += piece.bytes.length;
    if (piece.kind === 'garbage') continue;
    const frame = decodeFrame(piece.bytes);
    const notices = registry.observe(frame, META.srcIp);
    expect(toEvents(frame, { ...META, notices }).length).toBeGreaterThan(0);
    if (frame.status === 'fragment') reassembler.add(frame, META.received);
    const whole = piece.bytes[0] === 0x7e;
    if (whole && frame.escapedWell && frame.status !== 'checksum') {
      expect(toHex(encodeFrame(frame))).toBe(toHex(piece.bytes));
    }
  }
  expect(reassembler.pending().bytes).toBeLessThanOrEqual(4096);
  return seen;
};

/** Sets bytes, and puts the checksum right again so that the change reaches the body. */
const mutate = (bytes: Uint8Array, flips: readonly (readonly [number, number])[]): Uint8Array => {
  const plain = unescape(bytes.subarray(1, -1)).slice();
  for (const [at, value] of flips) plain[at % plain.length] = value;
  plain[plain.length - 1] = xor(plain, 0, plain.length - 1);
  return Uint8Array.from([0x7e, ...escape(plain), 0x7e]);
};

const flipsArb = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 });

const corpus = readFileSync(new URL('../corpus/streams.hex', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(fromHex);

describe('hostile bytes', () => {
  it('of the corpus, and of every prefix and rest of it', () => {
    expect(corpus.length).toBeGreaterThan(10);
    for (const stream of corpus) {
      for (let at = 0; at <= stream.length; at += 1) {
        expect(survive(stream.slice(0, at))).toBe(at);
        expect(survive(stream.slice(at))).toBe(stream.length - at);
      }
    }
  });

  it('at random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (stream) => {
        expect(survive(stream)).toBe(stream.length);
      }),
      { numRuns: 250 },
    );
  });

  it('made of what matters', () => {
    const bytes = fc.constantFrom(0x7e, 0x7d, 1, 2, 0, 0x40, 0x20, 0x81, 0xff);
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 120 }), (all) => {
        expect(survive(Uint8Array.from(all))).toBe(all.length);
      }),
      { numRuns: 250 },
    );
  });

  it('made from frames by flipping bytes', () => {
    fc.assert(
      fc.property(fc.array(frameArb, { minLength: 1, maxLength: 3 }), flipsArb, (inputs, flips) => {
        const stream = new Uint8Array(Buffer.concat(inputs.map((input) => encodeFrame(input))));
        for (const [at, byte] of flips) stream[at % stream.length] = byte;
        expect(survive(stream)).toBe(stream.length);
      }),
      { numRuns: 300 },
    );
  });

  it('made from frames by changing the body under a right checksum', () => {
    fc.assert(
      fc.property(frameArb, flipsArb, (input, flips) => {
        const bytes = mutate(encodeFrame(input), flips);
        expect(survive(bytes)).toBe(bytes.length);
      }),
      { numRuns: 400 },
    );
  });

  it('as bodies of every message', () => {
    fc.assert(
      fc.property(rawFrameArb, (input) => {
        const bytes = encodeFrame(input);
        expect(survive(bytes)).toBe(bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('as bodies full of large counts', () => {
    const counts = fc.array(fc.constantFrom(0, 1, 0x64, 0x66, 0x7f, 0xff), { maxLength: 200 });
    fc.assert(
      fc.property(fc.constantFrom(...MESSAGE_IDS), editionArb, counts, (id, edition, bytes) => {
        const body = Uint8Array.from(bytes);
        expect(decodeBody(id, edition, body).rest.length).toBeLessThanOrEqual(body.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is handed over as a frame', () => {
  it('is decoded, or refused with the error of this library', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decodeFrame(bytes);
        } catch (error) {
          expect(isDomainError(error, 'jtt808.not_a_frame')).toBe(true);
        }
      }),
      { numRuns: 250 },
    );
  });

  it('of JT/T 809 too', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc
        .array(fc.constantFrom(0x5b, 0x5d, 0x5a, 0x5e, 1, 2, 0x10, 0x12, 0), { maxLength: 100 })
        .map((all) => Uint8Array.from(all)),
    );
    fc.assert(
      fc.property(bytes, (stream) => {
        const framer = createFramer809();
        let seen = 0;
        for (const piece of [...framer.push(stream), ...framer.end()]) {
          seen += piece.bytes.length;
          if (piece.kind === 'garbage') continue;
          try {
            expect(toEvents809(decodePacket809(piece.bytes), META).length).toBeGreaterThan(0);
          } catch (error) {
            expect(isDomainError(error, 'jtt808.not_a_frame')).toBe(true);
          }
        }
        expect(seen).toBe(stream.length);
      }),
      { numRuns: 500 },
    );
  });
});
