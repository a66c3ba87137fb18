import type { z } from 'zod';
import type { Coverage, Framework } from '../contract.ts';
import { outlineOf, type Belonging, type CoverageDictionary, type NamedTogether } from './coverage-outline.ts';

/** What coverage needs of a rule. */
export interface CoveredRule {
  readonly id: string;
  readonly tags: readonly string[];
  readonly category: string;
  readonly enabled: boolean;
  /** Ids of native detectors whose records the rule asks for. */
  readonly detectors: readonly string[];
  /** Alerts of the last 30 days. */
  readonly alerts: number;
}

type Counts = Pick<z.input<typeof Coverage>['groups'][number], 'rules' | 'enabled' | 'detectors' | 'alerts30d'>;

interface RuleIndex {
  readonly all: readonly CoveredRule[];
  readonly byTag: ReadonlyMap<string, readonly CoveredRule[]>;
}

const indexOf = (rules: readonly CoveredRule[]): RuleIndex => {
  const byTag = new Map<string, CoveredRule[]>();
  for (const rule of rules) {
    for (const tag of rule.tags) {
      const known = byTag.get(tag);
      if (known) known.push(rule);
      else byTag.set(tag, [rule]);
    }
  }
  return { all: rules, byTag };
};

const rulesOf = ({ all, byTag }: RuleIndex, { tags, categories }: Belonging): readonly CoveredRule[] => {
  const named = tags.length === 0 ? all : [...new Set(tags.flatMap((tag) => byTag.get(tag) ?? []))];
  return categories.length === 0 ? named : named.filter(({ category }) => categories.includes(category));
};

const countsOf = (rules: readonly CoveredRule[]): Counts => {
  const enabled = rules.filter((rule) => rule.enabled);
  return {
    rules: rules.length,
    enabled: enabled.length,
    detectors: [...new Set(enabled.flatMap(({ detectors }) => detectors))].toSorted(),
    alerts30d: rules.reduce((sum, { alerts }) => sum + alerts, 0),
  };
};

const TECHNIQUE = /^attack\.(t[01]\d{3}(?:\.\d{3})?)$/;
const TECHNIQUE_OF = { attack: /^attack\.t1\d{3}(?:\.\d{3})?$/, ics: /^attack\.t0\d{3}$/ } as const;

const togetherOf = (rules: readonly CoveredRule[]): NamedTogether => {
  const together = new Map<string, Set<string>>();
  for (const { tags } of rules) {
    const tactics = tags
      .filter((tag) => tag.startsWith('attack.') && !TECHNIQUE.test(tag))
      .map((tag) => tag.slice('attack.'.length).replaceAll('_', '-'));
    for (const tag of tags) {
      const id = TECHNIQUE.exec(tag)?.[1]?.toUpperCase();
      if (id !== undefined) together.set(id, new Set([...(together.get(id) ?? []), ...tactics]));
    }
  }
  return together;
};

/**
 * Enterprise and ICS share a namespace and names of tactics: the techniques of a rule say which of them it means.
 * A rule without techniques speaks of the enterprise.
 */
const speaksOf = (framework: Framework, { tags }: CoveredRule): boolean => {
  if (framework !== 'attack' && framework !== 'ics') return true;
  const techniques = tags.filter((tag) => TECHNIQUE.test(tag));
  return techniques.length === 0 ? framework === 'attack' : techniques.some((tag) => TECHNIQUE_OF[framework].test(tag));
};

/** Which lines of a framework the rules and the detectors behind them see; a line without an enabled rule is a gap. */
export const coverageOf = (
  framework: Framework,
  dictionary: CoverageDictionary,
  rules: readonly CoveredRule[],
): z.input<typeof Coverage> => {
  const spoken = rules
    .map((rule) => ({ ...rule, tags: rule.tags.map((tag) => tag.toLowerCase()) }))
    .filter((rule) => speaksOf(framework, rule));
  const index = indexOf(spoken);
  const { source, verified, note, noteZh } = dictionary[framework];
  const groups = outlineOf(framework, dictionary, togetherOf(spoken)).map(({ retired, rows, ...group }) => ({
    retired,
    ...group,
    ...countsOf(rulesOf(index, group)),
    rows: rows.map((row) => ({ ...row, ...countsOf(rulesOf(index, row)) })),
  }));
  return {
    framework,
    source,
    verified,
    note: { zh: noteZh, en: note },
    groups: groups.filter((group) => !group.retired || group.rules > 0).map(({ retired: _retired, ...group }) => group),
  };
};
