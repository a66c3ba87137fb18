import { describe, expect, it } from 'vitest';
import { parseRules } from '../parse/parse-rules.ts';
import { reasonText } from '../reason/reason.ts';
import { preparedValuesSql, sqlStatement, toSqlRule, type SqlRule } from './statement.ts';

const ruleOf = (lines: readonly string[], logsource = 'category: c'): SqlRule => {
  const yaml = `title: t\nlogsource:\n  ${logsource}\ndetection:\n  sel:\n${lines.map((line) => `    ${line}`).join('\n')}\n  condition: sel\n`;
  const [rule] = parseRules(yaml, { file: 'r.yml' }).documents;
  if (rule?.kind !== 'rule') throw new Error('no rule');
  return toSqlRule(rule);
};

const written = (rule: SqlRule): { readonly sql: string; readonly values: readonly unknown[] } => {
  if (rule.kind !== 'sql') throw new Error(reasonText(rule.reason, 'en'));
  const values: unknown[] = [];
  const statement = sqlStatement({
    bind: (value, type) => {
      values.push(value);
      return `{p${values.length - 1}:${type}}`;
    },
  });
  const condition = statement.detection(rule.expression);
  const source = statement.logsource(rule.logsource);
  const from = statement.from({ kind: 'events', table: 'events', columns: ['seq'], where: '1', source });
  return { sql: `SELECT ${condition} FROM ${from}`, values };
};

const reasonOf = (rule: SqlRule): string => (rule.kind === 'sql' ? 'converts' : reasonText(rule.reason, 'en'));

describe('a rule as SQL', () => {
  it('binds every text of the rule, names of fields as well', () => {
    const nasty = `x') OR file('/etc/passwd') --`;
    const { sql, values } = written(
      ruleOf([
        `"${nasty}|contains": "${nasty}"`,
        `b|re: "${nasty.replaceAll(/[()]/g, '.')}"`,
        `c|fieldref: "${nasty}"`,
      ]),
    );
    expect(sql).not.toContain('passwd');
    expect(sql).not.toContain('--');
    expect(values.filter((value) => JSON.stringify(value).includes('passwd')).length).toBeGreaterThanOrEqual(2);
  });

  it('asks once for alternatives of one field, and gives equal values one placeholder', () => {
    const { sql, values } = written(ruleOf(["a|contains: ['One', 'Two', 'Three']", 'b: One', 'c: One']));
    expect(sql.match(/multiSearchAny/g)).toHaveLength(1);
    expect(values).toContainEqual(['one', 'two', 'three']);
    expect(values.filter((value) => value === 'one')).toHaveLength(1);
  });

  it('refuses what SQL cannot say exactly, with the reason', () => {
    expect(reasonOf(ruleOf(['t|hour: 3']))).toContain('parts of a time');
    expect(reasonOf(ruleOf(['a|re: "\\\\p{L}x"']))).toContain('Unicode property');
    expect(reasonOf(ruleOf(["a: 'x?????????y'"]))).toContain('wildcards');
    expect(reasonOf(ruleOf(["a: 'x????????y'"]))).toBe('converts');
  });

  it('lays prepared values down without a single bound value', () => {
    const sql = preparedValuesSql({ table: 'events', columns: ['seq'], where: '1' });
    expect(sql).not.toMatch(/\{p\d/);
    expect(sql).toContain('vals_folded');
  });

  it('narrows to the channels and event ids of a log source', () => {
    expect(written(ruleOf(['a: x'], 'category: process_creation\n  product: windows')).values).toContainEqual(
      expect.arrayContaining(['4688|security', '1|microsoft-windows-sysmon/operational']),
    );
  });
});

describe('texts that an event must hold', () => {
  const necessary = (...lines: string[]) => {
    const rule = ruleOf(lines);
    return rule.kind === 'sql'
      ? rule.necessary.map((group) => group.map(({ text, whole }) => (whole ? `=${text}` : text)))
      : [];
  };

  it('takes the rarest first, all of an OR, and nothing from a negation', () => {
    expect(necessary("a|contains: ['Alpha-Beta', 'GAMMA']", 'b|startswith: Zq9Xw7Kp2')).toEqual([
      ['zq9xw7kp2'],
      ['alpha-beta', 'gamma'],
    ]);
    expect(necessary('a|neq: secret')).toEqual([]);
    expect(necessary('a: Exact')).toEqual([['=exact']]);
  });

  it('knows the literals of patterns, and gives up where an alternative has none', () => {
    expect(necessary("a|re: 'abcd[0-9]+wxyz'").flat()[0]).toMatch(/abcd|wxyz/);
    expect(necessary("a|re: '[0-9]+'")).toEqual([]);
    expect(necessary("a|contains: ['abc', '']")).toEqual([]);
  });
});
