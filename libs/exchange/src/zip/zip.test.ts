import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDomainError } from '@chedun/kernel';
import { readZip, writeZip } from './index.ts';

const LIMITS = { maxEntries: 100, maxEntryBytes: 1 << 20, maxTotalBytes: 1 << 21, folders: 'refuse' } as const;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const name = fc.string({ unit: fc.constantFrom(...'abcxyz0123456789-_车盾'), minLength: 1, maxLength: 12 });
const entries = fc.uniqueArray(
  fc.record({
    name: fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
    bytes: fc.uint8Array({ maxLength: 300 }),
  }),
  { selector: (each) => each.name.toLowerCase(), maxLength: 8 },
);

describe('a ZIP', () => {
  it.each(['store', 'deflate'] as const)(
    'that was written by %s is read again, and the same files give the same bytes',
    (method) => {
      fc.assert(
        fc.property(entries, (files) => {
          const packed = writeZip(files, method);
          expect(readZip(packed, LIMITS)).toEqual(files);
          expect(writeZip(files, method)).toEqual(packed);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('with any byte changed is refused or has other content, and never throws anything else', () => {
    const right = writeZip(
      [
        { name: 'a.txt', bytes: bytes('hello hello hello') },
        { name: 'b/c', bytes: bytes('x') },
      ],
      'deflate',
    );
    let same = 0;
    for (let at = 0; at < right.length; at += 1) {
      for (const bit of [1, 128]) {
        const changed = Uint8Array.from(right);
        changed[at] = (changed[at] ?? 0) ^ bit;
        try {
          const read = readZip(changed, LIMITS);
          if (JSON.stringify(read) === JSON.stringify(readZip(right, LIMITS))) same += 1;
        } catch (error) {
          expect(isDomainError(error) && error.code.startsWith('exchange.')).toBe(true);
        }
      }
    }
    // Versions, times and attributes are not content.
    expect(same).toBeLessThan(right.length);
  });

  it('is refused when it unpacks to more than it says, whatever it says', () => {
    const packed = writeZip([{ name: 'a', bytes: new Uint8Array(100_000) }], 'deflate');
    const view = new DataView(packed.buffer);
    const central = view.getUint32(packed.length - 6, true);
    for (const at of [22, central + 24]) view.setUint32(at, 10, true);
    expect(() => readZip(packed, LIMITS)).toThrow(/exchange\.zip/);
  });

  it('is refused when data follows the end of a packed stream', () => {
    const packed = Buffer.from(writeZip([{ name: 'a', bytes: bytes('aaaa') }], 'deflate'));
    const central = packed.readUInt32LE(packed.length - 6);
    const longer = Buffer.concat([packed.subarray(0, central), Buffer.from([0]), packed.subarray(central)]);
    const size = longer.readUInt32LE(18) + 1;
    longer.writeUInt32LE(size, 18);
    longer.writeUInt32LE(size, central + 1 + 20);
    longer.writeUInt32LE(central + 1, longer.length - 6);
    expect(() => readZip(longer, LIMITS)).toThrow(/exchange\.zip/);
  });

  it('keeps limits, and takes folders only where they are let pass', () => {
    const many = writeZip(
      Array.from({ length: 101 }, (_, at) => ({ name: `f${at}`, bytes: new Uint8Array() })),
      'store',
    );
    expect(() => readZip(many, LIMITS)).toThrow(/too-large/);
    const folder = Buffer.from(writeZip([{ name: 'ab', bytes: new Uint8Array() }], 'store'));
    for (let at = folder.indexOf('ab'); at >= 0; at = folder.indexOf('ab', at + 1)) folder.write('a/', at);
    expect(() => readZip(folder, LIMITS)).toThrow(/exchange\.zip/);
    expect(readZip(folder, { ...LIMITS, folders: 'skip' })).toEqual([]);
  });

  it.each([
    '../a',
    '/a',
    'a//b',
    'a/./b',
    String.raw`a\b`,
    'c:a',
    '',
    'a/',
    'a.',
    ' a',
    'a\u0301',
    'x'.repeat(241),
    'a\u202eb',
  ])('is never written with the name %j', (bad) => {
    expect(() => writeZip([{ name: bad, bytes: new Uint8Array() }], 'store')).toThrow(/exchange\.name/);
  });

  it('is never written with two names that are one on some disks', () => {
    const two = ['A.txt', 'a.txt'].map((each) => ({ name: each, bytes: new Uint8Array() }));
    expect(() => writeZip(two, 'store')).toThrow(/exchange\.name/);
  });
});
