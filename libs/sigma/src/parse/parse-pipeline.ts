import { fault, SigmaFault, within, type SigmaError, worded } from '../errors.ts';
import type { FieldCondition, Pipeline, PipelineItem, RuleCondition, Transformation } from '../ir/pipeline.ts';
import { isList, isMap, scalarText, typeName } from './json.ts';
import type { Json, JsonMap, LogSource } from './types.ts';
import { readYaml } from './yaml.ts';
import { say, type Reason } from '../reason/reason.ts';

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
        ...worded(error.why),
        file: options.file,
        ...document.locate(error.path),
        field: error.path.join('.'),
      });
    }
  }
  return { pipelines, errors };
};

const refuse = (reason: Reason, path: readonly (string | number)[] = []): SigmaFault =>
  fault('sigma.pipeline', reason, path);

const readPipeline = (value: Json): Pipeline => {
  if (!isMap(value)) throw refuse(say('pipeline-not-map'));
  const list = value['transformations'] ?? [];
  if (!isList(list))
    throw refuse(say('key-not-list', { key: 'transformations', type: typeName(list) }), ['transformations']);
  const priority = value['priority'] ?? 0;
  if (typeof priority !== 'number') throw refuse(say('pipeline-priority'), ['priority']);
  return {
    name: scalarText(value['name']) ?? 'pipeline',
    priority,
    items: list.map((one, index) => within(['transformations', index], () => readItem(one))),
  };
};

const readItem = (value: Json): PipelineItem => {
  if (!isMap(value)) throw refuse(say('pipeline-step-not-map'));
  for (const key of [
    'detection_item_conditions',
    'rule_cond_expression',
    'field_name_cond_expression',
    'rule_cond_not',
    'field_name_cond_not',
  ]) {
    if (value[key] !== undefined) throw refuse(say('pipeline-key', { key }), [key]);
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
  if (!isList(value)) throw refuse(say('key-not-list', { key, type: typeName(value) }), [key]);
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
      if (!isMap(conditions)) throw refuse(say('pipeline-conditions'), ['conditions']);
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
      throw refuse(say('pipeline-step', { type: JSON.stringify(type ?? null) }), ['type']);
  }
};

const wantText = (map: JsonMap, key: string): string => {
  const text = scalarText(map[key]);
  if (text === undefined) throw refuse(say('pipeline-key-missing', { key }), [key]);
  return text;
};

const readMapping = (value: Json | undefined): Readonly<Record<string, readonly string[]>> => {
  if (!isMap(value)) throw refuse(say('key-not-map', { key: 'mapping', type: typeName(value) }), ['mapping']);
  return Object.fromEntries(
    Object.entries(value).map(([from, to]) => {
      const names = (isList(to) ? to : [to]).map(scalarText).filter((name) => name !== undefined);
      if (names.length === 0) throw refuse(say('pipeline-maps-to-nothing', { from }), ['mapping', from]);
      return [from, names];
    }),
  );
};

const readValues = (value: Json | undefined): Readonly<Record<string, readonly (string | number)[]>> => {
  if (!isMap(value)) throw refuse(say('key-not-map', { key: 'values', type: typeName(value) }), ['values']);
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
  if (!isMap(value)) throw refuse(say('pipeline-rule-condition-not-map'));
  if (value['type'] === 'logsource') return { logsource: readSource(value) };
  if (value['type'] === 'tag') return { tag: wantText(value, 'tag') };
  throw refuse(say('pipeline-rule-condition', { type: JSON.stringify(value['type'] ?? null) }), ['type']);
};

const readFieldCondition = (value: Json): FieldCondition => {
  if (!isMap(value)) throw refuse(say('pipeline-field-condition-not-map'));
  const fields = wantList(value, 'fields').map((one) => scalarText(one) ?? '');
  if (value['type'] === 'include_fields') return { include: fields };
  if (value['type'] === 'exclude_fields') return { exclude: fields };
  throw refuse(say('pipeline-field-condition', { type: JSON.stringify(value['type'] ?? null) }), ['type']);
};
