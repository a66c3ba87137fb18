import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitRange } from './split.ts';

it('cuts into parts that follow each other, lose no row and are small unless they are one frame', async () => {
  const frames = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(frames, fc.integer({ min: 1, max: 60 }), async (rows, most) => {
      const rowsOf = async (from: number, to: number) => rows.slice(from - 1, to).reduce((sum, n) => sum + n, 0);
      const parts = await splitRange({ fromSeq: 1, toSeq: rows.length }, most, rowsOf);
      expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(await rowsOf(1, rows.length));
      for (const [at, part] of parts.entries()) {
        expect(part.rows).toBeGreaterThan(0);
        expect(part.rows <= most || part.fromSeq === part.toSeq).toBe(true);
        expect(part.fromSeq).toBeGreaterThan(parts[at - 1]?.toSeq ?? 0);
      }
    }),
  );
});
