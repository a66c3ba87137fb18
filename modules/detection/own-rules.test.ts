import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, lintRules, type SigmaRule } from '@chedun/sigma';
import { beforeAll, describe, expect, it } from 'vitest';
import { holdsCorrelations, readRuleFile } from './domain/read-rules.ts';
import { testedEvents, testFileOf, type RuleTests } from './domain/rule-tests.ts';
import { ruleFilesBelow } from './rule-folders.ts';

const folder = fileURLToPath(new URL('../../content/rules/', import.meta.url));

interface Own {
  readonly path: string;
  readonly yaml: string;
  readonly rule: SigmaRule;
  readonly tests: RuleTests;
}

describe('our own rules', () => {
  const own: Own[] = [];
  beforeAll(async () => {
    for await (const file of ruleFilesBelow(folder)) {
      if (holdsCorrelations(file.text)) continue;
      const { rules, failures } = readRuleFile(file);
      expect(failures).toEqual([]);
      const [rule] = rules;
      if (!rule) throw new Error(`${file.path} holds no rule`);
      own.push({
        path: file.path,
        yaml: file.text,
        rule: rule.document,
        tests: JSON.parse(await readFile(join(folder, testFileOf(file.path)), 'utf8')) as RuleTests,
      });
    }
  });

  it('are at least 350, each with its own id, author, licence and titles', () => {
    expect(own.length).toBeGreaterThanOrEqual(350);
    expect(new Set(own.map(({ rule }) => rule.id)).size).toBe(own.length);
    expect(new Set(own.map(({ rule }) => `${rule.logsource.category} ${rule.title}`)).size).toBe(own.length);
    expect(new Set(own.map(({ rule }) => rule.custom['x-title-zh'])).size).toBe(own.length);
    for (const { rule, path } of own) {
      expect([rule.author, rule.license], path).toEqual(['CheDun', 'Apache-2.0']);
      expect(String(rule.custom['x-title-zh']), path).toMatch(/\p{Script=Han}/u);
    }
  });

  it('pass the linter without a remark', () => {
    expect(own.flatMap(({ yaml, path }) => lintRules(yaml, { file: path }))).toEqual([]);
  });

  it('match every positive and no negative test event, all rules in one engine', () => {
    const { engine, errors } = compile(own.map(({ rule }) => rule));
    expect(errors).toEqual([]);
    own.forEach(({ tests, path }, at) => {
      const hits = (event: { fields: object; logsource: object }): boolean =>
        engine.match(event.fields, event.logsource).some((match) => match.ruleIndex === at);
      expect(tests.positive.length, path).toBeGreaterThan(0);
      expect(tests.negative.length, path).toBeGreaterThan(0);
      testedEvents(tests.positive).forEach((event, n) => expect(hits(event), `${path} positive ${n}`).toBe(true));
      testedEvents(tests.negative).forEach((event, n) => expect(hits(event), `${path} negative ${n}`).toBe(false));
    });
  });
});
