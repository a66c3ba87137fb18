import { PROCESS_ALIASES } from '../eval/windows.ts';
import type { SqlBinder } from './binder.ts';

/** Lists in lists that are opened. */
const LIST_DEPTH = 3;
/** Nesting that keywords are looked for in; deeper events are `unreadable`. */
const KEYWORD_DEPTH = 8;

const NO_TEXTS = "CAST([], 'Array(String)')";
const NO_PAIRS = "CAST([], 'Array(Tuple(String, String))')";
const isList = (raw: string): string => `startsWith(${raw}, '[')`;
const isObject = (raw: string): string => `startsWith(${raw}, '{')`;

const level = (columns: readonly string[], rows: string): string => `(SELECT *, ${columns.join(', ')} FROM ${rows})`;

/** XML elements with attributes carry their text under `#text`. */
const UNWRAP = `if(${isObject('p.2')}, if(JSONHas(p.2, '#text'), (p.1, JSONExtractRaw(p.2, '#text')), p), p)`;

/** Opens the lists of one column of pairs; every member has the name of the list. */
const opened = (column: string, into: string, rows: string): string => {
  let made = rows;
  let before = column;
  for (let depth = 1; depth <= LIST_DEPTH; depth += 1) {
    const name = depth === LIST_DEPTH ? into : `${into}_${depth}`;
    const open = `arrayFlatten(arrayMap(p -> if(${isList('p.2')}, arrayMap(e -> (p.1, e), JSONExtractArrayRaw(p.2)), [p]), ${before}))`;
    made = level([`if(arrayExists(p -> ${isList('p.2')}, ${before}), ${open}, ${before}) AS ${name}`], made);
    before = name;
  }
  return made;
};

/** All beginnings of names that end before a dot: `a.b.c` gives `a` and `a.b`. */
const beginnings = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    const parts = name.split('.');
    return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('.'));
  });

/** Which values are read: those of named fields, or all down to a depth of names. */
export type WantedValues =
  | { readonly kind: 'fields'; readonly fields: readonly string[] }
  | { readonly kind: 'all'; readonly depth: number };

const FROM = PROCESS_ALIASES.map(([name]) => name);
/** Names of ours, without any sign that SQL knows. */
const listed = (names: readonly string[]): string => `[${names.map((name) => `'${name}'`).join(', ')}]`;
const RENAMED = `arrayMap(p -> (arrayElement(${listed(PROCESS_ALIASES.map(([, to]) => to))}, indexOf(${listed(FROM)}, p.1)), p.2), arrayFilter(p -> has(${listed(FROM)}, p.1), found))`;

/** A filter of pairs by name, and how many dots the names have at most. */
const keptBy = (wanted: WantedValues, binder: SqlBinder): { keep: (pairs: string) => string; depth: number } => {
  if (wanted.kind === 'all') return { keep: (pairs) => pairs, depth: wanted.depth };
  const names = [...new Set([...wanted.fields, ...FROM])];
  const all = binder.bind([...new Set([...names, ...beginnings(names)])], 'Array(String)');
  const depth = Math.max(...names.map((name) => name.split('.').length)) - 1;
  return { keep: (pairs) => `arrayFilter(p -> has(${all}, p.1), ${pairs})`, depth };
};

/**
 * Adds the column `vals`: name and JSON text of each value, lists opened. A dot in a name is a part of a key or nesting,
 * in any mixture, which is the same as the keys joined by dots.
 */
export const valueRows = (wanted: WantedValues, rows: string, binder: SqlBinder): string => {
  const { keep, depth } = keptBy(wanted, binder);
  let made = level([`arrayMap(p -> ${UNWRAP}, ${keep('kv')}) AS n0`], rows);
  made = opened('n0', 'o0', made);
  const levels = ['o0'];
  for (let at = 1; at <= depth; at += 1) {
    const children = `arrayFlatten(arrayMap(p -> if(${isObject('p.2')}, arrayMap(c -> (concat(p.1, '.', c.1), c.2), JSONExtractKeysAndValuesRaw(p.2)), ${NO_PAIRS}), o${at - 1}))`;
    made = level([`arrayMap(p -> ${UNWRAP}, ${keep(children)}) AS n${at}`], made);
    made = opened(`n${at}`, `o${at}`, made);
    levels.push(`o${at}`);
  }
  const all = levels.length === 1 ? 'o0' : `arrayConcat(${levels.join(', ')})`;
  const plain = level([`${all} AS found`], made);
  return level([`if(chan = 'security' AND eid = 4688, arrayConcat(found, ${RENAMED}), found) AS vals`], plain);
};

