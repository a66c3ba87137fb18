import { constants, createZstdCompress, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statedSize, unpack } from './unpack.ts';

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

describe('unpacking a payload', () => {
  it.each([0, 1, 63, 64, 255, 256, 257, 65_535, 65_791, 65_792, 65_793, 400_000, 1_048_576])(
    'gives back %i bytes, as many as the header states',
    (size) => {
      const content = Buffer.from(Array.from({ length: size }, (_, at) => (at * 7919) & 0xff));
      const packed = zstdCompressSync(content, LEVEL);
      expect(statedSize(packed) ?? size).toBe(size);
      expect(unpack(packed).equals(content)).toBe(true);
    },
  );

  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => {
        expect(Buffer.from(content).equals(unpack(zstdCompressSync(content)))).toBe(true);
      }),
    );
  });

  it('takes few pieces for a frame that states no size', () => {
    const content = Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => (at * 7919) & 0xff));
    const stream = createZstdCompress(LEVEL);
    stream.end(content);
    return stream.toArray().then((parts) => {
      const packed = Buffer.concat(parts as Buffer[]);
      expect(statedSize(packed)).toBeUndefined();
      expect(unpack(packed).equals(content)).toBe(true);
    });
  });

  it('believes no size that the bytes do not keep', () => {
    const packed = zstdCompressSync(Buffer.alloc(300, 'a'), LEVEL);
    expect(statedSize(packed)).toBe(300);
    for (const size of [0, 10, 60_000]) {
      const lying = Buffer.from(packed);
      lying.writeUInt16LE(size, 5);
      expect(() => unpack(lying)).toThrow();
    }
  });

  it('states nothing for bytes that are no frame, and refuses them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const size = statedSize(bytes);
        expect(size === undefined || size >= 0).toBe(true);
        if (size === undefined && bytes.length > 0) expect(() => unpack(bytes)).toThrow();
      }),
    );
  });
});
