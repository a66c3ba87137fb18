import type { SearchNode } from '@chedun/events';
import { searchFields } from '@chedun/events';
import { DomainError } from '@chedun/kernel';
import { parse, type LiqeQuery, type TagToken } from 'liqe';
import { fieldOf } from './aliases.ts';
import { tokenise, type Token } from './tokens.ts';

const COLUMNS = new Set(searchFields.keys());
type Value = Extract<Token, { readonly kind: 'value' | 'range' }>;

const isValue = (token: Token | undefined): token is Value => token?.kind === 'value' || token?.kind === 'range';

/** Text for the parser library: every value is its number in quotes, so that only the structure is left to the grammar. */
const structureOf = (tokens: readonly Token[]): string => {
  const words: string[] = [];
  let denied = false;
  tokens.forEach((token, at) => {
    if (token.kind === 'not') {
      denied = !denied;
      return;
    }
    if (denied) words.push('NOT');
    denied = false;
    if (token.kind === 'open') words.push('(');
    else if (token.kind === 'close') words.push(')');
    else if (token.kind === 'and' || token.kind === 'or') words.push(token.kind.toUpperCase());
    else words.push(`"${at}"`);
  });
  return words.join(' ');
};

const cidr = /^[0-9a-fA-F.:]+\/\d{1,3}$/;

const fromValue = (token: Extract<Token, { readonly kind: 'value' }>): SearchNode => {
  const { value, quoted, operator } = token;
  if (token.field === '') {
    if (quoted) return { kind: 'phrase', value };
    return /[*?]/.test(value) ? { kind: 'wildcard', value } : { kind: 'text', value };
  }
  const field = fieldOf(token.field, COLUMNS);
  if (operator !== '') {
    const end = { value, inclusive: operator.endsWith('=') };
    return operator.startsWith('>') ? { kind: 'range', field, from: end } : { kind: 'range', field, to: end };
  }
  if (quoted) return { kind: 'phrase', field, value };
  if (value === '*') return { kind: 'exists', field };
  if ((field === 'src_ip' || field === 'dst_ip') && cidr.test(value)) return { kind: 'cidr', field, value };
  return /[*?]/.test(value) ? { kind: 'wildcard', field, value } : { kind: 'term', field, value };
};

const fromRange = (token: Extract<Token, { readonly kind: 'range' }>): SearchNode => ({
  kind: 'range',
  field: fieldOf(token.field, COLUMNS),
  ...(token.from === '*' ? {} : { from: { value: token.from, inclusive: token.includesFrom } }),
  ...(token.to === '*' ? {} : { to: { value: token.to, inclusive: token.includesTo } }),
});

const leaf = (tag: TagToken, tokens: readonly Token[]): SearchNode => {
  const { expression } = tag;
  const token = expression.type === 'LiteralExpression' ? tokens[Number(expression.value)] : undefined;
  if (!isValue(token)) throw new DomainError('search.query-invalid', { reason: 'the query cannot be read' });
  return token.kind === 'range' ? fromRange(token) : fromValue(token);
};

const convert = (query: LiqeQuery, tokens: readonly Token[]): SearchNode => {
  switch (query.type) {
    case 'EmptyExpression':
      return { kind: 'all' };
    case 'Tag':
      return leaf(query, tokens);
    case 'ParenthesizedExpression':
      return convert(query.expression, tokens);
    case 'UnaryOperator':
      return { kind: 'not', node: convert(query.operand, tokens) };
    case 'LogicalExpression': {
      const kind = query.operator.operator === 'OR' ? 'or' : 'and';
      return { kind, nodes: [convert(query.left, tokens), convert(query.right, tokens)] };
    }
  }
};

/** Where the structure broke, as a column of what the person typed: the word at which the parser stopped. */
const columnOf = (error: unknown, structure: string, tokens: readonly Token[], length: number): number => {
  const offset = typeof error === 'object' && error !== null && 'offset' in error ? Number(error.offset) : Number.NaN;
  if (!Number.isFinite(offset)) return length + 1;
  const before = structure
    .slice(0, offset)
    .split(' ')
    .filter((word) => word !== '' && word !== 'NOT').length;
  return (tokens.filter((token) => token.kind !== 'not')[before]?.at ?? length) + 1;
};

/**
 * Reads a Lucene-like query into a search condition. Only the structure (AND, OR, NOT, brackets) goes through the parser
 * library; values never do, so that addresses, paths and any other text can be searched.
 * Throws `search.query-invalid` with the column, or `search.query-too-long`.
 */
export const parseQuery = (text: string): SearchNode => {
  const tokens = tokenise(text);
  if (tokens.length === 0) return { kind: 'all' };
  const structure = structureOf(tokens);
  try {
    return convert(parse(structure), tokens);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const column = columnOf(error, structure, tokens, text.length);
    throw new DomainError(
      'search.query-invalid',
      { column, reason: 'something is missing or superfluous here' },
      error,
    );
  }
};
