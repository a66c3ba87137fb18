import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SegmentIndex } from './segment-index.ts';

const MIB = 1024 * 1024;

it('never points behind the frame that is looked for, and never far before it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 100, max: 300_000 }), { minLength: 1, maxLength: 200 }),
      fc.nat(),
      (sizes, pick) => {
        const index = new SegmentIndex();
        const offsets: number[] = [];
        let offset = 128;
        for (const [at, size] of sizes.entries()) {
          index.add(at + 1, offset);
          offsets.push(offset);
          offset += size;
        }
        const seq = 1 + (pick % sizes.length);
        const place = index.before(seq);
        expect(place?.seq).toBeLessThanOrEqual(seq);
        expect(place?.offset).toBe(offsets[(place?.seq ?? 0) - 1]);
        expect((offsets[seq - 1] ?? 0) - (place?.offset ?? 0)).toBeLessThan(MIB + 300_000);
      },
    ),
  );
});

it('knows nothing before its first frame', () => {
  const index = new SegmentIndex();
  expect(index.before(5)).toBeUndefined();
  index.add(10, 128);
  expect(index.before(9)).toBeUndefined();
  expect(index.before(10)).toEqual({ seq: 10, offset: 128 });
});

it('ignores frames that it has passed already', () => {
  const index = new SegmentIndex();
  for (const round of [1, 2]) {
    for (let at = 0; at < 10; at += 1) index.add(at + 1, at * MIB);
    expect(index.before(5), `round ${round}`).toEqual({ seq: 5, offset: 4 * MIB });
  }
});

it('prefers where a reader stopped, and forgets all behind a cut', () => {
  const index = new SegmentIndex();
  index.add(1, 128);
  index.add(9, 5 * MIB);
  index.remember({ seq: 7, offset: 4000 });
  expect(index.before(7)).toEqual({ seq: 7, offset: 4000 });
  expect(index.before(8)).toEqual({ seq: 1, offset: 128 });
  index.cut(5 * MIB);
  expect(index.before(7)).toEqual({ seq: 1, offset: 128 });
  expect(index.before(9)).toEqual({ seq: 1, offset: 128 });
});
