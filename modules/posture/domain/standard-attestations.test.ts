import { describe, expect, it } from 'vitest';
import { loadObligations } from './obligations.ts';
import { readStandardAttestations, wantedAttestations } from './standard-attestations.ts';

describe('standard attestations', () => {
  it('name every obligation of the notice for its party, and only those', async () => {
    const all = await readStandardAttestations();
    const known = (await loadObligations(new URL('../../../content/notice/', import.meta.url))).map(({ id }) => id);
    const articles = all.filter(({ controls }) => controls.length === 0);
    expect(articles.flatMap(({ obligations }) => obligations).toSorted()).toEqual(known.toSorted());
    expect(articles.filter(({ party }) => party === 'regulator').flatMap(({ obligations }) => obligations)).toEqual([
      '1.5-d',
      '3.4-d',
    ]);
  });

  it('ask for nothing that a machine measures', async () => {
    const all = await readStandardAttestations();
    const of = (measured: readonly string[]) =>
      wantedAttestations(all, 'enterprise', new Set(measured)).flatMap(({ obligations }) => obligations);
    expect(of([])).toContain('1.3-a');
    expect(of(['1.3-a'])).not.toContain('1.3-a');
    const article = all.find(({ id }) => id === 'article-1-3')?.obligations ?? [];
    expect(wantedAttestations(all, 'enterprise', new Set(article)).map(({ id }) => id)).not.toContain('article-1-3');
    expect(wantedAttestations(all, 'enterprise', new Set(['1.1-b']))[0]).toMatchObject({ controls: ['cv-1.1-a'] });
  });
});
