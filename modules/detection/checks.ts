import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, CheckResult } from '@chedun/module';
import type { z } from 'zod';
import { compile, type SigmaRule } from '@chedun/sigma';
import type { EngineStatus } from './contract.ts';
import { holdsCorrelations, readRuleFile } from './domain/read-rules.ts';
import { testFileOf, testedEvents, type RuleTests } from './domain/rule-tests.ts';
import type { RuleBook } from './rule-book.ts';
import { ruleFilesBelow } from './rule-folders.ts';

interface Needs {
  readonly book: RuleBook;
  readonly engine: () => Promise<z.input<typeof EngineStatus>>;
  /** Folder of our own rules with their test events. */
  readonly ownRules: string;
  readonly positions: () => readonly { readonly stage: string; readonly stream: string; readonly seq: number }[];
}

/** Classes of log sources that behaviour analysis has to cover. */
const CLASSES = ['gbt32960', 'remote_control', 'tsp_api', 'process_creation'];

const classesOf = (book: RuleBook): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { document } of book.pack().rules) {
    const { category, product } = document.logsource;
    const name = category ?? product ?? 'other';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};

const behaviour = async ({ book, engine }: Needs): Promise<CheckResult> => {
  const counts = classesOf(book);
  const missing = CLASSES.filter((name) => !counts.has(name));
  const { enabled, version, failures } = await engine();
  return {
    outcome: missing.length === 0 && failures === 0 ? 'pass' : 'fail',
    summary: {
      zh:
        missing.length === 0
          ? `启用规则 ${enabled} 条，覆盖 ${counts.size} 类日志`
          : `以下类别没有启用的规则：${missing.join('、')}`,
      en:
        missing.length === 0
          ? `${enabled} rules enabled over ${counts.size} classes of logs`
          : `no rule is enabled for ${missing.join(', ')}`,
    },
    facts: { enabled, version, failures, classes: Object.fromEntries(counts) },
  };
};

/** Rules of which a positive test event raises no hit, or a negative one does. */
const failedRules = (rules: readonly { readonly rule: SigmaRule; readonly tests: RuleTests }[]): string[] => {
  const { engine } = compile(rules.map((each) => each.rule));
  return rules.flatMap(({ rule, tests }, at) => {
    const hits = (given: { fields: object; logsource: object }): boolean =>
      engine.match(given.fields, given.logsource).some((match) => match.ruleIndex === at);
    const bad = testedEvents(tests.positive).some((event) => !hits(event)) || testedEvents(tests.negative).some(hits);
    return bad ? [rule.title] : [];
  });
};

const efficacy = async ({ book, ownRules }: Needs): Promise<CheckResult> => {
  const enabled = new Set(book.pack().rules.map((rule) => rule.id));
  const rules: { rule: SigmaRule; tests: RuleTests }[] = [];
  for await (const file of ruleFilesBelow(ownRules)) {
    if (holdsCorrelations(file.text)) continue;
    const [read] = readRuleFile(file).rules;
    if (!read || !enabled.has(read.id)) continue;
    rules.push({
      rule: read.document,
      tests: JSON.parse(await readFile(join(ownRules, testFileOf(file.path)), 'utf8')) as RuleTests,
    });
  }
  const failed = failedRules(rules);
  return {
    outcome: rules.length > 0 && failed.length === 0 ? 'pass' : 'fail',
    summary: {
      zh:
        failed.length === 0
          ? `${rules.length} 条内置规则的攻击样本全部命中`
          : `${failed.length} 条规则未通过自检：${failed.slice(0, 3).join('、')}`,
      en:
        failed.length === 0
          ? `the attack samples of ${rules.length} rules were all detected`
          : `${failed.length} rules fail their own samples: ${failed.slice(0, 3).join(', ')}`,
    },
    facts: { tested: rules.length, failed },
  };
};

/** Running checks of detection. */
export const detectionChecks = (needs: Needs): Check[] => [
  {
    id: 'detection.behaviour-rules',
    obligations: ['1.3-d'],
    title: { zh: '流量与行为规则在位', en: 'Rules for traffic and behaviour are active' },
    everyMinutes: 30,
    ttlHours: 4,
    run: () => behaviour(needs),
  },
  {
    id: 'detection.efficacy',
    obligations: ['1.3-h'],
    title: { zh: '检测有效性：攻击样本重放', en: 'Efficacy: attack samples are replayed' },
    everyMinutes: 360,
    ttlHours: 24,
    run: () => efficacy(needs),
  },
];
