import { describe, expect, it } from 'vitest';
import { compile } from '../compile.ts';
import { parseRules } from '../parse/parse-rules.ts';
import type { LogSource, SigmaRule } from '../parse/types.ts';
import { ruleOf, ruleText } from '../testing/judge.ts';
import { appliesTo } from './logsource.ts';

const rules: readonly SigmaRule[] = [
  ruleOf("sel:\n  Image|endswith: '\\cmd.exe'\ncondition: sel"),
  ruleOf("sel:\n  CommandLine|contains: [whoami, 'net user']\nfilter:\n  User: admin\ncondition: sel and not filter"),
  ruleOf("k:\n  - 'mimikatz'\ncondition: k"),
  ruleOf("sel:\n  Image: '*'\ncondition: not sel"),
];
const indexes = (engine: ReturnType<typeof compile>['engine'], event: object): readonly number[] =>
  engine.match(event).map((match) => match.ruleIndex);

describe('Engine', () => {
  it('returns matches by ascending index with their rule', () => {
    const { engine, errors } = compile(rules);
    expect(errors).toEqual([]);
    const event = { note: 'MimiKatz', CommandLine: 'WHOAMI /all', Image: String.raw`C:\x\CMD.exe` };
    expect(indexes(engine, event)).toEqual([0, 1, 2]);
    expect(engine.match(event)[1]?.rule).toBe(rules[1]);
    expect(indexes(engine, {})).toEqual([3]);
    expect(engine.match({ Image: 'x' })).toEqual([]);
  });

  it('writes into a buffer without touching what lies behind', () => {
    const { engine } = compile(rules);
    const out = [9, 9, 9, 9];
    expect(engine.matchInto({ Image: String.raw`\cmd.exe`, CommandLine: 'net user' }, undefined, out)).toBe(2);
    expect(out).toEqual([0, 1, 9, 9]);
  });

  it('carries nothing over from one event to the next', () => {
    const { engine } = compile(rules);
    expect(indexes(engine, { Image: String.raw`\cmd.exe`, CommandLine: 'whoami', User: 'bob' })).toEqual([0, 1]);
    expect(indexes(engine, { CommandLine: 'whoami', User: 'admin' })).toEqual([3]);
    expect(indexes(engine, { Image: 'x', CommandLine: 'whoami' })).toEqual([1]);
  });

  it('switches rules off and on', () => {
    const { engine } = compile(rules);
    engine.setEnabled(0, 'disabled');
    engine.setEnabled(99, 'disabled');
    expect(indexes(engine, { Image: String.raw`\cmd.exe` })).toEqual([]);
    engine.setEnabled(0, 'enabled');
    expect(indexes(engine, { Image: String.raw`\cmd.exe` })).toEqual([0]);
  });

  it('takes exceptions at run time, also on fields and keywords that no rule asked for', () => {
    const { engine } = compile(rules);
    const event = { Image: String.raw`\cmd.exe`, Host: 'build-7', note: 'nightly job' };
    expect(
      engine.setExceptions(0, [{ 'Host|startswith': 'build-', 'Other|exists': false }, { 'deep.name': 'x' }]),
    ).toEqual([]);
    expect(indexes(engine, event)).toEqual([]);
    expect(indexes(engine, { ...event, Host: 'desk-1' })).toEqual([0]);
    expect(indexes(engine, { ...event, Host: 'desk-1', deep: { name: 'X' } })).toEqual([]);
    expect(engine.setExceptions(0, [['nightly']])).toEqual([]);
    expect(indexes(engine, event)).toEqual([]);
    expect(engine.setExceptions(0, [])).toEqual([]);
    expect(indexes(engine, event)).toEqual([0]);
  });

  it('keeps the old exceptions when a new one is wrong', () => {
    const { engine } = compile(rules);
    engine.setExceptions(0, [{ Host: 'a' }]);
    const errors = engine.setExceptions(0, [{ Host: 'b' }, { 'Host|nope': 'c' }]);
    expect(errors).toMatchObject([{ code: 'sigma.modifier', field: 'exceptions.1.Host|nope' }]);
    expect(indexes(engine, { Image: String.raw`\cmd.exe`, Host: 'a' })).toEqual([]);
    expect(indexes(engine, { Image: String.raw`\cmd.exe`, Host: 'b' })).toEqual([0]);
    expect(engine.setExceptions(77, [{ Host: 'a' }])).toEqual([]);
  });

  it('says what it holds', () => {
    const { engine } = compile(rules);
    expect(engine.stats()).toMatchObject({ rules: 4, alwaysEvaluated: 1 });
    expect(engine.indexesOf('00000000-0000-4000-8000-000000000001')).toEqual([0, 1, 2, 3]);
    expect(engine.indexesOf('x')).toEqual([]);
  });

  it('loads the good rules beside those it cannot compile', () => {
    const { documents } = parseRules(
      `${ruleText("s:\n  A|expand: '%x%'\ncondition: s")}---\n${ruleText('s:\n  A: 1\ncondition: s')}`,
      { file: 'two.yml' },
    );
    const { engine, errors } = compile(
      documents.filter((one) => one.kind === 'rule'),
      { placeholders: {} },
    );
    expect(engine.rules).toHaveLength(1);
    expect(errors).toMatchObject([
      { code: 'sigma.placeholder', file: 'two.yml', line: 1, field: 'detection.s.A|expand' },
    ]);
  });

  it('survives events that are not what they seem', () => {
    const { engine } = compile(rules);
    const loop: Record<string, unknown> = { Image: 'x' };
    let deep: Record<string, unknown> = { note: 'mimikatz' };
    for (let depth = 0; depth < 5_000; depth += 1) deep = { deep };
    for (const event of [
      [],
      { Event: null },
      { Event: { System: 5 } },
      { Event: { System: {}, EventData: [], UserData: { a: 1 } } },
      { Channel: {}, EventID: [] },
      loop,
      deep,
    ]) {
      expect(Array.isArray(engine.match(event))).toBe(true);
    }
    expect(indexes(engine, { Image: 'x', text: 'a'.repeat(2_000_000) })).toEqual([]);
  });
});

