import type { CorrelationRule, CorrelationType, CorrelationWindow } from '../correlate/types.ts';
import { fault } from '../errors.ts';
import { say } from '../reason/reason.ts';
import { namesWritten, readBounds, readExpression, texts } from './correlation-condition.ts';
import { isMap, scalarText, typeName } from './json.ts';
import type { Json, JsonMap, SigmaMetadata } from './types.ts';

const TYPES: readonly CorrelationType[] = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'temporal',
  'temporal_ordered',
  'temporal_extended',
  'temporal_ordered_extended',
];
const KEYS = new Set('type rules group-by timespan window gap condition aliases generate'.split(' '));
const MOST_RULES = 64;
const MOST_GROUPS = 8;
/** Seconds of a unit; month and year as pySigma counts them. */
const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  M: 2_629_746,
  y: 31_556_952,
};
const MOST_MS = 31_556_952_000;
const ROOT = ['correlation'];

/**
 * Reads a correlation (Sigma correlations 2.1, with windows and extended conditions). `generate` is also read from the
 * top level. Throws `sigma.correlation` or `sigma.condition` with the path of what is wrong.
 */
export const readCorrelation = (metadata: SigmaMetadata, value: Json, top: JsonMap): CorrelationRule => {
  if (!isMap(value))
    throw fault('sigma.document', say('key-not-map', { key: 'correlation', type: typeName(value) }), ROOT);
  for (const key of Object.keys(value)) {
    if (!KEYS.has(key)) throw fault('sigma.correlation', say('correlation-key', { key }), [...ROOT, key]);
  }
  const { condition } = value;
  const type = readType(value['type'], typeof condition === 'string' ? '_extended' : '');
  const extended = type.endsWith('_extended');
  if (extended && typeof condition !== 'string')
    throw fault('sigma.correlation', say('expression-wanted', { type }), [...ROOT, 'condition']);
  const rules = readRules(value['rules'], extended && typeof condition === 'string' ? condition : undefined);
  const timespanMs = readSpan(value['timespan'], 'timespan');
  return {
    ...metadata,
    kind: 'correlation',
    type,
    rules,
    groupBy: readGroups(value['group-by']),
    aliases: readAliases(value['aliases'], rules),
    timespanMs,
    window: readWindow(value, timespanMs),
    condition:
      extended && typeof condition === 'string' ? readExpression(condition, rules) : readBounds(condition, type, rules),
    generate: readGenerate(value['generate'] ?? top['generate']),
  };
};

const readType = (value: Json | undefined, suffix: string): CorrelationType => {
  if (value === undefined || value === null)
    throw fault('sigma.correlation', say('correlation-key-missing', { key: 'type' }), ROOT);
  const text = scalarText(value)?.toLowerCase() ?? '';
  const full = text === 'temporal' || text === 'temporal_ordered' ? text + suffix : text;
  const type = TYPES.find((one) => one === full);
  if (type === undefined)
    throw fault('sigma.correlation', say('correlation-type', { text, allowed: TYPES.join(', ') }), [...ROOT, 'type']);
  return type;
};

const readRules = (value: Json | undefined, expression: string | undefined): readonly string[] => {
  const path = [...ROOT, 'rules'];
  const given = value === undefined || value === null;
  const rules = given ? namesWritten(expression ?? '') : texts(value, 'rules', path);
  if (rules.length === 0) throw fault('sigma.correlation', say('correlation-key-missing', { key: 'rules' }), ROOT);
  if (rules.length > MOST_RULES)
    throw fault('sigma.correlation', say('correlation-rules-most', { most: MOST_RULES }), path);
  return rules;
};

const readGroups = (value: Json | undefined): readonly string[] => {
  if (value === undefined || value === null) return [];
  const path = [...ROOT, 'group-by'];
  const groups = [...new Set(texts(value, 'group-by', path))];
  if (groups.length > MOST_GROUPS) throw fault('sigma.correlation', say('group-by-most', { most: MOST_GROUPS }), path);
  return groups;
};

const readAliases = (value: Json | undefined, rules: readonly string[]): CorrelationRule['aliases'] => {
  if (value === undefined || value === null) return [];
  const path = [...ROOT, 'aliases'];
  return Object.entries(wantMap(value, 'aliases', path)).map(([alias, fields]) => ({
    alias,
    fields: Object.entries(wantMap(fields, alias, [...path, alias])).map(([name, field]) => {
      const place = [...path, alias, name];
      if (!rules.includes(name)) throw fault('sigma.correlation', say('alias-rule', { alias, name }), place);
      const [only = ''] = texts(scalarText(field) ?? null, alias, place);
      return { rule: name, field: only };
    }),
  }));
};

const wantMap = (value: Json, key: string, path: readonly string[]): JsonMap => {
  if (!isMap(value))
    throw fault(
      'sigma.correlation',
      say('correlation-value-type', { key, wanted: say('type-map'), type: typeName(value) }),
      path,
    );
  return value;
};

/** A number and a unit, in ms. */
const readSpan = (value: Json | undefined, key: 'timespan' | 'gap'): number => {
  const path = [...ROOT, key];
  if (value === undefined || value === null)
    throw fault('sigma.correlation', say('correlation-key-missing', { key }), ROOT);
  const text = scalarText(value) ?? '';
  const found = /^(-?\d{1,12})\s*([smhdwMy])$/.exec(text.trim());
  if (found === null) throw fault('sigma.correlation', say('timespan-form', { text: text.slice(0, 40) }), path);
  const ms = Number(found[1]) * (SECONDS[found[2] ?? ''] ?? NaN) * 1_000;
  if (!(ms > 0)) throw fault('sigma.correlation', say('timespan-zero', { key }), path);
  if (ms > MOST_MS) throw fault('sigma.correlation', say('timespan-too-long', { key }), path);
  return ms;
};

const readWindow = (map: JsonMap, timespanMs: number): CorrelationWindow => {
  const kind = scalarText(map['window'] ?? 'sliding') ?? '';
  const { gap } = map;
  if (kind === 'session') {
    if (gap === undefined || gap === null) throw fault('sigma.correlation', say('gap-missing'), [...ROOT, 'window']);
    const gapMs = readSpan(gap, 'gap');
    if (gapMs > timespanMs) throw fault('sigma.correlation', say('gap-too-long'), [...ROOT, 'gap']);
    return { kind, gapMs };
  }
  if (kind !== 'sliding' && kind !== 'tumbling')
    throw fault('sigma.correlation', say('window-kind', { text: kind.slice(0, 40) }), [...ROOT, 'window']);
  if (gap !== undefined) throw fault('sigma.correlation', say('gap-useless'), [...ROOT, 'gap']);
  return { kind };
};

const readGenerate = (value: Json | undefined): boolean => {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean')
    throw fault(
      'sigma.correlation',
      say('correlation-value-type', { key: 'generate', wanted: say('type-boolean'), type: typeName(value) }),
      [...ROOT, 'generate'],
    );
  return value;
};
