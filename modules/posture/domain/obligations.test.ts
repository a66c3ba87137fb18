import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadObligations } from './obligations.ts';

const FOLDER = new URL('../../../content/notice/', import.meta.url);

describe('the obligations of the notice', () => {
  it('have a duty in each language, and the English one holds neither Chinese nor the name of a file', async () => {
    const all = await loadObligations(FOLDER);
    expect(all).toHaveLength(113);
    for (const { id, duty } of all) {
      expect(duty.zh, id).toMatch(/\p{Script=Han}/u);
      expect(duty.en, id).not.toMatch(/\p{Script=Han}|\.md/u);
    }
  });

  it('say their numbers in each language, and those that name none say nothing', async () => {
    const all = await loadObligations(FOLDER);
    const numbers = all.filter(({ number }) => number !== null);
    expect(numbers).toHaveLength(79);
    for (const { id, number } of numbers) expect(number?.zh, id).toMatch(/\p{Script=Han}/u);
    const worded = JSON.parse(await readFile(new URL('numbers.zh.json', FOLDER), 'utf8')) as Record<string, string>;
    expect(Object.keys(worded)).toEqual(numbers.map(({ id }) => id));
  });

  it('are reworded only where they exist', async () => {
    const ids = (await loadObligations(FOLDER)).map(({ id }) => id);
    const reworded = JSON.parse(await readFile(new URL('duties.en.json', FOLDER), 'utf8')) as Record<string, string>;
    expect(ids).toEqual(expect.arrayContaining(Object.keys(reworded)));
  });
});
