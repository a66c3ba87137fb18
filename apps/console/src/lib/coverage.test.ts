import type { Coverage } from '@chedun/detection/contract';
import { describe, expect, it } from 'vitest';
import { isShown, linesOf, rulesSearch, shownRows, summaryOf } from './coverage.ts';

type Row = Coverage['groups'][number]['rows'][number];
const title = { zh: '名', en: 'name' };
const row = (id: string, enabled: number, detectors: string[] = []): Row => ({
  id,
  title,
  parent: null,
  tags: [`attack.${id}`],
  categories: [],
  rules: enabled,
  enabled,
  detectors,
  alerts30d: 0,
});
const group = (id: string, ...rows: Row[]): Coverage['groups'][number] => ({
  ...row(
    id,
    rows.reduce((sum, { enabled }) => sum + enabled, 0),
    rows.flatMap(({ detectors }) => detectors),
  ),
  title,
  rows,
});
const coverage = (framework: Coverage['framework'], ...groups: Coverage['groups']): Coverage => ({
  framework,
  source: '',
  verified: true,
  note: title,
  groups,
});

describe('lines of coverage', () => {
  it('stand once, with every group that they belong to', () => {
    const lines = linesOf(coverage('attack', group('a', row('t1', 1), row('t2', 0)), group('b', row('t1', 1))));
    expect(lines.map(({ id, groups }) => [id, groups.map((each) => each.id)])).toEqual([
      ['t1', ['a', 'b']],
      ['t2', ['a']],
    ]);
  });

  it('are the tactics in the matrix of vehicles, and groups that have nothing below them', () => {
    const ids = (framework: Coverage['framework']) =>
      linesOf(coverage(framework, group('a', row('can', 1), row('v2x', 0)), group('b'))).map(({ id }) => id);
    expect(ids('atm')).toEqual(['a', 'b']);
    expect(ids('gbt45181')).toEqual(['can', 'v2x', 'b']);
  });

  it('are summed up without counting anything twice', () => {
    const twice = row('t1', 2, ['d1']);
    expect(summaryOf(coverage('ics', group('a', twice, row('t2', 0, [])), group('b', twice)))).toEqual({
      all: 2,
      covered: 1,
      gaps: 1,
      detectors: 1,
    });
  });
});

describe('what the matrix shows', () => {
  it('follows the filter', () => {
    expect([
      isShown('all', { enabled: 0 }),
      isShown('gaps', { enabled: 0 }),
      isShown('covered', { enabled: 0 }),
    ]).toEqual([true, true, false]);
    const rows = group('a', row('t1', 1), row('t2', 0));
    expect(shownRows('ics', rows, 'gaps').map(({ id }) => id)).toEqual(['t2']);
    expect(shownRows('atm', rows, 'all').map(({ id }) => id)).toEqual(['t1']);
  });

  it('leads to the rules that were counted', () => {
    expect(rulesSearch({ tags: ['a.b', 'a.c'], categories: [] })).toEqual({ tag: 'a.b,a.c' });
    expect(rulesSearch({ tags: ['g.1'], categories: ['can', 'dns'] })).toEqual({ tag: 'g.1', category: 'can,dns' });
  });
});
