import type { Bound, CorrelationCondition, CorrelationRule, RuleExpression } from '@chedun/sigma';
import type { CorrelationOutline } from '../contract.ts';

const SIGNS: Readonly<Record<Bound['op'], string>> = {
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  eq: '=',
  neq: '≠',
};

const expressionText = (expression: RuleExpression): string => {
  switch (expression.kind) {
    case 'rule':
      return expression.name;
    case 'not':
      return `not ${expressionText(expression.child)}`;
    default:
      return `(${expression.children.map(expressionText).join(` ${expression.kind} `)})`;
  }
};

const conditionText = (condition: CorrelationCondition): string => {
  if (condition.kind === 'rules') return expressionText(condition.expression).replace(/^\((.*)\)$/s, '$1');
  return condition.bounds.map(({ op, value }) => `${SIGNS[op]} ${value}`).join(' & ');
};

/** Smallest number that meets lower bounds; null where there is none. */
const thresholdOf = (condition: CorrelationCondition): number | null => {
  if (condition.kind === 'rules') return null;
  const lower = condition.bounds.flatMap(({ op, value }) => {
    if (op === 'gte' || op === 'eq') return [value];
    return op === 'gt' ? [Math.floor(value) + 1] : [];
  });
  return lower.length === 0 ? null : Math.max(...lower);
};

/** What is known about something that a correlation refers to. */
export type Referred = Omit<CorrelationOutline['rules'][number], 'reference'>;

/** What a picture of a correlation needs. */
export const outlineOf = (
  rule: CorrelationRule,
  refer: (reference: string) => Referred | undefined,
): CorrelationOutline => ({
  type: rule.type,
  rules: rule.rules.map((reference) => ({
    reference,
    ...(refer(reference) ?? { id: null, title: null, titleZh: null, kind: 'missing' as const }),
  })),
  groupBy: [...rule.groupBy],
  timespanMs: rule.timespanMs,
  window: rule.window.kind,
  gapMs: rule.window.kind === 'session' ? rule.window.gapMs : null,
  condition: conditionText(rule.condition),
  threshold: thresholdOf(rule.condition),
  fields: rule.condition.kind === 'bounds' ? [...rule.condition.fields] : [],
  generate: rule.generate,
});