describe('routing', () => {
  const applies = (rule: LogSource, event: object, given?: LogSource): boolean => appliesTo(rule, event, given);
  const sysmon = (id: number | string) => ({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: id });

  it.each([
    [{ product: 'windows' }, { product: 'Windows' }, true],
    [{ product: 'windows' }, { product: 'linux' }, false],
    [{ product: 'windows', category: 'process_creation' }, { product: 'windows' }, true],
    [{ category: 'webserver' }, { product: 'windows', category: 'process_creation' }, false],
    [{ category: 'registry_event' }, { category: 'registry_set' }, true],
    [{ category: 'registry_set' }, { category: 'registry_event' }, false],
    [{ service: 'aaa' }, { product: 'cisco', service: 'bgp' }, false],
    [{}, { product: 'anything' }, true],
  ])('%j for events of %j: %s', (rule, given, wanted) => {
    expect(applies(rule, {}, given)).toBe(wanted);
  });

  it('leaves nothing out when nothing is known', () => {
    expect(applies({ product: 'windows', category: 'process_creation', service: 'sysmon' }, { a: 1 })).toBe(true);
  });

  it.each([
    [{ product: 'windows', category: 'process_creation' }, sysmon(1), true],
    [{ product: 'windows', category: 'process_creation' }, sysmon('1'), true],
    [{ product: 'windows', category: 'process_creation' }, sysmon(3), false],
    [{ product: 'windows', category: 'network_connection' }, sysmon(3), true],
    [{ product: 'windows', category: 'registry_add' }, sysmon(12), true],
    [{ product: 'windows', category: 'registry_event' }, sysmon(13), true],
    [{ product: 'windows', service: 'sysmon' }, sysmon(250), true],
    [{ product: 'windows', service: 'security' }, sysmon(1), false],
    [{ product: 'linux', category: 'process_creation' }, sysmon(1), false],
    [{ category: 'webserver' }, sysmon(1), false],
    [{ product: 'windows', category: 'process_creation' }, { Channel: 'security', EventID: 4688 }, true],
    [{ product: 'windows', category: 'process_creation' }, { Channel: 'Security', EventID: 4624 }, false],
    [{ product: 'windows', service: 'security' }, { Channel: 'Security', EventID: 4624 }, true],
    [{ product: 'windows', category: 'ps_script' }, { Channel: 'PowerShellCore/Operational', EventID: 4104 }, true],
    [
      { product: 'windows', service: 'powershell' },
      { Channel: 'Microsoft-Windows-PowerShell/Operational', EventID: 1 },
      true,
    ],
    [{ product: 'windows', service: 'windefend' }, { Channel: 'Unheard Of', EventID: 1 }, false],
    [{ product: 'windows', service: 'our-own' }, { Channel: 'Unheard Of', EventID: 1 }, true],
    [
      { product: 'windows', service: 'system' },
      { Event: { System: { Channel: 'System', EventID: { '#text': 7045 } } } },
      true,
    ],
    [{ product: 'windows', service: 'system' }, { Event: { System: { Channel: 'Security', EventID: 1 } } }, false],
  ])('%j on %j: %s', (rule, event, wanted) => {
    expect(applies(rule, event)).toBe(wanted);
  });

  it('does not take a channel for Windows when the caller says otherwise', () => {
    expect(
      applies(
        { product: 'slack', service: 'x' },
        { Channel: 'general', EventID: 1 },
        { product: 'slack', service: 'x' },
      ),
    ).toBe(true);
  });

  it('is what the engine does', () => {
    const process = ruleOf('s:\n  A: 1\ncondition: s', 'category: process_creation');
    const other = ruleOf('s:\n  A: 1\ncondition: s', 'category: dns_query');
    const { engine } = compile([process, other]);
    expect(engine.match({ A: 1 }).length).toBe(2);
    expect(engine.match({ A: 1 }, { category: 'dns_query' }).map((match) => match.rule)).toEqual([other]);
    expect(engine.match({ A: 1, ...sysmon(1) }).map((match) => match.rule)).toEqual([process]);
    for (let index = 0; index < 3_000; index += 1) engine.match({ A: 1 }, { category: `c${index}` });
    expect(engine.match({ A: 1 }, { category: 'Process_Creation' }).map((match) => match.rule)).toEqual([process]);
  });
});
