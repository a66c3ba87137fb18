import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { DETECTORS } from './all.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(here).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'all.ts',
);

it('runs every detector of the folder once', () => {
  expect(DETECTORS).toHaveLength(names.length);
  expect(new Set(DETECTORS).size).toBe(names.length);
});

it.each(names)('%s speaks under the one rule that its name gives, and has its test beside it', (name) => {
  const rule = `v2x-${name.replace('.ts', '')}`;
  const text = readFileSync(`${here}${name}`, 'utf8');
  expect(new Set([...text.matchAll(/rule: '([a-z0-9-]+)'/g)].map((found) => found[1]))).toEqual(new Set([rule]));
  expect(readdirSync(here)).toContain(name.replace('.ts', '.test.ts'));
});
