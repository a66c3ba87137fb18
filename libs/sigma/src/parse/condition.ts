import { fault } from '../errors.ts';
import { say } from '../reason/reason.ts';

const MAX_TOKENS = 2_000;
const MAX_DEPTH = 64;

/** Parsed condition of a rule (Sigma 2.1, "Condition"). */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly children: readonly Condition[] }
  | { readonly kind: 'not'; readonly child: Condition }
  | { readonly kind: 'name'; readonly name: string }
  /** `1 of x*`, `all of them`; `names` are the identifiers that the pattern selects. */
  | {
      readonly kind: 'of';
      readonly quantifier: 'any' | 'all';
      readonly pattern: string;
      readonly names: readonly string[];
    };

/**
 * Parses a condition against the identifiers of its rule. Precedence: `or` < `and` < `not` < `x of y` < brackets;
 * `them` and patterns skip identifiers that start with an underscore.
 * Throws `sigma.aggregation` for legacy pipes and `sigma.condition` for everything else that is wrong.
 */
export const parseCondition = (text: string, names: readonly string[]): Condition => {
  if (text.includes('|'))
    throw fault(
      'sigma.aggregation',
      say('condition-aggregation', { text: text.slice(text.indexOf('|')).trim().slice(0, 80) }),
    );
  const cursor = { tokens: tokenize(text), at: 0, names: new Set(names) };
  if (cursor.tokens.length === 0) throw fault('sigma.condition', say('condition-empty'));
  const condition = parseBinary(cursor, 'or', 0);
  const left = cursor.tokens[cursor.at];
  if (left !== undefined) throw fault('sigma.condition', say('condition-left-over', { word: left }));
  return condition;
};

interface Cursor {
  readonly tokens: readonly string[];
  readonly names: ReadonlySet<string>;
  at: number;
}

const tokenize = (text: string): readonly string[] => {
  const tokens: string[] = [];
  const shape = /\s*([()]|[\p{L}\p{N}_*.-]+)|\s+$/uy;
  while (shape.lastIndex < text.length) {
    const from = shape.lastIndex;
    const found = shape.exec(text);
    if (found === null)
      throw fault('sigma.condition', say('condition-character', { character: text.slice(from).trim().slice(0, 1) }));
    if (found[1] !== undefined) tokens.push(found[1]);
    if (tokens.length > MAX_TOKENS) throw fault('sigma.limit', say('condition-too-long', { most: MAX_TOKENS }));
  }
  return tokens;
};

const isKeyword = (cursor: Cursor, token: string | undefined, keyword: string): boolean =>
  token !== undefined && token.toLowerCase() === keyword && !cursor.names.has(token);

const parseBinary = (cursor: Cursor, operator: 'or' | 'and', depth: number): Condition => {
  const next = (): Condition => (operator === 'or' ? parseBinary(cursor, 'and', depth) : parseNot(cursor, depth));
  const children = [next()];
  while (isKeyword(cursor, cursor.tokens[cursor.at], operator)) {
    cursor.at += 1;
    children.push(next());
  }
  const [only] = children;
  return children.length === 1 && only !== undefined ? only : { kind: operator, children };
};

const parseNot = (cursor: Cursor, depth: number): Condition => {
  if (!isKeyword(cursor, cursor.tokens[cursor.at], 'not')) return parsePrimary(cursor, depth);
  if (depth >= MAX_DEPTH) throw fault('sigma.limit', say('condition-too-deep', { most: MAX_DEPTH }));
  cursor.at += 1;
  return { kind: 'not', child: parseNot(cursor, depth + 1) };
};

const parsePrimary = (cursor: Cursor, depth: number): Condition => {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) throw fault('sigma.condition', say('condition-cut-short'));
  if (depth >= MAX_DEPTH) throw fault('sigma.limit', say('condition-too-deep', { most: MAX_DEPTH }));
  cursor.at += 1;
  if (token === '(') return parseGroup(cursor, depth + 1);
  if (isKeyword(cursor, cursor.tokens[cursor.at], 'of')) return parseOf(cursor, token);
  if (!cursor.names.has(token)) throw fault('sigma.condition', say('selection-unknown', { name: token }));
  return { kind: 'name', name: token };
};

const parseGroup = (cursor: Cursor, depth: number): Condition => {
  const inner = parseBinary(cursor, 'or', depth);
  if (cursor.tokens[cursor.at] !== ')') throw fault('sigma.condition', say('condition-bracket'));
  cursor.at += 1;
  return inner;
};

const parseOf = (cursor: Cursor, count: string): Condition => {
  const quantifier = quantifierOf(count);
  const pattern = cursor.tokens[cursor.at + 1];
  if (pattern === undefined || pattern === '(' || pattern === ')')
    throw fault('sigma.condition', say('of-needs-pattern', { count }));
  cursor.at += 2;
  const names = select(cursor.names, pattern);
  if (names.length === 0) throw fault('sigma.condition', say('of-selects-nothing', { count, pattern }));
  return { kind: 'of', quantifier, pattern, names };
};

const quantifierOf = (count: string): 'any' | 'all' => {
  const lower = count.toLowerCase();
  if (lower === '1' || lower === 'any') return 'any';
  if (lower === 'all') return 'all';
  throw fault('sigma.condition', say('of-count', { count }));
};

const select = (names: ReadonlySet<string>, pattern: string): readonly string[] => {
  const free = [...names].filter((name) => !name.startsWith('_'));
  if (pattern.toLowerCase() === 'them') return free;
  if (!pattern.includes('*')) return names.has(pattern) ? [pattern] : [];
  const pieces = pattern.split('*');
  return free.filter((name) => fits(name, pieces));
};

const fits = (name: string, pieces: readonly string[]): boolean => {
  const first = pieces[0] ?? '';
  const last = pieces[pieces.length - 1] ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
};
