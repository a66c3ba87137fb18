import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { silentLog } from '@chedun/records/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { cutHere, type CutOptions } from './cutter.ts';
import { openCutterThread } from './cutter-thread.ts';

const thread = openCutterThread(silentLog);
afterAll(() => thread.close());

const LIMIT = 8 * 1024 * 1024;
const options = (given: Partial<CutOptions> = {}): CutOptions => ({
  encoding: '',
  format: 'auto',
  maxBytes: LIMIT,
  ...given,
});
const nothing = (): void => undefined;
const lines = (count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, at) => `${JSON.stringify({ at, pad: 'p'.repeat(100) })}\n`).join(''));
const inPieces = (body: Uint8Array, size: number): Readable => {
  const pieces = Array.from({ length: Math.ceil(body.length / size) }, (_, at) =>
    body.subarray(at * size, (at + 1) * size),
  );
  return Readable.from(pieces, { objectMode: false });
};

describe('the thread that cuts uploads', () => {
  it.each([
    ['plain', lines(450), {}],
    ['gzip', gzipSync(lines(450)), { encoding: 'gzip' }],
    ['zstd', zstdCompressSync(lines(450)), { encoding: 'zstd' }],
    ['of one record', lines(1), {}],
    ['empty', Buffer.alloc(0), {}],
    ['with a refused line', Buffer.concat([lines(3), Buffer.alloc(5 * 1024 * 1024, 'x'), lines(2)]), {}],
  ])('makes of a body that is %s what this thread makes of it', async (_, body, how) => {
    const there = await thread.cut(inPieces(body, 1000), options(how), nothing);
    const here = await cutHere()(inPieces(body, 64_000), options(how), nothing);
    const shown = (batch: typeof here): unknown => ({
      ...batch,
      frames: batch.frames.map((frame) => ({ ...frame, payload: Buffer.from(frame.payload).toString('hex') })),
    });
    expect(shown(there)).toEqual(shown(here));
  });

  it('tells errors as they are, and leaves the body open so that the sender can be answered', async () => {
    const bomb = zstdCompressSync(Buffer.alloc(4 * LIMIT));
    await expect(thread.cut(Readable.from([bomb]), options({ encoding: 'zstd' }), nothing)).rejects.toMatchObject({
      code: 'ingest.body-too-large',
    });
    const body = inPieces(randomBytes(2_000_000), 50_000);
    await expect(thread.cut(body, options({ encoding: 'gzip' }), nothing)).rejects.toMatchObject({
      code: 'ingest.body-damaged',
    });
    expect(body.destroyed && !body.readableEnded).toBe(false);
    await expect(thread.cut(Readable.from([lines(1)]), options({ encoding: 'br' }), nothing)).rejects.toMatchObject({
      code: 'ingest.encoding-unsupported',
      detail: { field: 'content-encoding' },
    });
  });

  it('takes many at once, and gives each its own', async () => {
    const counts = Array.from({ length: 40 }, (_, at) => at * 7 + 1);
    const cut = await Promise.all(
      counts.map((count) => thread.cut(inPieces(lines(count), 333), options({ format: 'ndjson' }), nothing)),
    );
    expect(cut.map((batch) => batch.records)).toEqual(counts);
  });

  it('takes a body far larger than what may be on its way, and counts its bytes', async () => {
    let told = 0;
    const piece = lines(500);
    const pieces = Array.from({ length: 256 }, () => piece);
    const body = Readable.from(pieces, { objectMode: false });
    const cut = await thread.cut(body, options({ maxBytes: 4 * LIMIT }), (bytes) => {
      told += bytes;
    });
    expect(cut.records).toBe(256 * 500);
    expect(told).toBe(256 * piece.length);
  });

  it('forgets a sender that goes away', async () => {
    const body = new Readable({ read: () => undefined });
    body.push(lines(10));
    const cut = thread.cut(body, options(), nothing);
    body.destroy(new Error('connection reset'));
    await expect(cut).rejects.toThrow('connection reset');
    expect((await thread.cut(Readable.from([lines(2)]), options(), nothing)).records).toBe(2);
  });

  it('refuses everything once it is closed', async () => {
    const other = openCutterThread(silentLog);
    const waiting = other.cut(new Readable({ read: () => undefined }), options(), nothing);
    await other.close();
    await expect(waiting).rejects.toMatchObject({ code: 'ingest.unavailable' });
    await expect(other.cut(Readable.from([lines(1)]), options(), nothing)).rejects.toMatchObject({
      code: 'ingest.unavailable',
    });
  });
});
