import { fault } from '../errors.ts';
import type { LogSource, SigmaRule, JsonMap } from '../parse/types.ts';
import { join, type Expression } from './expression.ts';
import type { LowerContext } from './item.ts';
import { lowerSelection } from './lower.ts';
import { say } from '../reason/reason.ts';

/** Which rules a transformation is for; every part that is given must hold. */
export interface RuleCondition {
  readonly logsource?: LogSource;
  /** The rule carries this tag. */
  readonly tag?: string;
}

/** Which fields a transformation is for. */
export interface FieldCondition {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** One step of a pipeline, as data. Names follow pySigma's processing transformations. */
export type Transformation =
  | { readonly type: 'field_name_mapping'; readonly mapping: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'field_name_prefix'; readonly prefix: string }
  | { readonly type: 'field_name_suffix'; readonly suffix: string }
  | { readonly type: 'field_name_prefix_mapping'; readonly mapping: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'drop_detection_item' }
  | { readonly type: 'add_condition'; readonly conditions: JsonMap; readonly negated: boolean }
  | { readonly type: 'change_logsource'; readonly logsource: LogSource }
  | { readonly type: 'value_placeholders'; readonly values: Readonly<Record<string, readonly (string | number)[]>> }
  | { readonly type: 'wildcard_placeholders'; readonly include: readonly string[] }
  | { readonly type: 'rule_failure'; readonly message: string };

/** A step with the conditions under which it is taken. */
export interface PipelineItem {
  readonly transformation: Transformation;
  readonly rules: readonly RuleCondition[];
  /** How several rule conditions are joined. */
  readonly linking: 'and' | 'or';
  readonly fields: FieldCondition;
}

/** A field mapping pipeline. Plain JSON. */
export interface Pipeline {
  readonly name: string;
  readonly priority: number;
  readonly items: readonly PipelineItem[];
}

/** A rule as the pipelines leave it. */
export interface Applied {
  readonly rule: SigmaRule;
  readonly context: LowerContext;
  /** Adds the conditions that pipelines lay around the rule. */
  readonly wrap: (expression: Expression) => Expression;
}

/**
 * Takes a rule through pipelines, lowest priority first. Conditions on the log source see what earlier steps made of
 * it. Throws `sigma.pipeline` where a `rule_failure` step applies.
 */
export const applyPipelines = (rule: SigmaRule, pipelines: readonly Pipeline[], base: LowerContext): Applied => {
  let applied: Applied = { rule, context: base, wrap: (expression) => expression };
  for (const pipeline of pipelines.toSorted((left, right) => left.priority - right.priority)) {
    for (const item of pipeline.items) if (concerns(item, applied.rule)) applied = step(applied, item);
  }
  return applied;
};

const concerns = (item: PipelineItem, rule: SigmaRule): boolean => {
  const holds = (condition: RuleCondition): boolean =>
    sameSource(condition.logsource, rule.logsource) &&
    (condition.tag === undefined || rule.tags.includes(condition.tag));
  if (item.rules.length === 0) return true;
  return item.linking === 'and' ? item.rules.every(holds) : item.rules.some(holds);
};

const sameSource = (wanted: LogSource | undefined, actual: LogSource): boolean =>
  (['product', 'category', 'service'] as const).every(
    (key) => wanted?.[key] === undefined || wanted[key].toLowerCase() === actual[key]?.toLowerCase(),
  );

const step = (applied: Applied, item: PipelineItem): Applied => {
  const { transformation } = item;
  switch (transformation.type) {
    case 'field_name_mapping':
    case 'field_name_prefix':
    case 'field_name_suffix':
    case 'field_name_prefix_mapping':
    case 'drop_detection_item':
      return { ...applied, context: { ...applied.context, fields: renamer(applied.context.fields, item) } };
    case 'add_condition':
      return { ...applied, wrap: addCondition(applied, transformation) };
    case 'change_logsource':
      return { ...applied, rule: { ...applied.rule, logsource: transformation.logsource } };
    case 'value_placeholders': {
      const before = applied.context.expand;
      const table = new Map(Object.entries(transformation.values));
      return { ...applied, context: { ...applied.context, expand: (name) => table.get(name) ?? before(name) } };
    }
    case 'wildcard_placeholders': {
      const before = applied.context.expand;
      const { include } = transformation;
      const expand = (name: string): readonly (string | number)[] | undefined =>
        include.length === 0 || include.includes(name) ? ['*'] : before(name);
      return { ...applied, context: { ...applied.context, expand } };
    }
    case 'rule_failure':
      throw fault('sigma.pipeline', say('pipeline-refuses', { message: transformation.message }));
  }
};

/** Field steps build on the names that earlier steps gave. */
const renamer = (before: LowerContext['fields'], item: PipelineItem): LowerContext['fields'] => {
  const chosen = (field: string): boolean =>
    (item.fields.include?.includes(field) ?? true) && item.fields.exclude?.includes(field) !== true;
  return (field) => before(field).flatMap((name) => (chosen(name) ? rename(name, item.transformation) : [name]));
};

const rename = (field: string, transformation: Transformation): readonly string[] => {
  switch (transformation.type) {
    case 'field_name_mapping':
      return Object.hasOwn(transformation.mapping, field) ? (transformation.mapping[field] ?? [field]) : [field];
    case 'field_name_prefix':
      return [transformation.prefix + field];
    case 'field_name_suffix':
      return [field + transformation.suffix];
    case 'field_name_prefix_mapping': {
      const found = Object.entries(transformation.mapping).find(([prefix]) => field.startsWith(prefix));
      return found === undefined ? [field] : found[1].map((prefix) => prefix + field.slice(found[0].length));
    }
    case 'drop_detection_item':
      return [];
    default:
      return [field];
  }
};

const addCondition = (
  applied: Applied,
  transformation: Extract<Transformation, { type: 'add_condition' }>,
): Applied['wrap'] => {
  const { wrap } = applied;
  const added = lowerSelection(transformation.conditions, {
    expand: applied.context.expand,
    fields: (field) => [field],
  });
  const extra: Expression = {
    kind: 'selection',
    name: 'pipeline',
    child: transformation.negated ? { kind: 'not', child: added } : added,
  };
  return (expression) => join('and', [wrap(expression), extra]);
};
