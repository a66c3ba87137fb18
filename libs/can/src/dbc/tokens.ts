import { canError } from '../errors.ts';

/** One word of a DBC file with its 1-based line. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'mark';
  readonly text: string;
  readonly line: number;
}

/** Longest string of a DBC file in characters. */
const MAX_STRING = 65_536;
const MAX_TOKENS = 8_000_000;
const PATTERN =
  /(?<space>[\s\uFEFF]+)|(?<comment>\/\/[^\n]*)|(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z_0-9]))|(?<word>[A-Za-z_0-9][A-Za-z_0-9]*)|(?<mark>[:;,|@()[\]+-])/y;

const linesIn = (text: string): number => {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** Reads a string that starts at `from`, `\"` inside being a quote; gives its text and where it ends. */
const readString = (text: string, from: number, line: number): { text: string; end: number } => {
  for (let at = from + 1; at < text.length && at - from <= MAX_STRING; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return { text: text.slice(from + 1, at).replaceAll('\\"', '"'), end: at + 1 };
  }
  throw canError('can.bad_dbc', { line, reason: `a string does not end within ${MAX_STRING} characters` });
};

/** Cuts a DBC text into words. Throws `can.bad_dbc` with the line for a character that no DBC holds and for endless strings. */
export const tokenize = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    if (tokens.length >= MAX_TOKENS) throw canError('can.bad_dbc', { line, reason: 'the file is too large' });
    if (text[at] === '"') {
      const string = readString(text, at, line);
      tokens.push({ kind: 'string', text: string.text, line });
      line += linesIn(text.slice(at, string.end));
      at = string.end;
      continue;
    }
    PATTERN.lastIndex = at;
    const groups = PATTERN.exec(text)?.groups;
    if (groups === undefined)
      throw canError('can.bad_dbc', { line, reason: `unexpected character ${JSON.stringify(text[at])}` });
    at = PATTERN.lastIndex;
    if (groups['space'] !== undefined) line += linesIn(groups['space']);
    for (const kind of ['number', 'word', 'mark'] as const) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found, line });
    }
  }
  return tokens;
};
