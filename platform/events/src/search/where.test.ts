import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SearchNode } from './ast.ts';
import { barWidth, histogramSql } from './histogram.ts';
import { newParams } from './params.ts';
import { countSql, facetSql, fromCounts, listSql } from './queries.ts';
import { inPlainText, likePattern, literalPieces, wordsOf } from './text.ts';
import { SEARCH_LIMITS, whereSql } from './where.ts';

const compile = (node: SearchNode): { sql: string; values: unknown[] } => {
  const params = newParams();
  const sql = whereSql(node, params);
  return { sql, values: Object.values(params.values()) };
};

describe('conditions on columns', () => {
  test('compare what the index of the column holds', () => {
    expect(compile({ kind: 'term', field: 'vin', value: 'lsv1' })).toEqual({
      sql: 'vin = {p0:String}',
      values: ['LSV1'],
    });
    expect(compile({ kind: 'term', field: 'host', value: 'WS-1' })).toEqual({
      sql: 'lower(host) = {p0:String}',
      values: ['ws-1'],
    });
    expect(compile({ kind: 'term', field: 'message', value: '100%' })).toEqual({
      sql: 'lower(message) LIKE {p0:String}',
      values: [String.raw`%100\%%`],
    });
    expect(compile({ kind: 'term', field: 'dst_port', value: '443' }).values).toEqual([443]);
  });

  test('join with and, or and not', () => {
    const sql = compile({
      kind: 'and',
      nodes: [
        {
          kind: 'or',
          nodes: [
            { kind: 'exists', field: 'vin' },
            { kind: 'exists', field: 'src_port' },
          ],
        },
        { kind: 'not', node: { kind: 'wildcard', field: 'user', value: 'adm*' } },
      ],
    });
    expect(sql).toEqual({
      sql: "((vin != '' OR src_port != 0) AND NOT (lower(user) LIKE {p0:String}))",
      values: ['adm%'],
    });
    expect(compile({ kind: 'and', nodes: [] }).sql).toBe('1');
    expect(compile({ kind: 'or', nodes: [] }).sql).toBe('0');
  });

  test('ranges keep their ends', () => {
    const range = {
      kind: 'range',
      field: 'severity_id',
      from: { value: 3, inclusive: true },
      to: { value: '5', inclusive: false },
    } as const;
    expect(compile(range)).toEqual({
      sql: '(severity_id >= {p0:Float64} AND severity_id < {p1:Float64})',
      values: [3, 5],
    });
  });

  test.each([
    [{ kind: 'term', field: 'dst_port', value: 'https' }, 'dst_port'],
    [{ kind: 'term', field: 'time', value: 'yesterday' }, 'time'],
    [{ kind: 'wildcard', field: 'time', value: '2026*' }, 'time'],
    [{ kind: 'cidr', field: 'src_ip', value: '10.0.0.0/33' }, 'src_ip'],
    [{ kind: 'cidr', field: 'src_ip', value: 'host/8' }, 'src_ip'],
    [{ kind: 'cidr', field: 'src_ip', value: '10.0.0.0' }, 'src_ip'],
    [{ kind: 'cidr', field: 'host', value: '10.0.0.0/8' }, 'host'],
    [{ kind: 'term', field: 'a..b', value: 1 }, 'a..b'],
    [{ kind: 'text', value: 'x'.repeat(SEARCH_LIMITS.valueLength + 1) }, 'value'],
  ] as const)('%o is refused with the field', (node, field) => {
    expect(() => compile(node)).toThrow(
      expect.objectContaining({ code: 'events.bad-search', detail: expect.objectContaining({ field }) }),
    );
  });

  test('depth and number of conditions are bounded', () => {
    let deep: SearchNode = { kind: 'all' };
    for (let level = 0; level <= SEARCH_LIMITS.depth; level += 1) deep = { kind: 'not', node: deep };
    expect(() => compile(deep)).toThrow('nested deeper');
    const wide: SearchNode = {
      kind: 'or',
      nodes: Array.from({ length: SEARCH_LIMITS.conditions }, () => ({ kind: 'all' })),
    };
    expect(() => compile(wide)).toThrow('conditions');
  });
});

