import { DomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { guardZip } from './zip-guard.ts';

interface Entry {
  readonly content: Buffer;
  /** Size the headers claim; the true one when absent. */
  readonly claimed?: number;
  readonly method?: 0 | 8;
  readonly flags?: number;
}

/** Builds a ZIP file by hand, so that it can lie. */
const zipOf = (...entries: readonly Entry[]): Buffer => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { content, claimed = content.length, method = 8, flags = 0 } of entries) {
    const packed = method === 8 ? deflateRawSync(content) : content;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(claimed, 22);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claimed, 24);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, packed);
    central.push(entry);
    offset += local.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
};

const outcome = (bytes: Uint8Array, budget = 1_000_000): string => {
  try {
    guardZip(bytes, budget);
    return 'sound';
  } catch (error) {
    if (error instanceof DomainError) return `${error.code.slice(14)}: ${error.detail.reason ?? ''}`;
    throw error;
  }
};
const zeros = (length: number): Buffer => Buffer.alloc(length);

describe('the guard before a ZIP file is opened', () => {
  it('lets a sound file pass', () => {
    expect(outcome(zipOf({ content: zeros(5_000) }, { content: Buffer.from('abc'), method: 0 }))).toBe('sound');
  });

  it('refuses a bomb that says so', () => {
    expect(outcome(zipOf({ content: zeros(2_000_000) }))).toBe('too-large: the file expands to too much');
  });

  it('refuses a bomb made of many parts', () => {
    const parts = Array.from({ length: 30 }, () => ({ content: zeros(40_000) }));
    expect(outcome(zipOf(...parts))).toBe('too-large: the file expands to too much');
    const many = Array.from({ length: 300 }, () => ({ content: zeros(1) }));
    expect(outcome(zipOf(...many))).toBe('too-large: the file holds too many entries');
  });

  it('finds out a bomb that lies about its size', () => {
    expect(outcome(zipOf({ content: zeros(50_000_000), claimed: 100 }))).toContain('broken or larger than it claims');
    expect(outcome(zipOf({ content: zeros(10), claimed: 20 }))).toContain('a size is wrong');
    expect(outcome(zipOf({ content: zeros(10), claimed: 20, method: 0 }))).toContain('a size is wrong');
  });

  it('refuses encryption and unknown compression', () => {
    expect(outcome(zipOf({ content: zeros(10), flags: 1 }))).toContain('encrypted');
    const zip = zipOf({ content: zeros(10) });
    zip.writeUInt16LE(12, zip.length - 22 - 46 + 10);
    expect(outcome(zip)).toContain('unknown compression');
  });

  it('throws nothing but its own errors for cut, changed and random bytes', () => {
    const sound = zipOf({ content: Buffer.from('hello '.repeat(50)) }, { content: zeros(300) });
    fc.assert(
      fc.property(fc.nat(sound.length), (length) => outcome(sound.subarray(0, length)) !== ''),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(sound);
        changed[at] = byte;
        return outcome(changed) !== '';
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => outcome(bytes) !== 'sound'));
  });
});
