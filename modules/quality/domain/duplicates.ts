import type { RuleInUse } from '@chedun/detection/contract';
import type { Duplicate } from '../contract.ts';

/** Records that two rules must share before the overlap says something. */
const LEAST_SHARED = 5;
const OVERLAP = 0.9;
const MOST_PAIRS = 200;

/** JSON with sorted keys; lists of plain values are sorted too, since their order means nothing. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) {
    const parts = value.map(canonical);
    const plain = value.every((each) => typeof each !== 'object');
    return `[${(plain ? parts.toSorted() : parts).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`)
      .toSorted()
      .join(',')}}`;
  return JSON.stringify(typeof value === 'string' ? value.toLowerCase() : value);
};

/**
 * What a rule looks for, apart from names: selections stand in the condition by their content, so that a rule whose
 * selections are only called otherwise is the same.
 */
export const normalCondition = ({ document }: Pick<RuleInUse, 'document'>): string => {
  const { selections, conditions } = document.detection;
  const names = Object.keys(selections).toSorted((a, b) => b.length - a.length);
  const conditionsByContent = conditions.map((condition) =>
    condition
      .toLowerCase()
      .split(/([\s()]+)/)
      .map((word) => {
        const name = names.find((each) => each.toLowerCase() === word);
        return name === undefined ? word.replace(/\s+/, ' ') : canonical(selections[name]);
      })
      .join('')
      .trim(),
  );
  const patterns = conditions.some((condition) => /\bof\b/i.test(condition)) ? canonical(selections) : '';
  return canonical({ logsource: document.logsource, conditions: conditionsByContent, patterns });
};

const named = ({ id, title, titleZh, ruleset }: RuleInUse) => ({ id, title, titleZh, ruleset });

const sameCondition = (rules: readonly RuleInUse[]): Duplicate[] => {
  const groups = new Map<string, RuleInUse[]>();
  for (const rule of rules) {
    const key = normalCondition(rule);
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({ kind: 'same-condition', rules: group.map(named), shared: null, overlap: null }));
};

const sameHits = (rules: readonly RuleInUse[], records: ReadonlyMap<string, ReadonlySet<string>>): Duplicate[] => {
  const seen = rules.flatMap((rule) => {
    const own = records.get(rule.id);
    return own && own.size >= LEAST_SHARED ? [{ rule, own }] : [];
  });
  return seen.flatMap(({ rule, own }, at) =>
    seen.slice(at + 1).flatMap((other): Duplicate[] => {
      if (Math.min(own.size, other.own.size) < OVERLAP * Math.max(own.size, other.own.size)) return [];
      const shared = [...own].filter((record) => other.own.has(record)).length;
      const overlap = shared / (own.size + other.own.size - shared);
      if (shared < LEAST_SHARED || overlap < OVERLAP) return [];
      return [
        {
          kind: 'same-hits',
          rules: [named(rule), named(other.rule)],
          shared,
          overlap: Math.round(overlap * 1000) / 1000,
        },
      ];
    }),
  );
};

/** Enabled rules that say the same as another. */
export const duplicatesOf = (
  rules: readonly RuleInUse[],
  records: ReadonlyMap<string, ReadonlySet<string>>,
): Duplicate[] => [...sameCondition(rules), ...sameHits(rules, records)].slice(0, MOST_PAIRS);
