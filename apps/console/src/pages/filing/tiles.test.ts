import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tilesOf } from './tiles.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 });

describe('tiles', () => {
  it('fill the area, each with its share, and stay within it', () => {
    fc.assert(
      fc.property(sizes, (list) => {
        const tiles = tilesOf(
          list.map((size, at) => ({ id: String(at), size })),
          100,
          50,
        );
        const total = list.reduce((sum, size) => sum + size, 0);
        expect(tiles).toHaveLength(list.length);
        for (const { id, x, y, width, height } of tiles) {
          expect(width * height).toBeCloseTo(((list[Number(id)] ?? 0) / total) * 5000, 4);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(100.000_001);
          expect(y + height).toBeLessThanOrEqual(50.000_001);
        }
      }),
    );
  });
  it('are none for nothing', () => {
    expect(tilesOf([], 10, 10)).toEqual([]);
  });
});