/** Adds `kvals`, all scalars of the event as pairs with an empty name, and `deep` for events with more levels than are read. */
export const keywordRows = (rows: string): string => {
  let made = level([`arrayMap(p -> p.2, JSONExtractKeysAndValuesRaw(json)) AS k1`], rows);
  const levels = ['k1'];
  for (let depth = 2; depth <= KEYWORD_DEPTH; depth += 1) {
    const children = `arrayFlatten(arrayMap(r -> if(${isObject('r')}, arrayMap(p -> p.2, JSONExtractKeysAndValuesRaw(r)), if(${isList('r')}, JSONExtractArrayRaw(r), ${NO_TEXTS})), k${depth - 1}))`;
    made = level([`${children} AS k${depth}`], made);
    levels.push(`k${depth}`);
  }
  const deep = `arrayExists(r -> ${isObject('r')} OR ${isList('r')}, k${KEYWORD_DEPTH}) AS deep`;
  return level([`arrayMap(r -> ('', r), arrayConcat(${levels.join(', ')})) AS kvals`, deep], made);
};

/** A number as JavaScript writes it; short ones stand as they are in JSON. */
const NUMBER = `if(length(p.2) < 16 AND position(p.2, 'e') = 0, if(p.2 = '-0', '0', p.2), replaceRegexpOne(toString(toFloat64OrZero(p.2)), 'e([0-9])', 'e+\\\\1'))`;
const TEXT = `if(startsWith(p.2, '"'), JSONExtractString(p.2), if(p.2 IN ('true', 'false'), p.2, ${NUMBER}))`;

/** The texts by which the values of a column of pairs are compared; null, maps and lists have none. */
export const textPairs = (pairs: string): string =>
  `arrayMap(p -> (p.1, ${TEXT}), arrayFilter(p -> p.2 != 'null' AND NOT ${isObject('p.2')} AND NOT ${isList('p.2')}, ${pairs}))`;

const NUMERIC = String.raw`^\\s*[-+]?(?:[0-9]{1,30}(?:\\.[0-9]{0,30})?|0[xX][0-9a-fA-F]{1,16})\\s*$`;
const HEX = "toFloat64(reinterpretAsUInt64(reverse(unhex(leftPad(substring(trimBoth(s), 3), 16, '0')))))";

/** The numbers among JSON texts, read from texts as well. */
export const numbersOf = (raws: string): string => {
  const texts = `arrayFilter(s -> match(s, '${NUMERIC}') AND NOT match(s, '^\\\\s*[-+]0[xX]'), arrayMap(r -> if(startsWith(r, '"'), JSONExtractString(r), ''), ${raws}))`;
  const read = `arrayMap(s -> if(startsWith(lower(trimBoth(s)), '0x'), ${HEX}, toFloat64OrZero(trimBoth(s))), ${texts})`;
  const plain = `arrayMap(r -> toFloat64OrZero(r), arrayFilter(r -> match(r, '^-?[0-9]'), ${raws}))`;
  return `arrayConcat(${read}, ${plain})`;
};

const BARE = String.raw`replaceRegexpOne(replaceRegexpOne(t, '^\\[(.*)\\]$', '\\1'), '%.*$', '')`;
const ZEROS = String.raw`replaceRegexpAll(b, '(^|\\.)0{1,2}([0-9])', '\\1\\2')`;

/** The addresses among texts as 128 binary digits; IPv4 is mapped into IPv6. */
export const addressesOf = (texts: string): string => {
  const bare = `arrayMap(t -> ${BARE}, arrayFilter(t -> length(t) <= 64, ${texts}))`;
  const plain = `arrayMap(b -> if(position(b, ':') = 0, ${ZEROS}, b), ${bare})`;
  const read = `arrayMap(b -> IPv6StringToNumOrNull(b), ${plain})`;
  return `arrayMap(n -> bin(assumeNotNull(n)), arrayFilter(n -> isNotNull(n), ${read}))`;
};
