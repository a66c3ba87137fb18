import { describe, expect, it } from 'vitest';
import { everyPage } from './everyPage.ts';

/** Pages of two rows out of so many. */
const listOf = (rows: number) => {
  const asked: (string | undefined)[] = [];
  const load = async (cursor: string | undefined) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const items = Array.from({ length: Math.min(2, rows - from) }, (_, at) => from + at);
    return { items, next: from + 2 < rows ? String(from + 2) : null };
  };
  return { asked, load };
};

describe('every page of a list', () => {
  it('is read in order, from the first to the last', async () => {
    const { asked, load } = listOf(5);
    expect(await everyPage(load)).toEqual({ rows: [0, 1, 2, 3, 4], cut: false });
    expect(asked).toEqual([undefined, '2', '4']);
  });

  it('is read up to a bound, and says when rows are missing', async () => {
    expect(await everyPage(listOf(9).load, 4)).toEqual({ rows: [0, 1, 2, 3], cut: true });
    expect(await everyPage(listOf(4).load, 4)).toEqual({ rows: [0, 1, 2, 3], cut: false });
    expect(await everyPage(listOf(0).load, 4)).toEqual({ rows: [], cut: false });
  });
});
