import { fault } from '../errors.ts';
import type { GlobToken, Predicate, TextOperator } from './expression.ts';
import { say } from '../reason/reason.ts';

/** A Sigma text value after its escapes have been read: literals and wildcards in order. */
export type SigmaString = readonly GlobToken[];

const MANY: GlobToken = { any: 'many' };
const ONE: GlobToken = { any: 'one' };
const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
const MAX_DASH_TEXTS = 25;

/**
 * Reads wildcards and escapes (Sigma 2.1, "Escaping"): `*` and `?` are wildcards; a backslash before `*`, `?` or a
 * backslash takes its meaning away; any other backslash stands for itself.
 */
export const readSigmaString = (text: string): SigmaString => {
  const tokens: GlobToken[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') tokens.push({ literal });
    literal = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    const next = text.charAt(index + 1);
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      index += 1;
    } else if (char === '*' || char === '?') {
      flush();
      tokens.push(char === '*' ? MANY : ONE);
    } else literal += char;
  }
  flush();
  return tokens;
};

/** The text of a value without wildcards, `undefined` when it has any. */
export const plainText = (tokens: SigmaString): string | undefined => {
  if (tokens.length === 0) return '';
  const [only] = tokens;
  return tokens.length === 1 && only !== undefined && 'literal' in only ? only.literal : undefined;
};

/** Opens a value at one or both ends, as `startswith`, `endswith` and `contains` do. */
export const openEnds = (tokens: SigmaString, op: TextOperator): SigmaString => {
  const out = [...tokens];
  if (op === 'contains' || op === 'endswith') if (!isMany(out[0])) out.unshift(MANY);
  if (op === 'contains' || op === 'startswith') if (!isMany(out[out.length - 1])) out.push(MANY);
  return out;
};

/**
 * `windash`: every `-` or `/` that begins an option (`\B[-/]\b`) may be any of hyphen, slash, en dash, em dash and
 * horizontal bar. Few combinations are written out, so that each is a plain literal; many become a wildcard token.
 */
export const windash = (tokens: SigmaString): readonly SigmaString[] => {
  const split = tokens.flatMap((token) => ('literal' in token ? splitDashes(token.literal) : [token]));
  const dashes = split.filter((token) => 'any' in token && token.any === 'dash').length;
  if (dashes === 0) return [tokens];
  if (DASHES.length ** dashes > MAX_DASH_TEXTS) return [split];
  let variants: GlobToken[][] = [[]];
  for (const token of split) {
    const choices =
      'any' in token && token.any === 'dash' ? DASHES.map((dash): GlobToken => ({ literal: dash })) : [token];
    variants = variants.flatMap((before) => choices.map((choice) => append(before, choice)));
  }
  return variants;
};

const append = (before: readonly GlobToken[], token: GlobToken): GlobToken[] => {
  const last = before[before.length - 1];
  if (last !== undefined && 'literal' in last && 'literal' in token)
    return [...before.slice(0, -1), { literal: last.literal + token.literal }];
  return [...before, token];
};

const splitDashes = (literal: string): readonly GlobToken[] => {
  const out: GlobToken[] = [];
  let from = 0;
  for (const found of literal.matchAll(/\B[-/]\b/g)) {
    if (found.index > from) out.push({ literal: literal.slice(from, found.index) });
    out.push({ any: 'dash' });
    from = found.index + 1;
  }
  if (from < literal.length) out.push({ literal: literal.slice(from) });
  return out;
};

/**
 * The cheapest predicate for a pattern: a plain comparison where wildcards stand only at the ends, else a glob.
 * A keyword (a value without a field) is searched for anywhere in the text.
 */
export const toTextPredicate = (pattern: SigmaString, cased: boolean): Predicate => {
  const opensLeft = isMany(pattern[0]);
  const opensRight = isMany(pattern[pattern.length - 1]);
  const inner = pattern.slice(leading(pattern), pattern.length - trailing(pattern));
  if (inner.length === 0) return { kind: 'text', op: pattern.length === 0 ? 'equals' : 'contains', text: '', cased };
  const [only] = inner;
  if (inner.length === 1 && only !== undefined && 'literal' in only) {
    return { kind: 'text', op: operator(opensLeft, opensRight), text: only.literal, cased };
  }
  if (pattern.length > 2_000) throw fault('sigma.limit', say('value-too-long'));
  return { kind: 'glob', tokens: pattern, cased };
};

const operator = (left: boolean, right: boolean): TextOperator => {
  if (left) return right ? 'contains' : 'endswith';
  return right ? 'startswith' : 'equals';
};

const isMany = (token: GlobToken | undefined): boolean => token !== undefined && 'any' in token && token.any === 'many';

const leading = (pattern: SigmaString): number => {
  const found = pattern.findIndex((token) => !isMany(token));
  return found < 0 ? pattern.length : found;
};

const trailing = (pattern: SigmaString): number => {
  const found = pattern.findLastIndex((token) => !isMany(token));
  return found < 0 ? 0 : pattern.length - 1 - found;
};
