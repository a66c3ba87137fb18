import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { cliError, messageOf } from '../errors.ts';

const CHUNK = 1024 * 1024;

/** Most that a file which has to be read whole may hold after unpacking. */
const MOST_WHOLE = 1024 * 1024 * 1024;

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte);

const unpackerOf = (head: Uint8Array) => {
  if (startsWith(head, [0x1f, 0x8b])) return createGunzip();
  return startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]) ? createZstdDecompress() : undefined;
};

async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const head = await firstChunk(createReadStream(file, { end: 3 }));
  const raw = createReadStream(file, { highWaterMark: CHUNK });
  const unpacker = unpackerOf(head);
  const source: Readable = unpacker ? raw.on('error', (error) => unpacker.destroy(error)).pipe(unpacker) : raw;
  try {
    yield* source as AsyncIterable<Buffer>;
  } finally {
    raw.destroy();
    unpacker?.destroy();
  }
}

const firstChunk = async (source: Readable): Promise<Buffer> => {
  for await (const chunk of source as AsyncIterable<Buffer>) return chunk;
  return Buffer.alloc(0);
};

/** Content of a file in chunks; gzip and zstd are unpacked. Throws `cli.file-unreadable`, also for a cut archive. */
export async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  let offset = 0;
  try {
    for await (const chunk of unpacked(file)) {
      offset += chunk.length;
      yield chunk;
    }
  } catch (error) {
    const place = offset === 0 ? { file } : { file, offset };
    throw cliError('cli.file-unreadable', { ...place, reason: messageOf(error) }, error);
  }
}

/** All of the chunks as one buffer; bounded. */
export const joined = async (file: string, chunks: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MOST_WHOLE)
      throw cliError('cli.file-unreadable', {
        file,
        offset: size,
        reason: `this format is read whole and holds more than ${MOST_WHOLE} bytes`,
      });
    parts.push(chunk);
  }
  return Buffer.concat(parts);
};
