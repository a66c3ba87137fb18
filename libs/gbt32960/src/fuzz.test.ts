import { readFileSync } from 'node:fs';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFrameArb } from '../testing/arbitraries.ts';
import { fromHex } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import { toEvents } from './event.ts';
import { createFramer } from './framer.ts';

const META = { received: 1_764_000_000_000, srcIp: '192.0.2.1', srcPort: 1, skippedBefore: 0 };

/** Sends a stream through everything; whatever is thrown is ours, and nothing grows beyond one frame. */
const survive = (stream: Uint8Array): number => {
  const framer = createFramer();
  let seen = 0;
  for (const piece of [...framer.push(stream), ...framer.end()]) {
    seen += piece.bytes.length;
    if (piece.kind === 'garbage') continue;
    const frame = decodeFrame(piece.bytes);
    expect(frame.rest.length).toBeLessThanOrEqual(piece.bytes.length);
    expect(toEvents(frame, META)).toHaveLength(1);
    if (frame.status !== 'bcc' && frame.length === piece.bytes.length - 25)
      expect(encodeFrame(frame)).toEqual(new Uint8Array(piece.bytes));
  }
  expect(framer.pending()).toBe(0);
  return seen;
};

const corpus = readFileSync(new URL('../corpus/streams.hex', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(fromHex);

describe('hostile bytes', () => {
  it('of the corpus, and of every prefix of it', () => {
    expect(corpus.length).toBeGreaterThan(10);
    for (const stream of corpus)
      for (let end = 0; end <= stream.length; end += 1) expect(survive(stream.slice(0, end))).toBe(end);
  });

  it('made from frames by flipping bytes', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrameArb.map(encodeFrame), { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        (frames, flips) => {
          const stream = new Uint8Array(Buffer.concat(frames));
          for (const [at, byte] of flips) stream[at % stream.length] = byte;
          expect(survive(stream)).toBe(stream.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('with a right BCC around random units', () => {
    const unit = fc.oneof(
      fc.uint8Array({ maxLength: 120 }),
      fc
        .array(fc.constantFrom(0, 1, 2, 7, 8, 9, 0x30, 0x31, 0x80, 0xfd, 0xfe, 0xff), { maxLength: 80 })
        .map((all) => Uint8Array.from([26, 11, 23, 9, 58, 5, ...all])),
    );
    fc.assert(
      fc.property(
        unit,
        fc.constantFrom(1, 2, 3, 4, 5, 9, 10, 11, 0x80, 0x81, 0x82),
        fc.constantFrom('2016' as const, '2025' as const),
        (data, command, edition) => {
          const bytes = encodeFrame({
            edition,
            command,
            answer: 0xfe,
            id: 'LCDTEST18R0000017',
            encryption: 1,
            body: { kind: 'opaque', data },
          });
          expect(survive(bytes)).toBe(bytes.length);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('that are no frame throw the error of this library', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decodeFrame(bytes);
        } catch (error) {
          expect(isDomainError(error, 'gbt32960.not_a_frame')).toBe(true);
        }
      }),
    );
  });

  it('of 64 KB with a false header every 25 bytes come to an end', () => {
    const header = [0x23, 0x23, 0x02, 0xfe, ...Buffer.from('LCDTEST18R0000017'), 1, 0xff, 0xfb, 0];
    const stream = Uint8Array.from({ length: 70_000 }, (_, index) => header[index % 25] ?? 0);
    expect(survive(stream)).toBe(stream.length);
  });
});
