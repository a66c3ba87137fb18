import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Problems } from '../problem.ts';

/** What a value has to look like. */
export type Rule =
  | { readonly kind: 'any' }
  | { readonly kind: 'text' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'id' }
  | { readonly kind: 'time' }
  | { readonly kind: 'nullable'; readonly of: Rule }
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly what: string }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly whole: 'whole' | 'real' }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: Rule; readonly min?: number }
  /** Keys that fit a pattern; others are told as unknown and not looked into, as draft-07 of JSON Schema does. */
  | { readonly kind: 'map'; readonly keys: RegExp; readonly of: Rule; readonly min?: number }
  | { readonly kind: 'object'; readonly fields: Fields; readonly needs?: readonly string[] }
  /** An object whose rule depends on the word before `--` in its key; undefined where nothing is known of it. */
  | { readonly kind: 'by-key'; readonly rules: Readonly<Record<string, Rule>>; readonly min?: number }
  | { readonly kind: 'self'; readonly rule: () => Rule };
export type Fields = Readonly<Record<string, Rule>>;

/** UUID of RFC 4122 as a part of a regular expression. */
export const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}';
/** Identifier (section 10.10): object type, two dashes, UUID of RFC 4122. */
export const IDENTIFIER: RegExp = new RegExp(`^[a-z][a-z0-9-]+[a-z0-9]--${UUID}$`);
const TIME = /^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?Z$/;

const placeOf = (place: string, name: string): string => (place === '' ? name : `${place}.${name}`);
const shown = (value: JsonValue | undefined): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

const checkNumber = (
  rule: Extract<Rule, { kind: 'number' }>,
  value: JsonValue,
  place: string,
  problems: Problems,
): void => {
  if (typeof value !== 'number' || (rule.whole === 'whole' && !Number.isInteger(value)))
    return problems.error('wrong-type', place, `a whole number is expected, found ${shown(value)}`);
  if (value < (rule.min ?? -Infinity) || value > (rule.max ?? Infinity))
    problems.error('out-of-range', place, `${value} is not between ${rule.min ?? '-∞'} and ${rule.max ?? '∞'}`);
};

const checkText = (value: JsonValue, place: string, problems: Problems): value is string => {
  if (typeof value === 'string') return true;
  problems.error('wrong-type', place, `a text is expected, found ${shown(value)}`);
  return false;
};

const checkMap = (value: JsonObject, rule: Extract<Rule, { kind: 'map' }>, place: string, problems: Problems): void => {
  for (const [key, child] of Object.entries(value)) {
    if (rule.keys.test(key)) checkRule(rule.of, child ?? null, placeOf(place, key), problems);
    else problems.warning('unknown-field', placeOf(place, key), 'the key has no meaning here; it is kept');
  }
};

const checkByKey = (
  value: JsonObject,
  rule: Extract<Rule, { kind: 'by-key' }>,
  place: string,
  problems: Problems,
): void => {
  for (const [key, child] of Object.entries(value)) {
    const at = placeOf(place, key);
    const word = key.slice(0, key.indexOf('--'));
    const known = IDENTIFIER.test(key) ? rule.rules[word] : undefined;
    if (known !== undefined) checkRule(known, child ?? null, at, problems);
    else if (!IDENTIFIER.test(key)) problems.warning('bad-identifier', at, 'the key is no identifier');
    else problems.warning('unknown-type', at, `"${word}" is not in the vocabulary; it is kept`);
  }
};

const checkFields = (
  value: JsonObject,
  { fields, needs = [] }: Extract<Rule, { kind: 'object' }>,
  place: string,
  problems: Problems,
): void => {
  for (const name of needs)
    if (value[name] === undefined) problems.error('missing-field', placeOf(place, name), `"${name}" is required`);
  for (const [name, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const rule = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (rule !== undefined) checkRule(rule, child, placeOf(place, name), problems);
    else problems.warning('unknown-field', placeOf(place, name), 'the field is not of CACAO 2.0; it is kept');
  }
};

const checkObject = (
  rule: Extract<Rule, { kind: 'map' | 'object' | 'by-key' }>,
  value: JsonValue,
  place: string,
  problems: Problems,
): void => {
  if (!isObject(value)) return problems.error('wrong-type', place, `an object is expected, found ${shown(value)}`);
  if (rule.kind !== 'object' && Object.keys(value).length < (rule.min ?? 0))
    problems.error('empty', place, 'at least one entry is required');
  switch (rule.kind) {
    case 'map':
      return checkMap(value, rule, place, problems);
    case 'by-key':
      return checkByKey(value, rule, place, problems);
    case 'object':
      return checkFields(value, rule, place, problems);
  }
};

const checkList = (
  rule: Extract<Rule, { kind: 'list' }>,
  value: JsonValue,
  place: string,
  problems: Problems,
): void => {
  if (!Array.isArray(value)) return problems.error('wrong-type', place, `a list is expected, found ${shown(value)}`);
  if (value.length < (rule.min ?? 0)) problems.error('empty', place, `at least ${rule.min ?? 0} entries are required`);
  for (const [at, child] of value.entries()) checkRule(rule.of, child, `${place}[${at}]`, problems);
};

const checkWord = (
  rule: Extract<Rule, { kind: 'id' | 'time' | 'pattern' | 'one-of' | 'text' }>,
  value: JsonValue,
  place: string,
  problems: Problems,
): void => {
  if (!checkText(value, place, problems)) return;
  if (rule.kind === 'id' && !IDENTIFIER.test(value))
    problems.error('bad-identifier', place, `${shown(value)} is no identifier`);
  if (rule.kind === 'time' && !TIME.test(value))
    problems.error('bad-time', place, `${shown(value)} is no time (RFC 3339, UTC)`);
  if (rule.kind === 'pattern' && !rule.pattern.test(value))
    problems.error('wrong-value', place, `${shown(value)} is no ${rule.what}`);
  if (rule.kind === 'one-of' && !rule.values.includes(value))
    problems.error('wrong-value', place, `${shown(value)} is none of ${rule.values.slice(0, 12).join(', ')}`);
};

/** Checks one value by its rule and tells what is wrong. */
export const checkRule = (rule: Rule, value: JsonValue, place: string, problems: Problems): void => {
  switch (rule.kind) {
    case 'any':
      return;
    case 'flag':
      if (typeof value !== 'boolean') problems.error('wrong-type', place, `true or false is expected`);
      return;
    case 'number':
      return checkNumber(rule, value, place, problems);
    case 'nullable':
      return value === null ? undefined : checkRule(rule.of, value, place, problems);
    case 'list':
      return checkList(rule, value, place, problems);
    case 'map':
    case 'object':
    case 'by-key':
      return checkObject(rule, value, place, problems);
    case 'self':
      return checkRule(rule.rule(), value, place, problems);
    default:
      return checkWord(rule, value, place, problems);
  }
};
