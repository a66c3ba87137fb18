import { describe, expect, it } from 'vitest';
import { lintRules } from './lint.ts';

const CLEAN = `title: Clean Rule
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
related:
  - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
    type: derived
status: test
description: Finds things
references:
  - https://example.org
author: Somebody
date: 2026-01-02
modified: 2026-02-03
tags:
  - attack.execution
  - attack.t1059.001
  - cve.2021-44228
  - detection.emerging-threats
logsource:
  product: windows
  category: process_creation
detection:
  sel:
    Image|endswith: '\\cmd.exe'
    CommandLine|contains|all: [a, b]
  condition: sel
falsepositives:
  - Unknown
level: high
`;

const checks = (text: string): readonly string[] =>
  lintRules(text, { file: 'r.yml' }).map((finding) => `${finding.check}:${finding.line}`);

/** Replaces one part of the clean rule; fails when the part is not there. */
const change = (from: string, to: string): string => {
  if (!CLEAN.includes(from)) throw new Error(`"${from}" is not in the clean rule`);
  return CLEAN.replace(from, to);
};

describe('lintRules', () => {
  it('has nothing to say about a clean rule', () => {
    expect(lintRules(CLEAN, { file: 'r.yml' })).toEqual([]);
  });

  const cases: readonly (readonly [from: string, to: string, found: readonly string[]])[] = [
    ['title: Clean Rule', `title: ${'x'.repeat(300)}`, ['title:1']],
    ['Clean Rule', 'Clean Rule.', ['title:1']],
    ['id: 929a690e-bef0-4204-a928-ef5e620d6fcc\n', '', ['id:1']],
    ['id: 929a690e-bef0-4204-a928-ef5e620d6fcc', 'id: 5', ['id:2']],
    ['status: test', 'status: ready', ['status:6']],
    ['status: test\n', '', ['status:1']],
    ['level: high', 'level: urgent', ['level:28']],
    ['description: Finds things\n', '', ['description:1']],
    ['author: Somebody\n', '', ['author:1']],
    ['date: 2026-01-02', 'date: 2026/01/02', ['date:11']],
    ['date: 2026-01-02', 'date: 2026-02-30', ['date:11']],
    ['date: 2026-01-02\n', '', ['date:1']],
    ['modified: 2026-02-03', 'modified: 2025-02-03', ['modified:12']],
    ['modified: 2026-02-03', 'modified: today', ['modified:12']],
    ['references:\n  - https://example.org', 'references: https://example.org', ['references:8']],
    ['  - https://example.org', '  - 5', ['references:9']],
    ['falsepositives:\n  - Unknown', 'falsepositives: None', ['falsepositives:26']],
    ['type: derived', 'type: cousin', ['related:4']],
    ['id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9', 'id: x', ['related:4']],
    ['level: high', 'level: high\nflavour: sweet', ['custom-attribute:29']],
    ['level: high', 'level: high\nx-title-zh: 标题', []],
    ['attack.execution', 'ttp.execution', ['tag-namespace:14']],
    ['attack.execution', 'execution', ['tag-namespace:14']],
    ['attack.t1059.001', 'attack.t105', ['tag-format:15']],
    ['attack.t1059.001', 'r155.4.3.2', []],
    ['attack.t1059.001', 'r155.threat', ['tag-format:15']],
    ['attack.t1059.001', 'gbt45181.6.2.1', []],
    ['attack.t1059.001', 'gbt45181.', ['tag-format:15']],
    ['attack.t1059.001', 'atm.affect-vehicle-function', []],
    ['attack.t1059.001', 'atm.Affect', ['tag-format:15']],
    ['cve.2021-44228', 'cve.2021.44228', ['tag-format:16']],
    ['attack.t1059.001', 'attack.execution', ['tag-unique:15']],
    ['product: windows', 'product: Windows', ['logsource-case:19']],
    ['product: windows', 'vendor: acme', ['logsource-key:19']],
    ['  product: windows\n  category: process_creation', '  definition: some', ['logsource-empty:18']],
    ['  condition: sel', '  other:\n    A: 1\n  condition: sel', ['selection-unused:25']],
    ['condition: sel', 'condition: all of sel*', ['condition-quantifier:25']],
    ['condition: sel', 'timeframe: 5m\n  condition: sel', ['timeframe:25']],
    ['[a, b]', 'a', ['all-single-value:24']],
    ['[a, b]', '[a, A]', ['value-duplicate:24']],
    ['[a, b]', "['*a*', b]", ['wildcard-redundant:24']],
    ['CommandLine|contains|all: [a, b]', "User: '%Domain_Admins%'", ['placeholder-without-expand:24']],
    ['CommandLine|contains|all: [a, b]', "User|re: '.*abc.*'", ['regex-redundant:24']],
    ['condition: sel', 'condition: sel and other', ['loads:25']],
    ['|endswith', '|endwith', ['loads:23']],
  ];
  it.each(cases)('%j → %j: %j', (from, to, found) => {
    expect(checks(change(from, to))).toEqual(found);
  });

  it('finds an id used twice and keeps documents apart', () => {
    const findings = lintRules(`${CLEAN}---\n${CLEAN}`, { file: 'r.yml' });
    expect(findings).toMatchObject([
      { check: 'id-unique', line: 31, severity: 'warning', ruleId: '929a690e-bef0-4204-a928-ef5e620d6fcc' },
    ]);
  });

  it('does not ask correlations for what only rules have', () => {
    const text =
      'title: C\nid: 929a690e-bef0-4204-a928-ef5e620d6fcc\ndescription: d\nauthor: a\ndate: 2026-01-02\ncorrelation:\n  type: event_count\n  rules: [a]\n  timespan: 1m\n  condition: {gte: 2}\n';
    expect(checks(text)).toEqual([]);
  });

  it('looks at aliases and rules of correlations, and at selections of filters', () => {
    const head = 'title: C\nid: 929a690e-bef0-4204-a928-ef5e620d6fcc\ndescription: d\nauthor: a\ndate: 2026-01-02\n';
    const correlation = `${head}correlation:\n  type: temporal\n  rules: [a]\n  group-by: [x]\n  timespan: 1m\n  aliases: {x: {a: f}, y: {a: g}}\n`;
    expect(lintRules(correlation, { file: 'c.yml' })).toMatchObject([
      { check: 'temporal-single', line: 8 },
      { check: 'alias-unused', line: 11, reason: expect.stringContaining('"y"') },
    ]);
    const filter = `${head}logsource: {product: windows}\nfilter:\n  rules: any\n  sel: {a: 1}\n  other: {b: 1}\n  condition: not sel\n`;
    expect(lintRules(filter, { file: 'f.yml' })).toMatchObject([{ check: 'selection-unused', line: 10 }]);
    expect(checks(filter.replace('condition: not sel', 'condition: 1 of them'))).toEqual([]);
    expect(checks(correlation.replace('1m', '0m'))).toContain('loads:10');
  });

  it('gives severity, column and reason', () => {
    expect(lintRules(change('[a, b]', '[a'), { file: 'x.yml' })[0]).toMatchObject({
      check: 'loads',
      severity: 'error',
      file: 'x.yml',
      line: expect.any(Number),
      reason: expect.stringMatching(/./),
    });
    expect(lintRules(change('status: test', 'status: ready'), { file: 'x.yml' })[0]).toMatchObject({
      column: 1,
      reason: expect.stringContaining('"ready"'),
    });
  });
});
