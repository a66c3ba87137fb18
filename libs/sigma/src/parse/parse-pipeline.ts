import { fault, SigmaFault, within, type SigmaError } from '../errors.ts';
import type { FieldCondition, Pipeline, PipelineItem, RuleCondition, Transformation } from '../ir/pipeline.ts';
import { isList, isMap, scalarText, typeName } from './json.ts';
import type { Json, JsonMap, LogSource } from './types.ts';
import { readYaml } from './yaml.ts';

/**
 * Reads field mapping pipelines in the YAML form of pySigma (`name`, `priority`, `transformations`, each with `type`,
 * `rule_conditions`, `field_name_conditions`). Never throws; what is unknown becomes an error with its line, because
 * a pipeline that does only half of its work would hide attacks.
 */
export const parsePipeline = (
  text: string,
  options: { readonly file: string },
): { pipelines: readonly Pipeline[]; errors: readonly SigmaError[] } => {
  const yaml = readYaml(text, options.file);
  const errors: SigmaError[] = [...yaml.errors];
  const pipelines: Pipeline[] = [];
  for (const document of yaml.documents) {
    try {
      pipelines.push(readPipeline(document.value));
    } catch (error) {
      if (!(error instanceof SigmaFault)) throw error;
      errors.push({
        code: error.code,
        reason: error.reason,
        file: options.file,
        ...document.locate(error.path),
        field: error.path.join('.'),
      });
    }
  }
  return { pipelines, errors };
};

const refuse = (reason: string, path: readonly (string | number)[] = []): SigmaFault =>
  fault('sigma.pipeline', reason, path);

const readPipeline = (value: Json): Pipeline => {
  if (!isMap(value)) throw refuse('a pipeline must be a map');
  const list = value['transformations'] ?? [];
  if (!isList(list)) throw refuse(`transformations must be a list, not ${typeName(list)}`, ['transformations']);
  const priority = value['priority'] ?? 0;
  if (typeof priority !== 'number') throw refuse('priority must be a number', ['priority']);
  return {
    name: scalarText(value['name']) ?? 'pipeline',
    priority,
    items: list.map((one, index) => within(['transformations', index], () => readItem(one))),
  };
};

const readItem = (value: Json): PipelineItem => {
  if (!isMap(value)) throw refuse('a transformation must be a map');
  for (const key of [
    'detection_item_conditions',
    'rule_cond_expression',
    'field_name_cond_expression',
    'rule_cond_not',
    'field_name_cond_not',
  ]) {
    if (value[key] !== undefined) throw refuse(`"${key}" is not supported`, [key]);
  }
  return {
    transformation: readTransformation(value),
    rules: wantList(value, 'rule_conditions').map((one, index) =>
      within(['rule_conditions', index], () => readRuleCondition(one)),
    ),
    linking: value['rule_cond_op'] === 'or' ? 'or' : 'and',
    fields: wantList(value, 'field_name_conditions')
      .map((one, index) => within(['field_name_conditions', index], () => readFieldCondition(one)))
      .reduce(mergeFields, {}),
  };
};

const mergeFields = (left: FieldCondition, right: FieldCondition): FieldCondition => ({ ...left, ...right });

const wantList = (map: JsonMap, key: string): readonly Json[] => {
  const value = map[key] ?? [];
  if (!isList(value)) throw refuse(`${key} must be a list, not ${typeName(value)}`, [key]);
  return value;
};

const readTransformation = (map: JsonMap): Transformation => {
  const type = map['type'];
  switch (type) {
    case 'field_name_mapping':
    case 'field_name_prefix_mapping':
      return { type, mapping: readMapping(map['mapping']) };
    case 'field_name_prefix':
      return { type, prefix: wantText(map, 'prefix') };
    case 'field_name_suffix':
      return { type, suffix: wantText(map, 'suffix') };
    case 'drop_detection_item':
      return { type };
    case 'add_condition': {
      const { conditions } = map;
      if (!isMap(conditions)) throw refuse('add_condition needs a map of conditions', ['conditions']);
      return { type, conditions, negated: map['negated'] === true };
    }
    case 'change_logsource':
      return { type, logsource: readSource(map) };
    case 'value_placeholders':
      return { type, values: readValues(map['values']) };
    case 'wildcard_placeholders':
      return { type, include: wantList(map, 'include').map((one) => scalarText(one) ?? '') };
    case 'rule_failure':
      return { type, message: wantText(map, 'message') };
    default:
      throw refuse(`the transformation ${JSON.stringify(type ?? null)} is not supported`, ['type']);
  }
};

const wantText = (map: JsonMap, key: string): string => {
  const text = scalarText(map[key]);
  if (text === undefined) throw refuse(`${key} is missing`, [key]);
  return text;
};

const readMapping = (value: Json | undefined): Readonly<Record<string, readonly string[]>> => {
  if (!isMap(value)) throw refuse(`mapping must be a map, not ${typeName(value)}`, ['mapping']);
  return Object.fromEntries(
    Object.entries(value).map(([from, to]) => {
      const names = (isList(to) ? to : [to]).map(scalarText).filter((name) => name !== undefined);
      if (names.length === 0) throw refuse(`"${from}" is mapped to nothing`, ['mapping', from]);
      return [from, names];
    }),
  );
};

const readValues = (value: Json | undefined): Readonly<Record<string, readonly (string | number)[]>> => {
  if (!isMap(value)) throw refuse(`values must be a map, not ${typeName(value)}`, ['values']);
  return Object.fromEntries(
    Object.entries(value).map(([name, list]) => [
      name,
      (isList(list) ? list : [list]).filter((one) => typeof one === 'string' || typeof one === 'number'),
    ]),
  );
};

const readSource = (map: JsonMap): LogSource =>
  Object.fromEntries(
    (['product', 'category', 'service'] as const).flatMap((key) =>
      map[key] === undefined ? [] : [[key, wantText(map, key)]],
    ),
  );

const readRuleCondition = (value: Json): RuleCondition => {
  if (!isMap(value)) throw refuse('a rule condition must be a map');
  if (value['type'] === 'logsource') return { logsource: readSource(value) };
  if (value['type'] === 'tag') return { tag: wantText(value, 'tag') };
  throw refuse(`the rule condition ${JSON.stringify(value['type'] ?? null)} is not supported`, ['type']);
};

const readFieldCondition = (value: Json): FieldCondition => {
  if (!isMap(value)) throw refuse('a field condition must be a map');
  const fields = wantList(value, 'fields').map((one) => scalarText(one) ?? '');
  if (value['type'] === 'include_fields') return { include: fields };
  if (value['type'] === 'exclude_fields') return { exclude: fields };
  throw refuse(`the field condition ${JSON.stringify(value['type'] ?? null)} is not supported`, ['type']);
};
