import { describe, expect, it } from 'vitest';
import { lintRules } from '../lint/lint.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { reasonText, say, sigmaReasons } from './reason.ts';

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{([a-z]+)\}/g)].map((found) => found[1] ?? '').toSorted();

describe('the catalogue of reasons', () => {
  it.each(Object.entries(sigmaReasons))('%s says the same in both languages', (_, { zh, en }) => {
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(placeholders(zh)).toEqual(placeholders(en));
    expect(`${zh} ${en}`).not.toMatch(/[.。]( |$)/);
    expect(zh).not.toContain('"');
  });
});

describe('reasonText', () => {
  it('fills placeholders, also with reasons, in the language that is asked for', () => {
    const why = say('key-not-map', { key: 'detection', type: say('type-list') });
    expect(reasonText(why, 'en')).toBe('detection must be a map, not a list');
    expect(reasonText(why, 'zh')).toBe('detection 必须是映射，这里是列表');
  });

  it('leaves alone what is no placeholder and what is in the values', () => {
    expect(reasonText(say('regex-category'), 'zh')).toContain('\\p{Lu}');
    expect(reasonText(say('tag-twice', { tag: '{tag}$&' }), 'en')).toBe('the tag "{tag}$&" is given twice');
  });

  it('tells faults of YAML apart', () => {
    const codeOf = (text: string) => parseRules(text, { file: 'r.yml' }).errors[0]?.why?.code;
    expect(['a: [x\n', 'a: 1\na: 2\n', 'a: "x\n', 'a: @x\n', 'a: *b\n'].map(codeOf)).toEqual([
      'yaml-indent',
      'yaml-key-twice',
      'yaml-character-missing',
      'yaml-scalar',
      'yaml-syntax',
    ]);
  });

  it('goes with every error and every finding, and `reason` is its English', () => {
    const text = 'title: x.\nlogsource: {Product: a}\ndetection:\n  sel:\n    a|nope: 1\n  condition: sel\n';
    const [error] = parseRules(text, { file: 'r.yml' }).errors;
    expect(error?.why && reasonText(error.why, 'zh')).toContain('logsource 没有写明');
    const findings = lintRules(text, { file: 'r.yml' });
    expect(findings.length).toBeGreaterThan(3);
    for (const finding of findings) {
      expect(reasonText(finding.why, 'en')).toBe(finding.reason);
      expect(reasonText(finding.why, 'zh')).toMatch(/\p{Script=Han}/u);
    }
  });
});
