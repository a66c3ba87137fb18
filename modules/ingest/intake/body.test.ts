import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody } from './body.ts';

const LIMIT = 1024 * 1024;
const read = async (body: Uint8Array, encoding: string, limit = LIMIT): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readBody(Readable.from([body]), encoding, limit)) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error: unknown) => (isDomainError(error) ? error.code : `not ours: ${String(error)}`),
  );
const TEXT = Buffer.from('{"a":1}\n'.repeat(1000));
/** With the checksum that a sender may leave out: without it zstd cannot tell changed bytes. */
const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
const PACKED = {
  gzip: gzipSync(TEXT),
  'x-gzip': gzipSync(TEXT),
  zstd: zstdCompressSync(TEXT, CHECKED),
  ' GZIP ': gzipSync(TEXT),
};

describe('a body', () => {
  it.each([...Object.entries(PACKED), ['', TEXT] as const, ['identity', TEXT] as const])(
    'is unpacked as %j',
    async (encoding, body) => {
      expect(await read(body, encoding)).toEqual(TEXT);
    },
  );

  it('may be several gzip members one behind the other', async () => {
    expect(await read(Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]), 'gzip')).toEqual(
      Buffer.from('one\ntwo\n'),
    );
  });

  it.each(['gzip', 'zstd'] as const)('that ends early in %s is refused wherever it was cut', async (encoding) => {
    const whole = PACKED[encoding];
    for (const cut of [1, 5, Math.floor(whole.length / 2), whole.length - 1])
      expect(await codeOf(read(whole.subarray(0, cut), encoding))).toBe('ingest.body-damaged');
  });

  it.each(['gzip', 'zstd'] as const)('with a damaged byte in %s is never taken as something else', async (encoding) => {
    const whole = PACKED[encoding];
    for (let at = 4; at < whole.length; at += 7) {
      const bad = Buffer.from(whole);
      bad.writeUInt8((bad[at] ?? 0) ^ 0x55, at);
      const taken = await read(bad, encoding).catch((error: unknown) => error);
      if (Buffer.isBuffer(taken)) expect(taken).toEqual(TEXT);
      else expect(taken).toMatchObject({ code: expect.stringMatching(/^ingest\.body-/) as string });
    }
  });

  it('that unpacks to far more than the limit is refused without being unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * LIMIT));
    const before = process.memoryUsage().arrayBuffers;
    expect(await codeOf(read(bomb, 'gzip'))).toBe('ingest.body-too-large');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * LIMIT);
    expect(await codeOf(read(zstdCompressSync(Buffer.alloc(64 * LIMIT)), 'zstd'))).toBe('ingest.body-too-large');
    expect(await codeOf(read(Buffer.alloc(LIMIT + 1), ''))).toBe('ingest.body-too-large');
    expect(await codeOf(read(Buffer.alloc(LIMIT), ''))).toBe('taken');
  });

  it('in an unknown encoding is refused by name', async () => {
    for (const encoding of ['br', 'deflate', 'gzip, zstd', 'x'.repeat(5000)])
      expect(await codeOf(read(TEXT, encoding))).toBe('ingest.encoding-unsupported');
  });

  it('whose connection breaks is refused, not taken as whole', async () => {
    const broken = (encoding: string) =>
      readBody(
        Readable.from(
          (async function* () {
            yield encoding === 'gzip' ? PACKED.gzip.subarray(0, 20) : TEXT;
            await Promise.resolve();
            throw new Error('aborted');
          })(),
        ),
        encoding,
        LIMIT,
      );
    for (const encoding of ['', 'gzip']) {
      await expect(
        (async () => {
          for await (const chunk of broken(encoding)) expect(chunk.length).toBeGreaterThan(0);
        })(),
      ).rejects.toThrow('aborted');
    }
  });

  it('of random bytes throws nothing but errors of the catalogue', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('gzip', 'zstd'), async (bytes, encoding) => {
        expect(['taken', 'ingest.body-damaged', 'ingest.body-too-large']).toContain(
          await codeOf(read(bytes, encoding)),
        );
      }),
    );
    expect(await codeOf(read(randomBytes(10_000), 'gzip'))).toBe('ingest.body-damaged');
  });
});
