import { cacaoError } from '../errors.ts';

/** A piece of a condition; `at` is its offset in characters. */
export type Token = { readonly at: number } & (
  | { readonly kind: 'variable'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'time'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  /** In upper case. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }
);

/** Bounds of one condition. */
export const CONDITION_BOUNDS = { characters: 2000, tokens: 400, depth: 32 } as const;

const SPACE = /\s+/y;
const VARIABLE = /\$?\$?(__[A-Za-z_][\w-]{0,199}?__)(?![\w-])(?::value)?/y;
const NUMBER = /-?\d+(?:\.\d+)?(?![\w.])/y;
const SIGN = /==|!=|<>|<=|>=|[=<>()[\],]/y;
const WORD = /[A-Za-z]+/y;
const TEXT = /(t?)'((?:[^'\\]|\\.)*)'/sy;
const DOUBLE = /()"((?:[^"\\]|\\.)*)"/sy;

const match = (pattern: RegExp, text: string, at: number): RegExpExecArray | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
};

const next = (text: string, at: number): { readonly token: Token; readonly end: number } | undefined => {
  const quoted = match(TEXT, text, at) ?? match(DOUBLE, text, at);
  if (quoted !== undefined) {
    const kind = quoted[1] === 't' ? 'time' : 'text';
    const value = (quoted[2] ?? '').replaceAll(/\\(.)/gs, '$1');
    return { token: { kind, text: value, at }, end: at + quoted[0].length };
  }
  const variable = match(VARIABLE, text, at);
  if (variable !== undefined)
    return { token: { kind: 'variable', text: variable[1] ?? '', at }, end: at + variable[0].length };
  const number = match(NUMBER, text, at);
  if (number !== undefined) return { token: { kind: 'number', text: number[0], at }, end: at + number[0].length };
  const sign = match(SIGN, text, at);
  if (sign !== undefined) return { token: { kind: 'sign', text: sign[0], at }, end: at + sign[0].length };
  const word = match(WORD, text, at);
  if (word !== undefined) return { token: { kind: 'word', text: word[0].toUpperCase(), at }, end: at + word[0].length };
  return undefined;
};

/** Cuts a condition into tokens. Throws `cacao.bad-condition` with the offset. */
export const tokensOf = (text: string): readonly Token[] => {
  if (text.length > CONDITION_BOUNDS.characters)
    throw cacaoError('cacao.bad-condition', { reason: `longer than ${CONDITION_BOUNDS.characters} characters` });
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space !== undefined) {
      at += space[0].length;
      continue;
    }
    const found = next(text, at);
    if (found === undefined)
      throw cacaoError('cacao.bad-condition', { offset: at, reason: `"${text.slice(at, at + 12)}" is not understood` });
    if (tokens.length >= CONDITION_BOUNDS.tokens)
      throw cacaoError('cacao.bad-condition', { offset: at, reason: `more than ${CONDITION_BOUNDS.tokens} parts` });
    tokens.push(found.token);
    at = found.end;
  }
  return tokens;
};
