import { RE2JS } from 're2js';
import { fault } from '../errors.ts';
import { say } from '../reason/reason.ts';
import type { GlobToken } from '../ir/expression.ts';
import { emitRegex } from '../regex/emit.ts';
import { parseRegex } from '../regex/parse.ts';
import type { Range, RegexNode } from '../regex/syntax.ts';

/** Wildcards for one unit in a row that can be written out. */
const MOST_ONES = 8;
const BMP: RegexNode = { kind: 'class', negated: false, ranges: [[0, 0xffff]], properties: [] };
const ASTRAL: RegexNode = { kind: 'class', negated: false, ranges: [[0x10000, 0x10ffff]], properties: [] };
const ANY: RegexNode = { kind: 'class', negated: false, ranges: [[0, 0x10ffff]], properties: [] };
const MANY: RegexNode = { kind: 'repeat', item: ANY, min: 0, max: Infinity, lazy: false };
const DASH_CODES: readonly Range[] = [
  [0x2d, 0x2d],
  [0x2f, 0x2f],
  [0x2013, 0x2015],
];
const DASH: RegexNode = { kind: 'class', negated: false, ranges: DASH_CODES, properties: [] };

const EMPTY: RegexNode = { kind: 'sequence', items: [] };

/** `count` UTF-16 units, or at least so many: a character beyond the basic plane has two. */
const units = (count: number, open: boolean): RegexNode => {
  if (count <= 0) return open ? MANY : EMPTY;
  if (count === 1) return open ? { kind: 'sequence', items: [ANY, MANY] } : BMP;
  return {
    kind: 'choice',
    items: [
      { kind: 'sequence', items: [BMP, units(count - 1, open)] },
      { kind: 'sequence', items: [ASTRAL, units(count - 2, open)] },
    ],
  };
};

const literalOf = (text: string): readonly RegexNode[] =>
  [...text].map((char) => ({ kind: 'char', code: char.codePointAt(0) ?? 0, fold: false }));

/** A wildcard pattern over a whole text as RE2. Throws `sigma.limit` for more than eight `?` in a row. */
export const globToRe2 = (tokens: readonly GlobToken[], fold: (text: string) => string): string => {
  const items: RegexNode[] = [{ kind: 'assert', what: 'start' }];
  let ones = 0;
  let open = false;
  const flush = (): void => {
    if (ones > MOST_ONES) throw fault('sigma.limit', say('sql-wildcards', { most: MOST_ONES }));
    if (ones > 0 || open) items.push(units(ones, open));
    ones = 0;
    open = false;
  };
  for (const token of tokens) {
    if ('literal' in token) {
      flush();
      items.push(...literalOf(fold(token.literal)));
    } else if (token.any === 'many') open = true;
    else if (token.any === 'one') ones += 1;
    else {
      flush();
      items.push(DASH);
    }
  }
  flush();
  items.push({ kind: 'assert', what: 'end' });
  return checked({ kind: 'sequence', items });
};

const hasProperty = (node: RegexNode): boolean => {
  switch (node.kind) {
    case 'class':
      return node.properties.length > 0;
    case 'sequence':
    case 'choice':
      return node.items.some(hasProperty);
    case 'repeat':
      return hasProperty(node.item);
    case 'char':
    case 'assert':
      return false;
  }
};

/** A Sigma regular expression as RE2. Throws `sigma.regex` where RE2 does not take it or might read it differently. */
export const regexToRe2 = (pattern: string, flags: string): string => {
  const node = parseRegex(pattern, flags);
  if (hasProperty(node)) throw fault('sigma.regex', say('sql-regex-property'));
  return checked(node);
};

const checked = (node: RegexNode): string => {
  const text = emitRegex(node, 're2');
  try {
    RE2JS.compile(text);
  } catch (error) {
    const message = error instanceof Error ? error.message.slice(0, 200) : '?';
    throw fault('sigma.regex', say('sql-regex', { message }));
  }
  return text;
};
