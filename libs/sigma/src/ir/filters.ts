import { worded, type SigmaError } from '../errors.ts';
import { parseCondition, type Condition } from '../parse/condition.ts';
import type { Detection, LogSource, SigmaFilter, SigmaRule } from '../parse/types.ts';
import { say, type Reason } from '../reason/reason.ts';

/**
 * Lays filters on rules: each rule that a filter names and whose log source is the filter's must also meet the filter.
 * Gives rules in the order they came; those without a filter are the same objects. The result is plain Sigma again, so
 * whatever reads rules (engine, SQL, explain) sees the filters. A name that is no rule, or a rule of another log source
 * that a filter names, is an error with file and line and changes nothing.
 */
export const applyFilters = (
  rules: readonly SigmaRule[],
  filters: readonly SigmaFilter[],
): { readonly rules: readonly SigmaRule[]; readonly errors: readonly SigmaError[] } => {
  const errors: SigmaError[] = [];
  const laid = new Map<SigmaRule, SigmaFilter[]>();
  for (const filter of filters) {
    const wanted = filter.rules === 'any' ? rules : filter.rules.flatMap((name) => named(rules, name, filter, errors));
    for (const rule of new Set(wanted)) {
      if (!narrows(filter.logsource, rule.logsource)) continue;
      const list = laid.get(rule);
      if (list === undefined) laid.set(rule, [filter]);
      else list.push(filter);
    }
  }
  const filtered = rules.map((rule) => {
    const own = laid.get(rule);
    return own === undefined ? rule : { ...rule, detection: own.reduce(lay, rule.detection) };
  });
  return { rules: filtered, errors };
};

const named = (
  rules: readonly SigmaRule[],
  name: string,
  filter: SigmaFilter,
  errors: SigmaError[],
): readonly SigmaRule[] => {
  const found = rules.filter((rule) => rule.id === name || rule.name === name);
  if (found.length === 0) errors.push(errorOf(filter, say('filter-rule-unknown', { name })));
  else if (!found.some((rule) => narrows(filter.logsource, rule.logsource)))
    errors.push(errorOf(filter, say('filter-logsource', { name })));
  return found;
};

const errorOf = (filter: SigmaFilter, why: Reason): SigmaError => ({
  code: 'sigma.filter',
  ...worded(why),
  file: filter.file,
  line: filter.line,
  field: 'filter.rules',
  title: filter.title,
  ...(filter.id === undefined ? {} : { ruleId: filter.id }),
});

/** Every component that the filter names is the same in the rule. */
const narrows = (filter: LogSource, rule: LogSource): boolean =>
  (['product', 'category', 'service'] as const).every(
    (key) => filter[key] === undefined || filter[key].toLowerCase() === rule[key]?.toLowerCase(),
  );

/** Names with a leading underscore are not selected by `them` and patterns, so the rule's own condition keeps its meaning. */
const lay = (detection: Detection, filter: SigmaFilter): Detection => {
  const prefix = freePrefix(detection);
  const names = Object.keys(filter.detection.selections);
  const added = Object.fromEntries(names.map((name) => [prefix + name, filter.detection.selections[name] ?? null]));
  const own = detection.conditions.map((text) => `(${text})`).join(' or ');
  const other = filter.detection.conditions.map((text) => written(parseCondition(text, names), prefix)).join(' or ');
  return { selections: { ...detection.selections, ...added }, conditions: [`(${own}) and (${other})`] };
};

const freePrefix = (detection: Detection): string => {
  const names = Object.keys(detection.selections);
  for (let number = 1; ; number += 1) {
    const prefix = `_filter${number}_`;
    if (!names.some((name) => name.startsWith(prefix))) return prefix;
  }
};

const written = (condition: Condition, prefix: string): string => {
  switch (condition.kind) {
    case 'name':
      return prefix + condition.name;
    case 'not':
      return `not ${written(condition.child, prefix)}`;
    case 'of':
      return `(${condition.names.map((name) => prefix + name).join(condition.quantifier === 'all' ? ' and ' : ' or ')})`;
    default:
      return `(${condition.children.map((child) => written(child, prefix)).join(` ${condition.kind} `)})`;
  }
};
