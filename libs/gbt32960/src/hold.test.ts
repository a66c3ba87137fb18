import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHold } from './hold.ts';

describe('the hold', () => {
  it('hands out the chunk itself when nothing is held', () => {
    const chunk = Uint8Array.of(1, 2, 3);
    expect(createHold().join(chunk)).toBe(chunk);
  });

  it('keeps a copy, so that the caller may reuse its chunk', () => {
    const hold = createHold();
    const chunk = Uint8Array.of(1, 2, 3);
    hold.keep(hold.join(chunk), 1);
    chunk.fill(9);
    expect(hold.length()).toBe(2);
    expect(hold.take()).toEqual(Uint8Array.of(2, 3));
    expect(hold.length()).toBe(0);
  });

  it('gives back every byte in order, whatever is consumed in between', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 20 }), fc.nat(30)), { maxLength: 20 }), (steps) => {
        const hold = createHold();
        const out: number[] = [];
        for (const [chunk, wish] of steps) {
          const joined = hold.join(chunk.slice());
          const consumed = Math.min(wish, joined.length);
          out.push(...joined.subarray(0, consumed));
          hold.keep(joined, consumed);
        }
        out.push(...hold.take());
        expect(out).toEqual(steps.flatMap(([chunk]) => [...chunk]));
      }),
      { numRuns: 500 },
    );
  });
});
