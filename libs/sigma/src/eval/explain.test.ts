import { describe, expect, it } from 'vitest';
import { compile, explain } from '../compile.ts';
import { ruleOf } from '../testing/judge.ts';

const rule = ruleOf(`img:
  Image|endswith: ['\\cmd.exe', '\\powershell.exe']
  User: null
cli:
  CommandLine|contains|all: [net, user]
keys:
  - 'whoami'
filter:
  Parent|re: '^C:'
condition: img and (cli or keys) and not filter`);

const event = { Image: String.raw`C:\CMD.exe`, CommandLine: ['net USER bob', 'x'], Parent: 'D:' };

describe('explain', () => {
  it('shows each part with what was wanted and what was there', () => {
    expect(explain(rule, event)).toEqual({
      kind: 'and',
      matched: true,
      children: [
        {
          kind: 'selection',
          name: 'img',
          matched: true,
          children: [
            {
              kind: 'and',
              matched: true,
              children: [
                {
                  kind: 'item',
                  field: 'Image',
                  modifiers: ['endswith'],
                  wanted: [String.raw`\cmd.exe`, String.raw`\powershell.exe`],
                  actual: [String.raw`C:\CMD.exe`],
                  matched: true,
                },
                { kind: 'item', field: 'User', modifiers: [], wanted: ['null'], actual: [], matched: true },
              ],
            },
          ],
        },
        {
          kind: 'or',
          matched: true,
          children: [
            {
              kind: 'selection',
              name: 'cli',
              matched: true,
              children: [
                {
                  kind: 'item',
                  field: 'CommandLine',
                  modifiers: ['contains', 'all'],
                  wanted: ['net', 'user'],
                  actual: ['net USER bob', 'x'],
                  matched: true,
                },
              ],
            },
            {
              kind: 'selection',
              name: 'keys',
              matched: false,
              children: [
                {
                  kind: 'item',
                  field: null,
                  modifiers: [],
                  wanted: ['whoami'],
                  actual: [String.raw`C:\CMD.exe`, 'net USER bob', 'x', 'D:'],
                  matched: false,
                },
              ],
            },
          ],
        },
        {
          kind: 'not',
          matched: true,
          children: [
            {
              kind: 'selection',
              name: 'filter',
              matched: false,
              children: [
                { kind: 'item', field: 'Parent', modifiers: ['re'], wanted: ['^C:'], actual: ['D:'], matched: false },
              ],
            },
          ],
        },
      ],
    });
  });

  it('says no where the engine says no', () => {
    expect(explain(rule, { ...event, Parent: 'C:' }).matched).toBe(false);
    expect(explain(rule, {}).matched).toBe(false);
  });

  it('shows at most twenty values', () => {
    const many = explain(ruleOf('s:\n  A: 5\ncondition: s'), { A: Array.from({ length: 100 }, (_, index) => index) });
    expect(JSON.stringify(many)).toContain('"19"');
    expect(JSON.stringify(many)).not.toContain('"20"');
  });
});

describe('matchedFields', () => {
  const { engine } = compile([rule]);

  it('names the values that made the match, not those of filters', () => {
    expect(engine.matchedFields(0, event)).toEqual([
      { field: 'Image', value: String.raw`C:\CMD.exe`, modifiers: ['endswith'], wanted: String.raw`\cmd.exe` },
      { field: 'User', value: null, modifiers: [], wanted: 'null' },
      { field: 'CommandLine', value: 'net USER bob', modifiers: ['contains', 'all'], wanted: 'net' },
      { field: 'CommandLine', value: 'net USER bob', modifiers: ['contains', 'all'], wanted: 'user' },
    ]);
  });

  it('names keywords by the value they were found in', () => {
    expect(engine.matchedFields(0, { Image: String.raw`\cmd.exe`, note: 'run WhoAmI now' })).toContainEqual({
      field: null,
      value: 'run WhoAmI now',
      modifiers: [],
      wanted: 'whoami',
    });
  });

  it('is empty for events that do not match and rules that do not exist', () => {
    expect(engine.matchedFields(0, { Image: String.raw`\cmd.exe` })).toEqual([]);
    expect(engine.matchedFields(5, event)).toEqual([]);
  });

  it.each([
    ["F: 'a*c'", { F: 'abc' }, 'a*c'],
    ['F|gte: 5', { F: 7 }, 'gte 5'],
    ['F|cidr: 10.0.0.0/8', { F: '10.1.1.1' }, '10.0.0.0/8'],
    ['F|hour: 3', { F: '2026-01-01T03:00:00Z' }, 'hour eq 3'],
    ['F|fieldref: G', { F: 'x', G: 'x' }, 'G'],
    ['F|exists: true', { F: { a: 1 } }, 'exists'],
    ['F|re: a+', { F: 'aa' }, 'a+'],
    ['F|neq: b', { F: 'a' }, 'b'],
  ])('says what %s looked for', (item, on, wanted) => {
    const one = compile([ruleOf(`s:\n  ${item}\ncondition: s`)]).engine;
    expect(one.matchedFields(0, on)[0]?.wanted).toBe(wanted);
  });
});
