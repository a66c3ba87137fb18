import { parseCondition } from '../parse/condition.ts';
import { isList, isMap, scalarText } from '../parse/json.ts';
import type { Json, JsonMap } from '../parse/types.ts';
import { say } from '../reason/reason.ts';
import { remark, type Check } from './check.ts';

const textsOf = (value: Json | undefined): readonly string[] =>
  (isList(value) ? value : [value ?? null]).map(scalarText).filter((text) => text !== undefined);

const aliases: Check = ({ correlation }) => {
  if (!isMap(correlation) || !isMap(correlation['aliases'])) return [];
  const { condition } = correlation;
  const used = [...textsOf(correlation['group-by']), ...(isMap(condition) ? textsOf(condition['field']) : [])];
  return Object.keys(correlation['aliases']).flatMap((alias) =>
    used.includes(alias)
      ? []
      : remark('alias-unused', 'warning', ['correlation', 'aliases', alias], say('alias-unused', { alias })),
  );
};

const singleTemporal: Check = ({ correlation }) => {
  if (!isMap(correlation)) return [];
  const temporal = (scalarText(correlation['type']) ?? '').startsWith('temporal');
  const rules = textsOf(correlation['rules']);
  return temporal && rules.length === 1
    ? remark('temporal-single', 'warning', ['correlation', 'rules'], say('temporal-single'))
    : [];
};

/** Selections that the condition of a filter does not use. */
const unusedInFilter: Check = ({ filter }) => {
  if (!isMap(filter)) return [];
  const { rules: _rules, condition, ...selections } = filter;
  const names = Object.keys(selections);
  const used = new Set(textsOf(condition).flatMap((text) => namesIn(text, names)));
  return names.flatMap((name) =>
    used.has(name) ? [] : remark('selection-unused', 'warning', ['filter', name], say('selection-unused', { name })),
  );
};

const namesIn = (text: string, names: readonly string[]): readonly string[] => {
  try {
    return collect(parseCondition(text, names));
  } catch {
    return names;
  }
};

const collect = (condition: ReturnType<typeof parseCondition>): readonly string[] => {
  switch (condition.kind) {
    case 'name':
      return [condition.name];
    case 'of':
      return condition.names;
    case 'not':
      return collect(condition.child);
    default:
      return condition.children.flatMap(collect);
  }
};

/** Checks of correlation and filter documents that load. */
export const correlationChecks: readonly Check[] = [aliases, singleTemporal, unusedInFilter];

/** True for a document that is not a rule for single events. */
export const isMeta = (document: JsonMap): boolean =>
  document['correlation'] !== undefined || document['filter'] !== undefined;
