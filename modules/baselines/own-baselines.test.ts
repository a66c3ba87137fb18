import { expect, test } from 'vitest';
import { readRule } from './domain/read-rule.ts';
import { readRuleFiles } from './rule-files.ts';
import { replayOwn } from './timelines.ts';

const files = await readRuleFiles();

test('there is a rule of every kind', () => {
  const types = new Set(files.map(({ path, yaml }) => readRule(yaml, path).read?.rule.type));
  expect([...types].toSorted()).toEqual(['beaconing', 'dga', 'dns_tunnel', 'new_terms', 'rare_value', 'rate_anomaly']);
});

test.each(files.map(({ path, yaml }) => [path, yaml]))(
  '%s loads without a remark, with an id and a Chinese title',
  (path, yaml) => {
    const { read, lint } = readRule(yaml, path);
    expect(lint).toEqual([]);
    expect(read?.document.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(read?.document.custom['x-title-zh']).toMatch(/[\u4e00-\u9fff]/);
  },
);

test('the ids are different', () => {
  const ids = files.map(({ path, yaml }) => readRule(yaml, path).read?.document.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every timeline comes out as it should', { timeout: 60_000 }, async () => {
  const results = await replayOwn();
  expect(results.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
  for (const { path, faults, cases } of results) {
    expect(faults, path).toEqual([]);
    expect(cases).toBeGreaterThan(1);
  }
});
