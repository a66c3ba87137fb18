import { describe, expect, it } from 'vitest';
import { encodeFrame, frameSize, newSlab } from './frame.ts';
import { RecentFrames } from './recent.ts';
import type { FrameRun } from './recent.ts';
import { record, textOf } from './testing/records.ts';

const ALL = { maxFrames: 1000, maxBytes: 1_000_000 };

/** A run of frames `first` to `last`, each 200 bytes long. */
const run = (first: number, last: number): FrameRun => {
  const slab = newSlab((last - first + 1) * 200 + 64);
  let at = 64;
  for (let seq = first; seq <= last; seq += 1) {
    const input = record(String(seq).padEnd(200 - 72 - 12, '.'));
    encodeFrame(slab, at, frameSize(input), input, { seq, pending: 0, head: 'h'.repeat(32) });
    at += frameSize(input);
  }
  return { bytes: slab.bytes, from: 64, to: at, firstSeq: first, lastSeq: last };
};

const numbers = (recent: RecentFrames, seq: number, limit = ALL): number[] =>
  recent.read(seq, limit).map((frame) => Number.parseInt(textOf(frame), 10));

describe('the newest frames in memory', () => {
  it('are read from any frame on, across runs', () => {
    const recent = new RecentFrames(1_000_000);
    recent.add(run(5, 7));
    recent.add(run(8, 8));
    recent.add(run(9, 12));
    expect(numbers(recent, 5)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(numbers(recent, 7)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(numbers(recent, 11)).toEqual([11, 12]);
    expect(numbers(recent, 4)).toEqual([]);
    expect(numbers(recent, 13)).toEqual([]);
  });

  it('honour the bounds of a read but always give one frame', () => {
    const recent = new RecentFrames(1_000_000);
    recent.add(run(1, 10));
    expect(numbers(recent, 2, { maxFrames: 3, maxBytes: 1_000_000 })).toEqual([2, 3, 4]);
    expect(numbers(recent, 2, { maxFrames: 9, maxBytes: 500 })).toEqual([2, 3]);
    expect(numbers(recent, 2, { maxFrames: 9, maxBytes: 1 })).toEqual([2]);
  });

  it('give way, oldest first, so that memory stays bounded', () => {
    const recent = new RecentFrames(1000);
    for (let at = 1; at <= 5000; at += 1) recent.add(run(at, at));
    expect(numbers(recent, 4996)).toEqual([4996, 4997, 4998, 4999, 5000]);
    expect(numbers(recent, 4995)).toEqual([]);
  });

  it('may be none at all', () => {
    const recent = new RecentFrames(0);
    recent.add(run(1, 3));
    expect(numbers(recent, 1)).toEqual([]);
  });
});
