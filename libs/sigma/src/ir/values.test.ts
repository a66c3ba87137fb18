import { describe, expect, it } from 'vitest';
import { itemMatches, matches, refusal } from '../testing/judge.ts';

describe('text values', () => {
  const cases: readonly (readonly [item: string, value: unknown, expected: boolean])[] = [
    ["F: 'abc'", 'ABC', true],
    ["F: 'abc'", 'abcd', false],
    ["F: 'a*d'", 'abcd', true],
    ["F: 'a*d'", 'abc', false],
    ["F: 'a?c'", 'abc', true],
    ["F: 'a?c'", 'ac', false],
    ["F: 'a?c'", 'abbc', false],
    ["F: '*b*d*'", 'abcde', true],
    ["F: '*d*b*'", 'abcde', false],
    ["F: '?'", 'x', true],
    ["F: '?'", '', false],
    ["F: '*'", '', true],
    ["F: '*'", 'anything', true],
    [String.raw`F: 'a\*c'`, 'a*c', true],
    [String.raw`F: 'a\*c'`, 'abc', false],
    [String.raw`F: 'a\?c'`, 'a?c', true],
    [String.raw`F: 'a\?c'`, 'abc', false],
    [String.raw`F: 'a\\*c'`, String.raw`a\bc`, true],
    [String.raw`F: 'a\\*c'`, 'a*c', false],
    [String.raw`F: 'C:\Windows\x'`, String.raw`c:\windows\X`, true],
    [String.raw`F: 'C:\\Windows'`, String.raw`C:\Windows`, true],
    [String.raw`F: '\\\\srv\share'`, String.raw`\\srv\share`, true],
    [String.raw`F: 'ends\'`, String.raw`ends\ `.trim(), true],
    ["F: ''", '', true],
    ["F: ''", 'x', false],
    ["F: 'ä'", 'Ä', true],
    ["F: 'σ'", 'ς', true],
    ["F: '车盾*'", '车盾平台', true],
    ["F|contains: 'İ'", 'xİy', true],
    ['F: 4688', 4688, true],
    ['F: 4688', '4688', true],
    ['F: 4688', '46880', false],
    ["F: '4688'", 4688, true],
    ['F: true', true, true],
    ['F: true', 'True', true],
    ['F: false', true, false],
    ['F: 1.5', '1.5', true],
    ['F: null', null, true],
    ['F: null', '', false],
    ['F: [null, "x"]', null, true],
    ['F: [null, "x"]', 'y', false],
    ['F: ["a", "b"]', 'B', true],
    ['F: ["a", "b"]', 'c', false],
  ];
  it.each(cases)('%s on %j is %s', (item, value, expected) => {
    expect(itemMatches(item, { F: value })).toBe(expected);
  });

  it('treats an absent field, null and an empty list alike', () => {
    for (const event of [{}, { F: null }, { F: [] }, { F: [null] }]) {
      expect(itemMatches('F: null', event)).toBe(true);
      expect(itemMatches("F: '*'", event)).toBe(false);
      expect(itemMatches('F|exists: false', event)).toBe(true);
    }
  });

  it('asks any member of a list, in depth', () => {
    expect(itemMatches("F: 'b'", { F: ['a', ['B']] })).toBe(true);
    expect(itemMatches("F: 'c'", { F: ['a', ['B']] })).toBe(false);
    expect(itemMatches('F: 2', { F: [1, 2] })).toBe(true);
  });

  it('does not turn maps into text', () => {
    expect(itemMatches("F|contains: 'object'", { F: { a: 1 } })).toBe(false);
    expect(itemMatches('F|exists: true', { F: { a: 1 } })).toBe(true);
  });
});

