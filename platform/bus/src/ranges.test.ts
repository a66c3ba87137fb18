import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameRanges } from './ranges.ts';

describe('ranges of frames', () => {
  it('an empty set lacks everything, and a full one nothing', () => {
    const set = new FrameRanges();
    expect(set.missing({ first: 3, last: 5 })).toEqual([{ first: 3, last: 5 }]);
    set.addRange({ first: 1, last: 9 });
    expect(set.missing({ first: 3, last: 5 })).toEqual([]);
    expect(set.missing({ first: 6, last: 5 })).toEqual([]);
  });

  it('agrees with a plain set, in whatever order numbers come', () => {
    const part = fc.record({ first: fc.integer({ min: 1, max: 60 }), length: fc.integer({ min: 0, max: 6 }) });
    fc.assert(
      fc.property(fc.array(part), fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), (parts, a, b) => {
        const [set, plain] = [new FrameRanges(), new Set<number>()];
        for (const { first, length } of parts) {
          if (length === 0) set.add(first);
          else set.addRange({ first, last: first + length });
          for (let seq = first; seq <= first + length; seq += 1) plain.add(seq);
        }
        const missing = set.missing({ first: a, last: b });
        const lacking = missing.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, at) => first + at),
        );
        const all = Array.from({ length: Math.max(0, b - a + 1) }, (_, at) => a + at);
        expect(lacking).toEqual(all.filter((seq) => !plain.has(seq)));
        for (const [at, hole] of missing.entries())
          expect(hole.first).toBeGreaterThan((missing[at - 1]?.last ?? -1) + 1);
      }),
    );
  });
});
