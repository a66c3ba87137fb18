import type { Readable } from 'node:stream';
import type { LogFormat } from '@chedun/logs';
import { readBody } from './body.ts';
import { memoryOf } from '../domain/records.ts';
import { splitBody, type SplitBatch } from './split.ts';

/** How the body of an upload is read. */
export interface CutOptions {
  /** Content encoding as the sender names it. */
  readonly encoding: string;
  readonly format: LogFormat | 'auto';
  /** Most bytes after decompression. */
  readonly maxBytes: number;
}

/**
 * Reads a body and cuts it into frames; `onBytes` hears of every byte that is held in memory for it until it is cut.
 * Throws what `readBody` and `splitBody` throw.
 */
export type Cut = (body: Readable, options: CutOptions, onBytes: (bytes: number) => void) => Promise<SplitBatch>;

async function* counted(chunks: AsyncIterable<Uint8Array>, note: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    note(chunk.length);
    yield chunk;
  }
}

/** Pieces of memory that are kept between uploads; an upload of some megabytes is as many pieces. */
const MOST_SPARE = 16;

/** Cuts in this thread, in memory that all uploads share. */
export const cutHere = (): Cut => {
  const memory = memoryOf(MOST_SPARE);
  return (body, { encoding, format, maxBytes }, onBytes) =>
    splitBody(counted(readBody(body, encoding, maxBytes), onBytes), format, memory);
};
