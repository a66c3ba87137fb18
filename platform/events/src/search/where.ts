import { parseIPv4, parseIPv6 } from '@chedun/native-block';
import { eventsError } from '../errors.ts';
import type { RangeEnd, SearchNode } from './ast.ts';
import { bodyExists, bodyRange, bodyTerm, bodyWildcard } from './body-field.ts';
import { searchFields, type SearchField } from './fields.ts';
import { freeText, freeWildcard, join } from './free-text.ts';
import type { Params } from './params.ts';
import { asciiLower, asciiUpper, likeLiteral, likePattern } from './text.ts';

/** Deepest nesting and most conditions of one search. */
export const SEARCH_LIMITS = { depth: 32, conditions: 500, valueLength: 4_096 } as const;

type FieldNode =
  | Extract<SearchNode, { readonly field: string }>
  | (Extract<SearchNode, { readonly kind: 'wildcard' | 'phrase' }> & { readonly field: string });

const bad = (field: string, reason: string): never => {
  throw eventsError('events.bad-search', { field, reason });
};

const numberOf = (field: SearchField, value: string | number): number => {
  const number = typeof value === 'number' ? value : Number(value.trim() === '' ? Number.NaN : value);
  return Number.isFinite(number) ? number : bad(field.column, `"${value}" is not a number`);
};

const instantOf = (field: SearchField, value: string | number): number => {
  const ms = typeof value === 'number' ? value : Date.parse(value);
  return Number.isFinite(ms) ? Math.floor(ms) : bad(field.column, `"${value}" is not a time`);
};

const instant = (ms: number, params: Params): string => `fromUnixTimestamp64Milli(${params.bind(ms, 'Int64')}, 'UTC')`;

const spelled = (field: SearchField, value: string): string => {
  if (field.kind === 'exact') return field.spelling === 'upper' ? asciiUpper(value) : asciiLower(value);
  return asciiLower(value);
};

/** The expression whose values are compared: what the index of the column was built over. */
const textOf = (field: SearchField): string => (field.kind === 'exact' ? field.column : `lower(${field.column})`);

const term = (field: SearchField, value: string | number, params: Params): string => {
  switch (field.kind) {
    case 'number':
      return `${field.column} = ${params.bind(numberOf(field, value), 'Float64')}`;
    case 'time':
      return `${field.column} = ${instant(instantOf(field, value), params)}`;
    case 'contains':
      return `${textOf(field)} LIKE ${params.bind(`%${likeLiteral(spelled(field, String(value)))}%`, 'String')}`;
    case 'exact':
    case 'lower':
      return `${textOf(field)} = ${params.bind(spelled(field, String(value)), 'String')}`;
  }
};

const wildcard = (field: SearchField, pattern: string, params: Params): string => {
  if (field.kind === 'time') return bad(field.column, 'a time has no wildcard');
  if (field.kind === 'number') return `toString(${field.column}) LIKE ${params.bind(likePattern(pattern), 'String')}`;
  return `${textOf(field)} LIKE ${params.bind(likePattern(spelled(field, pattern)), 'String')}`;
};

const endOf = (field: SearchField, value: string | number, params: Params): string => {
  switch (field.kind) {
    case 'number':
      return params.bind(numberOf(field, value), 'Float64');
    case 'time':
      return instant(instantOf(field, value), params);
    default:
      return params.bind(spelled(field, String(value)), 'String');
  }
};

const range = (
  field: SearchField,
  ends: { readonly from?: RangeEnd; readonly to?: RangeEnd },
  params: Params,
): string => {
  const left = field.kind === 'number' || field.kind === 'time' ? field.column : textOf(field);
  const parts: string[] = [];
  if (ends.from !== undefined) {
    parts.push(`${left} ${ends.from.inclusive ? '>=' : '>'} ${endOf(field, ends.from.value, params)}`);
  }
  if (ends.to !== undefined) {
    parts.push(`${left} ${ends.to.inclusive ? '<=' : '<'} ${endOf(field, ends.to.value, params)}`);
  }
  return parts.length === 0 ? exists(field) : `(${parts.join(' AND ')})`;
};

