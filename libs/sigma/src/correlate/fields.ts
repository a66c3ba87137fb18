import type { CorrelationRule } from './types.ts';

/** Field that stands for `name` in the events of one reference of a correlation: that of the alias, or itself. */
export const fieldIn = (rule: CorrelationRule, reference: string, name: string): string =>
  rule.aliases.find(({ alias }) => alias === name)?.fields.find((field) => field.rule === reference)?.field ?? name;

/** Fields of the condition that are counted or summed. */
export const measuredFields = (rule: CorrelationRule): readonly string[] =>
  rule.condition.kind === 'bounds' ? rule.condition.fields : [];
