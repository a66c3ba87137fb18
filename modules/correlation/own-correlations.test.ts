import { lintRules, parseRules } from '@chedun/sigma';
import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { replayOwn } from './own-correlations.ts';

const folder = new URL('../../content/rules/correlations/', import.meta.url);

describe('our own correlations', () => {
  const texts: { path: string; text: string }[] = [];
  beforeAll(async () => {
    for (const path of (await readdir(folder)).filter((name) => name.endsWith('.yml')))
      texts.push({ path, text: await readFile(new URL(path, folder), 'utf8') });
  });
  const correlations = () =>
    texts.flatMap(({ path, text }) =>
      parseRules(text, { file: path }).documents.filter(({ kind }) => kind === 'correlation'),
    );

  it('are at least 25, of most types, each with id, author, licence, titles in both languages and a mapping', () => {
    expect(texts.length).toBeGreaterThanOrEqual(25);
    const all = correlations();
    const documents = texts.flatMap(({ path, text }) => parseRules(text, { file: path }).documents);
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
    expect(
      new Set(all.flatMap((each) => (each.kind === 'correlation' ? [each.type] : []))).size,
    ).toBeGreaterThanOrEqual(8);
    for (const each of documents) {
      expect([each.author, each.license], each.title).toEqual(['CheDun', 'Apache-2.0']);
      expect(String(each.custom['x-title-zh']), each.title).toMatch(/\p{Script=Han}/u);
    }
    for (const { path, text } of texts) {
      const main = parseRules(text, { file: path }).documents.at(-1);
      expect(main?.tags.join(' '), path).toMatch(/attack\.t[01]\d{3}.*atm\..*r155\..*gbt45181\./);
    }
  });

  it('pass the linter without a remark', () => {
    expect(texts.flatMap(({ path, text }) => lintRules(text, { file: path }))).toEqual([]);
  });

  it('fire on their timelines when they should, and are quiet on the others', async () => {
    const results = await replayOwn();
    expect(results).toHaveLength(texts.length);
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });
});
