import { DomainError } from '@chedun/kernel';

/** A word of a query with its place in what the person typed (0-based). */
export type Token =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not'; readonly at: number }
  /** `field` is empty for free text; `quoted` values have no wildcards. */
  | {
      readonly kind: 'value';
      readonly at: number;
      readonly field: string;
      readonly operator: '' | '>' | '>=' | '<' | '<=';
      readonly value: string;
      readonly quoted: boolean;
    }
  | {
      readonly kind: 'range';
      readonly at: number;
      readonly field: string;
      readonly from: string;
      readonly to: string;
      readonly includesFrom: boolean;
      readonly includesTo: boolean;
    };

/** Bounds of a query. */
const QUERY_LIMITS = { tokens: 100, depth: 16, length: 4000 } as const;

const FIELD = /^([A-Za-z_@][A-Za-z0-9_.@#-]*):(>=|<=|>|<|=)?/;
const RANGE = /^([[{])\s*(\S+)\s+TO\s+(\S+?)\s*([\]}])/;
const QUOTED = /^"((?:[^"\\]|\\.)*)"/;
const BARE = /^(?:[^\s()"\\]|\\.)+/;
const WORDS: Readonly<Record<string, 'and' | 'or' | 'not'>> = {
  AND: 'and',
  OR: 'or',
  NOT: 'not',
  '&&': 'and',
  '||': 'or',
};

const invalid = (at: number, reason: string): never => {
  throw new DomainError('search.query-invalid', { column: at + 1, reason });
};

const plain = (quoted: string): string => quoted.replaceAll(/\\(["\\])/g, '$1');

interface Reader {
  readonly text: string;
  at: number;
  /** Fields of the groups that are open: `vin:(a OR b)`. */
  readonly groups: string[];
  readonly tokens: Token[];
}

const readRange = (reader: Reader, field: string, start: number): boolean => {
  const match = RANGE.exec(reader.text.slice(reader.at));
  if (!match) return false;
  const [all, open, from = '', to = '', close] = match;
  reader.at += all.length;
  reader.tokens.push({
    kind: 'range',
    at: start,
    field,
    from,
    to,
    includesFrom: open === '[',
    includesTo: close === ']',
  });
  return true;
};

const readValue = (
  reader: Reader,
  field: string,
  operator: Extract<Token, { kind: 'value' }>['operator'],
  start: number,
): void => {
  const rest = reader.text.slice(reader.at);
  const quoted = QUOTED.exec(rest);
  if (quoted) {
    reader.at += quoted[0].length;
    reader.tokens.push({ kind: 'value', at: start, field, operator, value: plain(quoted[1] ?? ''), quoted: true });
    return;
  }
  if (rest.startsWith('"')) invalid(reader.at, 'the quotation mark is not closed');
  const bare = BARE.exec(rest)?.[0];
  if (bare === undefined) return invalid(reader.at, `a value is missing after "${field}:"`);
  reader.at += bare.length;
  reader.tokens.push({ kind: 'value', at: start, field, operator, value: bare, quoted: false });
};

const readField = (reader: Reader): boolean => {
  const start = reader.at;
  const match = FIELD.exec(reader.text.slice(start));
  if (!match) return false;
  const [all, field = '', sign = ''] = match;
  reader.at += all.length;
  const operator = sign === '=' ? '' : (sign as '' | '>' | '>=' | '<' | '<=');
  if (operator === '' && reader.text[reader.at] === '(') {
    reader.tokens.push({ kind: 'open', at: reader.at });
    reader.groups.push(field);
    reader.at += 1;
  } else if (!readRange(reader, field, start)) readValue(reader, field, operator, start);
  return true;
};

const readSign = (reader: Reader): boolean => {
  const { text, at } = reader;
  const sign = text[at];
  if (sign === '(') {
    reader.tokens.push({ kind: 'open', at });
    reader.groups.push(reader.groups.at(-1) ?? '');
  } else if (sign === ')') {
    if (reader.groups.pop() === undefined) invalid(at, 'this bracket was never opened');
    reader.tokens.push({ kind: 'close', at });
  } else if ((sign === '-' || sign === '!') && /\S/.test(text[at + 1] ?? ' ')) reader.tokens.push({ kind: 'not', at });
  else return false;
  reader.at += 1;
  return true;
};

const readWord = (reader: Reader): boolean => {
  const word = /^(AND|OR|NOT|&&|\|\|)(?=[\s(]|$)/.exec(reader.text.slice(reader.at))?.[1];
  const kind = word === undefined ? undefined : WORDS[word];
  if (kind === undefined || word === undefined) return false;
  reader.tokens.push({ kind, at: reader.at });
  reader.at += word.length;
  return true;
};

/**
 * Cuts a query into tokens. Values may hold what the grammar of the parser library would refuse: addresses, paths,
 * colons. Throws `search.query-invalid` with the 1-based column, and `search.query-too-long`.
 */
export const tokenise = (text: string): Token[] => {
  if (text.length > QUERY_LIMITS.length)
    throw new DomainError('search.query-too-long', { reason: `more than ${QUERY_LIMITS.length} characters` });
  const reader: Reader = { text, at: 0, groups: [], tokens: [] };
  while (reader.at < text.length) {
    if (/\s/.test(text[reader.at] ?? '')) {
      reader.at += 1;
      continue;
    }
    if (!(readSign(reader) || readWord(reader) || readField(reader)))
      readValue(reader, reader.groups.at(-1) ?? '', '', reader.at);
    if (reader.tokens.length > QUERY_LIMITS.tokens)
      throw new DomainError('search.query-too-long', { reason: `more than ${QUERY_LIMITS.tokens} words` });
    if (reader.groups.length > QUERY_LIMITS.depth)
      throw new DomainError('search.query-too-long', { reason: `brackets nested deeper than ${QUERY_LIMITS.depth}` });
  }
  if (reader.groups.length > 0) invalid(text.length, 'a bracket is not closed');
  return reader.tokens;
};