describe('selections', () => {
  it('joins a map with AND and a list of maps with OR', () => {
    expect(matches('s:\n  A: 1\n  B: 2\ncondition: s', { A: 1, B: 2 })).toBe(true);
    expect(matches('s:\n  A: 1\n  B: 2\ncondition: s', { A: 1 })).toBe(false);
    expect(matches('s:\n  - A: 1\n  - B: 2\ncondition: s', { B: 2 })).toBe(true);
    expect(matches('s:\n  - A: 1\n  - B: 2\ncondition: s', { C: 2 })).toBe(false);
  });

  it('searches keywords in every value, as alternatives or all', () => {
    const event = { message: 'the Quick fox', deep: { list: [{ x: 'JUMPS' }] }, n: 4711 };
    expect(matches("k:\n  - 'quick'\n  - 'nope'\ncondition: k", event)).toBe(true);
    expect(matches("k:\n  - 'jump'\ncondition: k", event)).toBe(true);
    expect(matches("k:\n  - '471'\ncondition: k", event)).toBe(true);
    expect(matches("k:\n  - 'message'\ncondition: k", event)).toBe(false);
    expect(matches("k:\n  '|all':\n    - 'quick'\n    - 'jumps'\ncondition: k", event)).toBe(true);
    expect(matches("k:\n  '|all':\n    - 'quick'\n    - 'sleeps'\ncondition: k", event)).toBe(false);
    expect(matches("k:\n  - 'q?ick*ox'\ncondition: k", event)).toBe(true);
    expect(matches("k:\n  '|re': 'Q[a-z]+k'\ncondition: k", event)).toBe(true);
    expect(matches('k: quick\ncondition: not k', event)).toBe(false);
  });

  it('mixes keywords and maps in one list', () => {
    expect(matches("s:\n  - 'fox'\n  - A: 1\ncondition: s", { m: 'a fox' })).toBe(true);
    expect(matches("s:\n  - 'fox'\n  - A: 1\ncondition: s", { A: 1 })).toBe(true);
  });

  it.each([
    ['s: {}\ncondition: s', 'sigma.value', 'empty map'],
    ['s: []\ncondition: s', 'sigma.value', 'empty list'],
    ['s:\n  F: []\ncondition: s', 'sigma.value', 'list of values is empty'],
    ['s:\n  F: {a: 1}\ncondition: s', 'sigma.value', 'not a map'],
    ['s: null\ncondition: s', 'sigma.value', 'nothing'],
    ['s:\n  - [1]\n  - null\ncondition: s', 'sigma.value', 'not nothing'],
  ])('refuses %j', (detection, code, reason) => {
    const refused = refusal(detection);
    expect(refused.code).toBe(code);
    expect(refused.reason).toContain(reason);
  });
});

describe('fields', () => {
  it('reads dotted names as keys and as paths, through lists', () => {
    expect(itemMatches('a.b.c: 1', { 'a.b.c': 1 })).toBe(true);
    expect(itemMatches('a.b.c: 1', { a: { b: { c: 1 } } })).toBe(true);
    expect(itemMatches('a.b.c: 1', { a: { 'b.c': 1 } })).toBe(true);
    expect(itemMatches('a.b.c: 1', { 'a.b': [{ x: 0 }, { c: 1 }] })).toBe(true);
    expect(itemMatches('a.b.c: 1', { a: { b: 1 } })).toBe(false);
    expect(itemMatches('a.b.c.d.e.f.g.h: 1', { a: { b: { c: { d: { e: { f: { g: { h: 1 } } } } } } } })).toBe(true);
  });

  it('tells field names apart by case', () => {
    expect(itemMatches('Image: x', { image: 'x' })).toBe(false);
  });

  it('reads Windows events in the form of evtx_dump', () => {
    const event = {
      Event: {
        System: {
          Provider: { '#attributes': { Name: 'P' } },
          EventID: { '#attributes': { Qualifiers: 0 }, '#text': 7 },
          Channel: 'System',
        },
        EventData: { 'Threat Name': 'EICAR', Image: 'x', Data: { '#text': ['one', 'two'] } },
        UserData: { Wrapper: { '#attributes': { xmlns: 'u' }, Param1: 'v' } },
      },
    };
    for (const item of [
      'Provider_Name: P',
      'EventID: 7',
      'ThreatName: eicar',
      "'Threat Name': EICAR",
      'Image: X',
      'Data: two',
      'Param1: v',
    ]) {
      expect(itemMatches(item, event), item).toBe(true);
    }
    expect(itemMatches('Param1: w', event)).toBe(false);
  });

  it('reads Data elements that kept their names as attributes', () => {
    const event = {
      Event: { System: {}, EventData: { Data: [{ '#attributes': { Name: 'Image' }, '#text': 'x' }, 'loose'] } },
    };
    expect(itemMatches('Image: x', event)).toBe(true);
    expect(itemMatches('Data: loose', event)).toBe(true);
  });

  it('reads process creation of the Security log under the names of Sysmon', () => {
    const event = { Channel: 'Security', EventID: 4688, NewProcessName: String.raw`C:\x\evil.exe` };
    expect(itemMatches(String.raw`Image|endswith: '\evil.exe'`, event)).toBe(true);
    expect(itemMatches(String.raw`Image|endswith: '\evil.exe'`, { ...event, EventID: 4689 })).toBe(false);
  });
});
