import fc from 'fast-check';
import { crc32 as zlibCrc } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { crc32, zipStored } from './zip.ts';

const open = (bytes: Uint8Array): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error === null ? resolve(zip) : reject(error),
    );
  });

const contentOf = (zip: ZipFile, entry: Entry): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) return reject(error);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });

/** Reads an archive with somebody else's reader. */
const unzip = async (bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> => {
  const zip = await open(bytes);
  const files = new Map<string, Buffer>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      contentOf(zip, entry).then((content) => {
        files.set(entry.fileName, content);
        zip.readEntry();
      }, reject);
    });
    zip.on('end', () => resolve());
    zip.on('error', reject);
    zip.readEntry();
  });
  return files;
};

describe('packed rule folders', () => {
  it('are read by other people’s readers, Chinese names included', async () => {
    const files = await unzip(
      zipStored([
        { path: 'rules/车辆/unlock.yml', bytes: new TextEncoder().encode('title: 解锁\n') },
        { path: 'rules/empty.yml', bytes: new Uint8Array() },
      ]),
    );
    expect(files.get('rules/车辆/unlock.yml')?.toString()).toBe('title: 解锁\n');
    expect(files.get('rules/empty.yml')?.length).toBe(0);
  });

  it('keep the bytes of any files', async () => {
    const files = fc.uniqueArray(
      fc.record({ path: fc.stringMatching(/^[a-z]{1,8}\.yml$/), bytes: fc.uint8Array({ maxLength: 300 }) }),
      { selector: ({ path }) => path, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(files, async (entries) => {
        const read = await unzip(zipStored(entries));
        expect(read.size).toBe(entries.length);
        for (const { path, bytes } of entries) expect(read.get(path)).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 40 },
    );
  });

  it('carry the checksum of zlib', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => crc32(bytes) === zlibCrc(bytes)));
  });
});