describe('no value and no foreign name becomes SQL', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom("' OR 1=1 --", "\\'; DROP TABLE events", '{p0:String}', "file('/etc/passwd')", '%_\\', '`x`', '"'),
  );
  const field = fc.oneof(
    fc.constantFrom('vin', 'host', 'message', 'src_port', 'EventData.Image'),
    text.filter((t) => !/^\.|\.\.|\.$|^$/.test(t)),
  );
  const { node } = fc.letrec<{ node: SearchNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.record({ kind: fc.constant('text' as const), value: text }),
      fc.record({ kind: fc.constant('wildcard' as const), value: text }),
      fc.record({ kind: fc.constantFrom('term' as const, 'wildcard' as const, 'phrase' as const), field, value: text }),
      fc.record({ kind: fc.constant('exists' as const), field }),
      fc.record({
        kind: fc.constant('range' as const),
        field,
        from: fc.record({ value: text, inclusive: fc.boolean() }),
      }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        nodes: fc.array(tie('node'), { maxLength: 3 }),
      }),
    ),
  }));

  // What the builder itself may write: once placeholders and its own literals are taken out, only these characters and
  // words are left, and none of them can come from a value.
  const skeleton = (sql: string): string =>
    sql.replace(/\{p\d+:[A-Za-z0-9()]+\}/g, '?').replace(/'(?:[^'\\]|\\.)*'/g, '¦');

  test('for any search', () => {
    const words = new Set(
      'lower replaceAll translate body hasAllTokens LIKE AND OR NOT JSONExtract JSONHas vin host message src_port ifNull toFloat64OrNull toString 0 1'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(node, (search) => {
        let sql = '';
        try {
          sql = skeleton(compile(search).sql);
        } catch (error) {
          expect(error).toMatchObject({ code: 'events.bad-search' });
          return;
        }
        for (const word of sql.match(/[^\s(),=<>!?¦]+/g) ?? []) expect(words).toContain(word);
      }),
      { numRuns: 500 },
    );
  });
});

describe('free text', () => {
  test('one word is a lookup, more are compared as they stand as well', () => {
    expect(compile({ kind: 'text', value: 'PowerShell' })).toEqual({
      sql: expect.stringMatching(/^hasAllTokens\(.*, \{p0:Array\(String\)\}\)$/),
      values: [['powershell']],
    });
    const two = compile({ kind: 'phrase', value: 'powershell.exe -enc' });
    expect(two.sql).toContain(' LIKE ');
    expect(two.values).toEqual([['powershell', 'exe', 'enc'], '%powershell.exe -enc%']);
    expect(compile({ kind: 'text', value: '***' }).values).toEqual(['%***%']);
  });

  test('Chinese is cut into characters', () => {
    expect(compile({ kind: 'text', value: '登录失败' }).values).toEqual([['登', '录', '失', '败'], '%登录失败%']);
    expect(wordsOf('用户admin登录 a_b')).toEqual(['用', '户', 'admin', '登', '录', 'a', 'b']);
  });

  test('values are written as in the body', () => {
    expect(inPlainText('C:\\New\tX"y')).toBe('c:/new x\\"y');
    expect(likePattern('a*b?c%_\\')).toBe(String.raw`a%b_c\%\_\\`);
    expect(literalPieces('*net.exe use*powershell?')).toEqual(['powershell']);
  });
});

describe('queries', () => {
  const query = { where: { kind: 'all' } as SearchNode, from: 1_000, to: 61_000 };

  test('a page after a cursor compares the whole order', () => {
    const { sql, params } = listSql(query, { limit: 5_000, after: { time: 5, journal: 'j', seq: 6, idx: 7 } });
    expect(sql).toContain('(time, journal, seq, idx) < (');
    expect(sql).toMatch(/LIMIT 1000$/);
    expect(Object.values(params)).toEqual([1_000, 61_000, 5, 'j', 6, 7]);
  });

  test('a range that ends before it begins is refused', () => {
    expect(() => listSql({ ...query, from: 2, to: 1 }, { limit: 1 })).toThrow('events.bad-search');
    expect(() => countSql({ where: { kind: 'text', value: 'x' }, from: Number.NaN, to: 1 })).toThrow(
      'events.bad-search',
    );
  });

  test('counts answer only what they know', () => {
    expect(fromCounts({ kind: 'not', node: { kind: 'term', field: 'severity_id', value: 3 } })).toBe(true);
    expect(fromCounts({ kind: 'or', nodes: [{ kind: 'all' }, { kind: 'term', field: 'vin', value: 'x' }] })).toBe(
      false,
    );
    expect(fromCounts({ kind: 'wildcard', value: 'x' })).toBe(false);
    expect(histogramSql({ ...query, to: 86_400_000 }, { bars: 60, series: 'severity_id' }).sql).toContain(
      'event_counts',
    );
    expect(histogramSql(query, { bars: 60, series: 'severity_id' }).sql).toContain('FROM events');
  });

  test('bars are as narrow as they may be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), fc.integer({ min: 1, max: 500 }), (span, bars) => {
        expect(span / barWidth(span, bars)).toBeLessThanOrEqual(bars);
      }),
    );
    expect(barWidth(3_600_000, 60)).toBe(60_000);
  });

  test('only columns have facets', () => {
    expect(() => facetSql(query, 'Image', 10)).toThrow('events.bad-search');
    expect(() => facetSql(query, 'time', 10)).toThrow('events.bad-search');
    expect(facetSql(query, 'host', 1_000).sql).toMatch(/LIMIT 100$/);
  });
});