const exists = (field: SearchField): string => {
  if (field.kind === 'time') return '1';
  return field.kind === 'number' ? `${field.column} != 0` : `${field.column} != ''`;
};

const cidr = (field: SearchField, value: string, params: Params): string => {
  if (field.column !== 'src_ip' && field.column !== 'dst_ip') return bad(field.column, 'not a field of addresses');
  const [address = '', bits = ''] = value.split('/', 2);
  const four = parseIPv4(address) !== undefined;
  if (!four && (!address.includes(':') || parseIPv6(address) === undefined))
    return bad(field.column, `"${value}" is not a network`);
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > (four ? 32 : 128))
    return bad(field.column, `"${value}" is not a network`);
  const { column } = field;
  // isIPAddressInRange throws for text that is no address, and columns hold what the source wrote.
  const safe = `if(isIPv4String(${column}) OR isIPv6String(${column}), ${column}, ${four ? "'::'" : "'0.0.0.0'"})`;
  return `isIPAddressInRange(${safe}, ${params.bind(value, 'String')})`;
};

const leaf = (node: FieldNode, params: Params): string => {
  const field = searchFields.get(node.field);
  if (field === undefined) return bodyLeaf(node, params);
  switch (node.kind) {
    case 'term':
    case 'phrase':
      return term(field, node.value, params);
    case 'wildcard':
      return wildcard(field, node.value, params);
    case 'range':
      return range(field, node, params);
    case 'exists':
      return exists(field);
    case 'cidr':
      return cidr(field, node.value, params);
  }
};

const bodyLeaf = (node: FieldNode, params: Params): string => {
  switch (node.kind) {
    case 'term':
    case 'phrase':
      if (node.field === 'body') return freeText(String(node.value), params);
      return bodyTerm(node.field, String(node.value), params);
    case 'wildcard':
      if (node.field === 'body') return freeWildcard(node.value, params);
      return bodyWildcard(node.field, node.value, params);
    case 'range':
      return bodyRange(node.field, node, params);
    case 'exists':
      return bodyExists(node.field, params);
    case 'cidr':
      return bad(node.field, 'networks can be searched in src_ip and dst_ip');
  }
};

const checkValue = (node: SearchNode): void => {
  if ('value' in node && String(node.value).length > SEARCH_LIMITS.valueLength) bad('value', 'the value is too long');
  if ('field' in node && node.field !== undefined && node.field.length > 256) bad('field', 'the name is too long');
};

/**
 * The condition of a search as SQL. Names come from the columns of the table or are bound, values are always bound.
 * Throws `events.bad-search` with field and reason, also beyond {@link SEARCH_LIMITS}.
 */
export const whereSql = (root: SearchNode, params: Params): string => {
  let conditions = 0;
  const compile = (node: SearchNode, depth: number): string => {
    conditions += 1;
    if (depth > SEARCH_LIMITS.depth) bad('query', `nested deeper than ${SEARCH_LIMITS.depth}`);
    if (conditions > SEARCH_LIMITS.conditions) bad('query', `more than ${SEARCH_LIMITS.conditions} conditions`);
    checkValue(node);
    switch (node.kind) {
      case 'all':
        return '1';
      case 'and':
        return join(
          node.nodes.map((part) => compile(part, depth + 1)),
          ' AND ',
          '1',
        );
      case 'or':
        return join(
          node.nodes.map((part) => compile(part, depth + 1)),
          ' OR ',
          '0',
        );
      case 'not':
        return `NOT (${compile(node.node, depth + 1)})`;
      case 'text':
        return freeText(node.value, params);
      case 'phrase':
        return node.field === undefined ? freeText(node.value, params) : leaf({ ...node, field: node.field }, params);
      case 'wildcard':
        return node.field === undefined
          ? freeWildcard(node.value, params)
          : leaf({ ...node, field: node.field }, params);
      default:
        return leaf(node, params);
    }
  };
  return compile(root, 0);
};
