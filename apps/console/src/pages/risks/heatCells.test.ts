import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatCells, impactOf, toneOfCell } from './heatCells.ts';

const score = fc.integer({ min: 1, max: 5 });
const risk = fc.record({ asset: score, threat: score, vulnerability: score });

describe('the map of risks', () => {
  it('holds every risk once, in the column of its threat', () => {
    fc.assert(
      fc.property(fc.array(risk, { maxLength: 50 }), (list) => {
        const cells = heatCells(list.map((scores) => ({ scores, level: 'low' })));
        expect(cells.flat().reduce((sum, count) => sum + count, 0)).toBe(list.length);
        for (let threat = 1; threat <= 5; threat += 1)
          expect(cells.reduce((sum, row) => sum + (row[threat - 1] ?? 0), 0)).toBe(
            list.filter((each) => each.threat === threat).length,
          );
      }),
    );
  });
  it('grows warmer up and to the right', () => {
    expect(toneOfCell(1, 1)).toBe('low');
    expect(toneOfCell(5, 5)).toBe('critical');
    expect([impactOf({ asset: 1, vulnerability: 1 }), impactOf({ asset: 5, vulnerability: 5 })]).toEqual([1, 5]);
  });
});
