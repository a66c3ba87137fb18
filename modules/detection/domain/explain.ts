import {
  appliesTo,
  compile,
  explain,
  type Explanation,
  type LogSource,
  type MatchedField,
  type SigmaRule,
} from '@chedun/sigma';
import type { ExplainNode } from '../contract.ts';

const labelOf = (node: Explanation): string => {
  switch (node.kind) {
    case 'and':
      return 'AND';
    case 'or':
      return 'OR';
    case 'not':
      return 'NOT';
    case 'selection':
      return node.name;
    case 'item':
      return node.field ?? '';
    case 'constant':
      return '';
  }
};

const present = (node: Explanation): ExplainNode => {
  const { matched } = node;
  const label = labelOf(node);
  if (node.kind === 'constant') return { kind: 'and', matched, label };
  if (node.kind !== 'item') return { kind: node.kind, matched, label, children: node.children.map(present) };
  const common = {
    matched,
    label,
    modifiers: [...node.modifiers],
    wanted: [...node.wanted],
    actual: node.actual.length === 0 ? null : node.actual.map((value) => value ?? 'null').join(', '),
  };
  return node.field === null ? { kind: 'keyword', ...common } : { kind: 'item', field: node.field, ...common };
};

const sourceText = ({ product, category, service }: LogSource): string =>
  [product, category, service].filter((part) => part !== undefined).join(' / ');

/** Why a rule matched an event or did not: the log source first, then the condition part by part. */
export const explainRule = (
  rule: SigmaRule,
  event: object,
  logsource: LogSource,
): { matched: boolean; tree: ExplainNode } => {
  const condition = present(explain(rule, event));
  const routed = appliesTo(rule.logsource, event, logsource);
  const source: ExplainNode = {
    kind: 'logsource',
    matched: routed,
    label: sourceText(rule.logsource),
    wanted: [sourceText(rule.logsource)],
    actual: sourceText(logsource),
  };
  const matched = routed && condition.matched;
  return {
    matched,
    tree: { kind: 'and', matched, label: rule.detection.conditions.join(' | '), children: [source, condition] },
  };
};

/** Fields of the event that made the rule match, for highlighting. */
export const matchedFieldsOf = (rule: SigmaRule, event: object): { field: string; value: string }[] =>
  compile([rule])
    .engine.matchedFields(0, event)
    .map(({ field, value }: MatchedField) => ({ field: field ?? '*', value: value ?? '' }));
