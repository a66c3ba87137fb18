import { parseCondition, type Condition } from '../parse/condition.ts';
import { isList, isMap } from '../parse/json.ts';
import type { Json } from '../parse/types.ts';
import { remark, type Check, type Remark } from './check.ts';
import { say } from '../reason/reason.ts';

type Path = readonly (string | number)[];

const logsource: Check = (document) => {
  const source = document['logsource'];
  if (!isMap(source)) return [];
  const remarks = Object.entries(source).flatMap(([key, value]): readonly Remark[] => {
    if (!['product', 'category', 'service', 'definition'].includes(key))
      return remark('logsource-key', 'warning', ['logsource', key], say('logsource-key', { key }));
    const upper = key !== 'definition' && typeof value === 'string' && value !== value.toLowerCase();
    return upper ? remark('logsource-case', 'warning', ['logsource', key], say('logsource-case', { key })) : [];
  });
  const named = ['product', 'category', 'service'].some((key) => source[key] !== undefined);
  return named ? remarks : [...remarks, ...remark('logsource-empty', 'warning', ['logsource'], say('logsource-empty'))];
};

const condition: Check = (document) => {
  const { detection } = document;
  if (!isMap(detection)) return [];
  const { condition: text, timeframe, ...selections } = detection;
  const names = Object.keys(selections);
  const texts = (isList(text) ? text : [text]).filter((one) => typeof one === 'string');
  const parsed = texts.map((one) => tryParse(one, names)).filter((one) => one !== undefined);
  if (parsed.length < texts.length) return [];
  const used = new Set(parsed.flatMap(namesIn));
  return [
    ...names
      .filter((name) => !used.has(name))
      .flatMap((name) => remark('selection-unused', 'warning', ['detection', name], say('selection-unused', { name }))),
    ...parsed
      .flatMap(quantifiersIn)
      .map((pattern) =>
        remark('condition-quantifier', 'info', ['detection', 'condition'], say('quantifier-single', { pattern })),
      )
      .flat(),
    ...(timeframe === undefined
      ? []
      : remark('timeframe', 'warning', ['detection', 'timeframe'], say('timeframe-useless'))),
  ];
};

const tryParse = (text: string, names: readonly string[]): Condition | undefined => {
  try {
    return parseCondition(text, names);
  } catch {
    return undefined;
  }
};

const namesIn = (one: Condition): readonly string[] => {
  switch (one.kind) {
    case 'and':
    case 'or':
      return one.children.flatMap(namesIn);
    case 'not':
      return namesIn(one.child);
    case 'name':
      return [one.name];
    case 'of':
      return one.names;
  }
};

const quantifiersIn = (one: Condition): readonly string[] => {
  switch (one.kind) {
    case 'and':
    case 'or':
      return one.children.flatMap(quantifiersIn);
    case 'not':
      return quantifiersIn(one.child);
    case 'name':
      return [];
    case 'of':
      return one.names.length === 1 && one.quantifier === 'all' ? [`all of ${one.pattern}`] : [];
  }
};

const items: Check = (document) => {
  const { detection } = document;
  if (!isMap(detection)) return [];
  return Object.entries(detection).flatMap(([name, value]) =>
    name === 'condition' || name === 'timeframe' ? [] : walk(value, ['detection', name]),
  );
};

const walk = (value: Json, path: Path): readonly Remark[] => {
  if (isList(value)) return value.flatMap((one, index) => walk(one, [...path, index]));
  return isMap(value) ? Object.entries(value).flatMap(([key, one]) => checkItem(key, one, [...path, key])) : [];
};

const checkItem = (key: string, value: Json, path: Path): readonly Remark[] => {
  const [, ...modifiers] = key.split('|');
  const values = isList(value) ? value : [value];
  return [
    ...(modifiers.includes('all') && values.length < 2 && !modifiers.includes('expand')
      ? remark('all-single-value', 'warning', path, say('all-single-value'))
      : []),
    ...duplicates(values, modifiers, path),
    ...values.flatMap((one, index) => checkValue(one, modifiers, isList(value) ? [...path, index] : path)),
  ];
};

const duplicates = (values: readonly Json[], modifiers: readonly string[], path: Path): readonly Remark[] => {
  const cased =
    modifiers.includes('re') || modifiers.includes('cased') || modifiers.some((name) => name.startsWith('base64'));
  const seen = values.map((one) => (typeof one === 'string' && !cased ? one.toLowerCase() : JSON.stringify(one)));
  return seen.flatMap((one, index) =>
    seen.indexOf(one) < index
      ? remark(
          'value-duplicate',
          'warning',
          [...path, index],
          say('value-twice', { value: JSON.stringify(values[index]) }),
        )
      : [],
  );
};

const checkValue = (value: Json, modifiers: readonly string[], path: Path): readonly Remark[] => {
  if (typeof value !== 'string') return [];
  if (modifiers.includes('re'))
    return /^\.\*|(?<!\\)\.\*$/.test(value) ? remark('regex-redundant', 'info', path, say('regex-redundant')) : [];
  const starts = value.startsWith('*') && (modifiers.includes('contains') || modifiers.includes('endswith'));
  const ends = /(?<!\\)\*$/.test(value) && (modifiers.includes('contains') || modifiers.includes('startswith'));
  if (starts || ends) return remark('wildcard-redundant', 'info', path, say('wildcard-redundant'));
  const placeholder = /^%[A-Za-z]+(?:[_-][A-Za-z]+)+%$/.test(value) && !modifiers.includes('expand');
  return placeholder ? remark('placeholder-without-expand', 'warning', path, say('expand-missing', { value })) : [];
};

/** Checks of the log source, the condition and each item of the selections. */
export const detectionChecks: readonly Check[] = [logsource, condition, items];
