import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genesisHead } from './chain.ts';
import { SEGMENT_HEADER, decodeSegmentHeader, encodeSegmentHeader, segmentPath } from './segment.ts';

const HEADER = {
  journal: '00112233445566778899aabbccddeeff',
  stream: 'network',
  firstSeq: 258,
  createdAt: 1_790_000_000_000,
  head: 'h'.repeat(32),
};

describe('a segment header', () => {
  it('has the layout that README.md documents', () => {
    const bytes = encodeSegmentHeader(HEADER);
    expect(bytes.toString('latin1', 0, 8)).toBe('CDJSEG1\n');
    expect(bytes.toString('hex', 8, 24)).toBe(HEADER.journal);
    expect(bytes.toString('hex', 24, 32)).toBe('0000000000000102');
    expect(bytes.toString('hex', 32, 40)).toBe('000001a0c4506c00');
    expect(bytes.toString('latin1', 40, 72)).toBe(HEADER.head);
    expect(bytes.toString('latin1', 72, 80)).toBe('\x07network');
    expect(bytes.subarray(80, 124).every((byte) => byte === 0)).toBe(true);
    expect(bytes).toHaveLength(SEGMENT_HEADER);
  });

  it('gives back what was put in', () => {
    const headers = fc.record({
      journal: fc.stringMatching(/^[0-9a-f]{32}$/),
      stream: fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/),
      firstSeq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      createdAt: fc.nat(Number.MAX_SAFE_INTEGER),
      head: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    });
    fc.assert(
      fc.property(headers, (header) => {
        expect(decodeSegmentHeader(encodeSegmentHeader(header))).toEqual(header);
      }),
    );
  });

  it('is refused after any flipped bit, when it is short, and when it is anything else', () => {
    const good = encodeSegmentHeader(HEADER);
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const bad = Buffer.from(good);
      bad.writeUInt8(bad.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(decodeSegmentHeader(bad), `bit ${bit}`).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 140 }), (bytes) => {
        expect(decodeSegmentHeader(Buffer.from(bytes))).toBeUndefined();
      }),
    );
  });
});

it('names segments so that their order is the order of their names', () => {
  expect(segmentPath('/j/network', 42)).toBe('/j/network/00000000000000000042.seg');
});

it('begins the chain of each journal and stream differently', () => {
  const heads = [genesisHead('a', 'network'), genesisHead('b', 'network'), genesisHead('a', 'telemetry')];
  expect(new Set(heads).size).toBe(3);
  expect(Buffer.from(genesisHead(HEADER.journal, 'network'), 'latin1').toString('hex')).toBe(
    '5bfb0efd73a1ff9c85e9ecdee99ef8eb0b3e4b0d0c09c75878d20f55e491c97f',
  );
});
