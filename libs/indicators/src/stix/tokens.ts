/** A word of a pattern. `text`: a string in quotes, without them. */
export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'sign' | 'end';
  readonly value: string;
  /** Offset in the pattern. */
  readonly at: number;
}

/** Why a pattern is not taken. `syntax`: it is none; `unsupported`: it asks for more than one event can show. */
export type PatternFault = {
  readonly kind: 'syntax' | 'unsupported';
  readonly detail: string;
};

const SIGNS = ['!=', '<>', '<=', '>=', '==', '=', '<', '>', '[', ']', '(', ')', ',', '.', ':', '*'] as const;
const MOST_TOKENS = 4_000;
const SPACE = /\s/;
const WORD = /[A-Za-z0-9_-]/;
const TYPED = /^[tbh]$/;

interface Cursor {
  readonly text: string;
  at: number;
}

const skipBlank = (cursor: Cursor): PatternFault | undefined => {
  const { text } = cursor;
  for (;;) {
    while (cursor.at < text.length && SPACE.test(text.charAt(cursor.at))) cursor.at += 1;
    if (text.startsWith('//', cursor.at)) {
      const end = text.indexOf('\n', cursor.at);
      cursor.at = end < 0 ? text.length : end;
    } else if (text.startsWith('/*', cursor.at)) {
      const end = text.indexOf('*/', cursor.at);
      if (end < 0) return { kind: 'syntax', detail: `comment without end at ${cursor.at}` };
      cursor.at = end + 2;
    } else return undefined;
  }
};

/** A string in single quotes; `\'` and `\\` stand for the sign (STIX 2.1, 9.4). */
const quoted = (cursor: Cursor, quote: string): string | undefined => {
  const { text } = cursor;
  let value = '';
  for (let at = cursor.at + 1; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\\') {
      at += 1;
      value += text.charAt(at);
    } else if (sign === quote) {
      cursor.at = at + 1;
      return value;
    } else value += sign;
  }
  return undefined;
};

const nextToken = (cursor: Cursor): Token | PatternFault => {
  const { text, at } = cursor;
  const sign = text.charAt(at);
  if (sign === "'" || sign === '"') {
    const value = quoted(cursor, sign);
    return value === undefined
      ? { kind: 'syntax', detail: `string without end at ${at}` }
      : { kind: 'text', value, at };
  }
  if (WORD.test(sign) || sign === '$') {
    let end = at + 1;
    while (end < text.length && WORD.test(text.charAt(end))) end += 1;
    // Numbers keep their fraction; paths keep their dots as signs.
    const digits = /^-?\d+(?:\.\d+)?/.exec(text.slice(at, at + 40))?.[0];
    if (digits !== undefined && digits.length >= end - at) {
      cursor.at = at + digits.length;
      return { kind: 'number', value: digits, at };
    }
    cursor.at = end;
    return { kind: 'word', value: text.slice(at, end), at };
  }
  const known = SIGNS.find((each) => text.startsWith(each, at));
  if (known === undefined) return { kind: 'syntax', detail: `unexpected ${JSON.stringify(sign)} at ${at}` };
  cursor.at = at + known.length;
  return { kind: 'sign', value: known, at };
};

const isFault = (value: Token | PatternFault): value is PatternFault => 'detail' in value;

/** Cuts a pattern of the STIX Patterning language into words; ends with a token of kind `end`. */
export const tokensOf = (text: string): readonly Token[] | PatternFault => {
  const cursor: Cursor = { text, at: 0 };
  const tokens: Token[] = [];
  for (;;) {
    const broken = skipBlank(cursor);
    if (broken !== undefined) return broken;
    if (cursor.at >= text.length) break;
    const token = nextToken(cursor);
    if (isFault(token)) return token;
    const before = tokens.at(-1);
    const typed =
      token.kind === 'text' && before?.kind === 'word' && before.at + 1 === token.at && TYPED.test(before.value);
    if (typed) tokens.pop();
    tokens.push(token);
    if (tokens.length > MOST_TOKENS) return { kind: 'unsupported', detail: `more than ${MOST_TOKENS} words` };
  }
  tokens.push({ kind: 'end', value: '', at: text.length });
  return tokens;
};
