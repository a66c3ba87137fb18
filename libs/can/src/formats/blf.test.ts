import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicArb, faultsOf, fdArb, frameOf, framesOf, fromHex } from '../../testing/frames.ts';
import { blfCanBody, blfContainer, blfFd64Body, blfFdBody, blfFile, blfFrame, blfObject } from '../../testing/logs.ts';
import type { CanRecord } from '../frame.ts';
import { createBlfReader } from './blf.ts';

const readAll = (file: Uint8Array, step = file.length): CanRecord[] => {
  const reader = createBlfReader();
  const records: CanRecord[] = [];
  for (let at = 0; at < file.length; at += Math.max(step, 1))
    records.push(...reader.push(file.subarray(at, at + step)));
  return [...records, ...reader.end()];
};

const HEADER = blfFile([]);
const withHeader = (...pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat([HEADER, ...pieces]));
const frame = frameOf({ time: 2, channel: '3', id: 0x123, data: fromHex('0102030405') });
const fd = frameOf({ ...frame, fd: true, data: new Uint8Array(12).fill(7) });

describe('BLF', () => {
  it('reads each kind of frame object', () => {
    const cases = [
      [blfObject(1, blfCanBody(frame), 200_000n), frame],
      [blfObject(86, Buffer.concat([blfCanBody(frame), new Uint8Array(8)]), 200_000n), frame],
      [blfObject(100, blfFdBody(fd), 200_000n), fd],
      [blfObject(100, blfFdBody(frame), 200_000n), frame],
      [blfObject(101, blfFd64Body(fd), 200_000n), fd],
      [blfObject(101, blfFd64Body(frame), 200_000n), frame],
    ] as const;
    for (const [object, expected] of cases) expect(framesOf(readAll(blfFile([object])))).toEqual([expected]);
  });

  it('reads times in 10 µs and in 1 ns', () => {
    const objects = [blfObject(1, blfCanBody(frame), 150_000n, 1), blfObject(1, blfCanBody(frame), 1_500_000_000n, 2)];
    expect(framesOf(readAll(blfFile(objects))).map((each) => each.time)).toEqual([1.5, 1.5]);
  });

  it('reads extended identifiers, remote and error frames', () => {
    const extended = frameOf({ ...frame, id: 0x18daf110, extended: true });
    const objects = [
      blfObject(1, blfCanBody(extended), 200_000n),
      blfObject(1, blfCanBody(frame, 0x80), 200_000n),
      blfObject(100, blfFdBody(frame, 0x80), 200_000n),
      blfObject(101, blfFd64Body(frame, 0x10), 200_000n),
      blfObject(2, Uint8Array.of(3, 0, 0, 0), 200_000n),
      blfObject(73, Uint8Array.of(3, 0, 0, 0), 200_000n),
    ];
    const remote = frameOf({ ...frame, kind: 'remote', data: fromHex('') });
    const error = frameOf({ ...remote, kind: 'error', id: 0 });
    expect(framesOf(readAll(blfFile(objects)))).toEqual([extended, remote, remote, remote, error, error]);
  });

  it('puts objects together that go on in the next container, for every size of container', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(classicArb, fdArb), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 500 }),
        (frames, size, step) => {
          expect(framesOf(readAll(blfFile(frames.map(blfFrame), size), step))).toEqual(frames);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads unpacked containers and objects outside of containers', () => {
    expect(framesOf(readAll(withHeader(blfContainer(blfFrame(frame), 0), blfFrame(frame))))).toEqual([frame, frame]);
  });

  it('passes over other objects', () => {
    expect(readAll(blfFile([blfObject(65, new Uint8Array(20), 0n), blfFrame(frame)]))).toHaveLength(1);
  });

  it('reports what is no BLF file', () => {
    expect(faultsOf(readAll(Buffer.from('no file of that kind, but long')))).toEqual([
      '0: the file does not start with LOGG',
      '0: 15 bytes are no object',
      '15: 15 bytes are left over at the end',
    ]);
    expect(readAll(new Uint8Array(0))).toEqual([]);
  });

  it('reports containers that lie about their size or are broken, and goes on', () => {
    const good = blfFrame(frame);
    const broken = blfContainer(good);
    broken.fill(0xff, 34, 60);
    const method = blfContainer(good);
    method[16] = 9;
    const records = readAll(
      withHeader(
        blfContainer(good, 2, 10),
        blfContainer(good, 2, 4_000_000_000),
        blfContainer(good, 2, 200),
        broken,
        method,
        blfContainer(good),
      ),
    );
    expect(framesOf(records.filter((record) => record.kind === 'frame'))).toEqual([frame]);
    expect(faultsOf(records).map((text) => text.replace(/^\d+: /, ''))).toEqual([
      'the container cannot be unpacked',
      'the container unpacks to 4000000000 bytes',
      'the container unpacks to 48 bytes instead of 200',
      'the container cannot be unpacked',
      'unknown compression 9',
    ]);
  });

  it('unpacks no more containers after a thousand broken ones', () => {
    const broken = blfContainer(blfFrame(frame));
    broken[34] = (broken[34] ?? 0) ^ 0xff;
    const faults = faultsOf(readAll(withHeader(...Array.from({ length: 1002 }, () => broken))));
    expect(faults).toHaveLength(1002);
    expect(faults.filter((text) => text.endsWith('the container cannot be unpacked'))).toHaveLength(1000);
    expect(faults.at(-1)).toMatch(/after 1000 that could not be unpacked$/);
  });

  it('reports objects that are too short, with the offset', () => {
    const objects = [1, 2, 100, 101].map((type) => blfObject(type, new Uint8Array(0), 0n));
    expect(faultsOf(readAll(withHeader(...objects)))).toEqual(
      [144, 176, 208, 240].map((offset) => `${offset}: the object is shorter than its kind`),
    );
    const cut = blfObject(101, blfFd64Body(fd).slice(0, 44), 0n);
    expect(faultsOf(readAll(withHeader(cut)))).toEqual(['144: the object is shorter than its kind']);
  });

  it('reports headers and sizes that cannot be', () => {
    const header = blfFrame(frame);
    header[4] = 200;
    expect(faultsOf(readAll(withHeader(header)))).toEqual(['144: a header of 200 bytes']);
    const size = blfFrame(frame);
    size.set([0xff, 0xff, 0xff, 0x7f], 8);
    expect(faultsOf(readAll(withHeader(size)))[0]).toBe('144: an object of 2147483647 bytes');
  });

  it('finds the next object after bytes that are none', () => {
    const records = readAll(withHeader(new Uint8Array(20).fill(1), blfFrame(frame)));
    expect(faultsOf(records)).toEqual(['144: 20 bytes are no object']);
    expect(records.at(-1)).toEqual({ kind: 'frame', frame });
  });

  it('reports an object that the file cuts off', () => {
    expect(faultsOf(readAll(withHeader(blfFrame(frame).subarray(0, 40))))).toEqual([
      '144: 40 bytes are left over at the end',
    ]);
  });
});
