import { fault } from '../errors.ts';
import { isList, isMap, scalarText, typeName } from './json.ts';
import { readCorrelation } from './correlation.ts';
import type { SigmaDocument } from './sigma-document.ts';
import type { Detection, Json, JsonMap, LogSource, SigmaFilter, SigmaMetadata } from './types.ts';
import { say } from '../reason/reason.ts';

const KNOWN = new Set(
  'title id name status description author license date modified level taxonomy tags references falsepositives fields scope related logsource detection correlation filter generate'.split(
    ' ',
  ),
);

/**
 * Turns one map into a document. Which kind it is follows from the key it carries: `correlation`, `filter` or
 * `detection`. Throws `sigma.document` with the path of what is missing or has the wrong type.
 */
export const toDocument = (map: JsonMap, file: string, line: number): SigmaDocument => {
  const metadata = readMetadata(map, file, line);
  if (map['correlation'] !== undefined) {
    return readCorrelation(metadata, map['correlation'], map);
  }
  if (map['filter'] !== undefined) {
    return readFilter(metadata, map);
  }
  return {
    kind: 'rule',
    ...metadata,
    logsource: readLogSource(map['logsource']),
    detection: readDetection(map['detection'], 'detection'),
  };
};

const readMetadata = (map: JsonMap, file: string, line: number): SigmaMetadata => {
  const title = map['title'];
  if (typeof title !== 'string' || title.trim() === '') throw fault('sigma.document', say('title-missing'), ['title']);
  const custom: Record<string, Json> = {};
  for (const [key, value] of Object.entries(map)) if (!KNOWN.has(key)) custom[key] = value;
  const optional: Record<string, string> = {};
  for (const key of [
    'id',
    'name',
    'status',
    'description',
    'author',
    'license',
    'date',
    'modified',
    'level',
    'taxonomy',
  ] as const) {
    const text = readText(map[key], key);
    if (text !== undefined) optional[key] = text;
  }
  return {
    title,
    ...optional,
    tags: readTexts(map['tags']),
    references: readTexts(map['references']),
    falsepositives: readTexts(map['falsepositives']),
    fields: readTexts(map['fields']),
    scope: readTexts(map['scope']),
    related: readRelated(map['related']),
    custom,
    file,
    line,
  };
};

const readText = (value: Json | undefined, key: string): string | undefined => {
  if (value === undefined || value === null) return undefined;
  const text = scalarText(value);
  if (text === undefined) throw fault('sigma.document', say('key-not-text', { key, type: typeName(value) }), [key]);
  return text;
};

const readTexts = (value: Json | undefined): readonly string[] => {
  if (value === undefined || value === null) return [];
  const list = isList(value) ? value : [value];
  return list.map(scalarText).filter((text) => text !== undefined);
};

const readRelated = (value: Json | undefined): SigmaMetadata['related'] => {
  if (!isList(value)) return [];
  return value
    .filter(isMap)
    .map((entry) => ({ id: scalarText(entry['id']) ?? '', type: scalarText(entry['type']) ?? '' }));
};

const readLogSource = (value: Json | undefined): LogSource => {
  const map = wantMap(value, 'logsource');
  const out: Record<string, string> = {};
  for (const key of ['product', 'category', 'service'] as const) {
    const text = readText(map[key], key);
    if (text !== undefined) out[key] = text;
  }
  if (Object.keys(out).length === 0 && !('definition' in map)) {
    throw fault('sigma.document', say('logsource-names-nothing'), ['logsource']);
  }
  return out;
};

const readFilter = (metadata: SigmaMetadata, map: JsonMap): SigmaFilter => {
  const { rules, ...detection } = wantMap(map['filter'], 'filter');
  return {
    kind: 'filter',
    ...metadata,
    logsource: readLogSource(map['logsource']),
    rules: readFilterRules(rules),
    detection: readDetection(detection, 'filter'),
  };
};

const readFilterRules = (value: Json | undefined): 'any' | readonly string[] => {
  if (value === undefined || value === null)
    throw fault('sigma.filter', say('filter-key-missing', { key: 'rules' }), ['filter']);
  if (typeof value === 'string') return value.toLowerCase() === 'any' ? 'any' : [value];
  const rules = isList(value) ? value.map(scalarText).filter((text) => text !== undefined && text !== '') : [];
  if (!isList(value) || rules.length !== value.length || rules.length === 0)
    throw fault('sigma.filter', say('filter-rules'), ['filter', 'rules']);
  return rules.filter((text) => text !== undefined);
};

/** `key` is where it stands in the document. */
const readDetection = (value: Json | undefined, key: 'detection' | 'filter'): Detection => {
  const map = wantMap(value, key);
  const path = [key, 'condition'];
  const { condition, timeframe: _timeframe, ...selections } = map;
  if (condition === undefined || condition === null)
    throw key === 'filter'
      ? fault('sigma.filter', say('filter-key-missing', { key: 'condition' }), ['filter'])
      : fault('sigma.document', say('condition-missing'), path);
  const conditions = isList(condition) ? condition : [condition];
  if (conditions.length === 0) throw fault('sigma.document', say('conditions-empty'), path);
  for (const one of conditions) {
    if (typeof one !== 'string')
      throw fault('sigma.document', say('condition-not-text', { type: typeName(one) }), path);
  }
  if (Object.keys(selections).length === 0)
    throw key === 'filter'
      ? fault('sigma.filter', say('filter-key-missing', { key: 'selection' }), ['filter'])
      : fault('sigma.document', say('selection-missing'), ['detection']);
  return { selections, conditions: conditions.filter((one) => typeof one === 'string') };
};

const wantMap = (value: Json | undefined, key: string): JsonMap => {
  if (!isMap(value)) throw fault('sigma.document', say('key-not-map', { key, type: typeName(value) }), [key]);
  return value;
};
