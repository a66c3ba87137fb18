import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packLists } from './lists.ts';

describe('packLists', () => {
  it('keeps every list, the empty ones too', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 1_000_000 }))), (lists) => {
        const { starts, items } = packLists(lists);
        expect(lists.map((_, at) => [...items.subarray(starts[at], starts[at + 1])])).toEqual(lists);
        expect(items).toHaveLength(lists.flat().length);
      }),
    );
  });

  it('takes sets', () => {
    expect([...packLists([new Set([3, 1]), new Set<number>()]).items]).toEqual([3, 1]);
  });
});
