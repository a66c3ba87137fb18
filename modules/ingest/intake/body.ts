import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { DomainError } from '@chedun/kernel';

/** A trip to the thread pool for every 16 KiB, as Node does it by default, costs more than the unpacking itself. */
const UNPACKED = { chunkSize: 256 * 1024 };

const decoderFor = (encoding: string): Gunzip | ZstdDecompress | undefined => {
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip(UNPACKED);
    case 'zstd':
      return createZstdDecompress(UNPACKED);
    default:
      throw new DomainError('ingest.encoding-unsupported', {
        field: 'content-encoding',
        reason: encoding.slice(0, 40),
      });
  }
};

const isZlibError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(Z_|ZSTD_|ERR_)/.test(error.code);

/**
 * Chunks of a request body after decompression. Throws `ingest.encoding-unsupported`, `ingest.body-damaged` (also for a
 * stream that ends early) and `ingest.body-too-large` as soon as more than `maxBytes` came out: a bomb is never unpacked.
 */
export async function* readBody(body: Readable, encoding: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  const decoder = decoderFor(encoding.trim().toLowerCase());
  let size = 0;
  const source = decoder ? body.on('error', (error) => decoder.destroy(error)).pipe(decoder) : body;
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) throw new DomainError('ingest.body-too-large', { reason: `more than ${maxBytes} bytes` });
      yield chunk;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new DomainError('ingest.body-damaged', { offset: size, reason: error.message }, error);
  } finally {
    decoder?.destroy();
  }
}
