import { eventsError } from '../errors.ts';
import type { RangeEnd } from './ast.ts';
import { hasPieces, hasWords, join } from './free-text.ts';
import type { Params } from './params.ts';
import { asciiLower, inPlainText, likePattern } from './text.ts';

/** Deepest path of a field in the body. */
const MAX_SEGMENTS = 16;

/**
 * Where a field may stand in the body: under its path, as one key with dots in it, and, for a plain name, among the data
 * of a Windows event.
 */
const pathsOf = (field: string): readonly (readonly string[])[] => {
  const segments = field.split('.');
  if (segments.some((segment) => segment === '') || segments.length > MAX_SEGMENTS) {
    throw eventsError('events.bad-search', { field, reason: 'this is not the path of a field' });
  }
  if (segments.length > 1) return [segments, [field]];
  return [[field], ['Event', 'EventData', field]];
};

const keys = (path: readonly string[], params: Params): string =>
  path.map((segment) => params.bind(segment, 'String')).join(', ');

// As text whatever its JSON type is; absent gives ''.
const valueOf = (path: readonly string[], params: Params): string =>
  `JSONExtract(body, ${keys(path, params)}, 'String')`;

const onAnyPath = (field: string, condition: (path: readonly string[]) => string): string =>
  join(pathsOf(field).map(condition), ' OR ', '0');

/** The whole value of a field of the body. The text index finds the candidates, only they are parsed. */
export const bodyTerm = (field: string, value: string, params: Params): string => {
  const prefilter = hasWords(inPlainText(value), params);
  const wanted = params.bind(asciiLower(value), 'String');
  const match = onAnyPath(field, (path) => `lower(${valueOf(path, params)}) = ${wanted}`);
  return join([...prefilter, match], ' AND ', '1');
};

/** A pattern over the whole value of a field of the body. */
export const bodyWildcard = (field: string, value: string, params: Params): string => {
  const prefilter = hasPieces(inPlainText(value), params);
  const wanted = params.bind(likePattern(asciiLower(value)), 'String');
  const match = onAnyPath(field, (path) => `lower(${valueOf(path, params)}) LIKE ${wanted}`);
  return join([...prefilter, match], ' AND ', '1');
};

/** True where the field is in the body, with any value. */
export const bodyExists = (field: string, params: Params): string => {
  const prefilter = hasWords(inPlainText(field), params);
  const match = onAnyPath(field, (path) => `JSONHas(body, ${keys(path, params)})`);
  return join([...prefilter, match], ' AND ', '1');
};

/** A range of numbers, or of text where an end is no number. */
export const bodyRange = (
  field: string,
  ends: { readonly from?: RangeEnd; readonly to?: RangeEnd },
  params: Params,
): string => {
  const given = [ends.from, ends.to].filter((end) => end !== undefined);
  if (given.length === 0) return bodyExists(field, params);
  const numeric = given.every(({ value }) => value !== '' && Number.isFinite(Number(value)));
  const compare = (left: string, operator: '>' | '<', end: RangeEnd | undefined): string[] => {
    if (end === undefined) return [];
    const right = numeric
      ? params.bind(Number(end.value), 'Float64')
      : params.bind(asciiLower(String(end.value)), 'String');
    return [`${left} ${operator}${end.inclusive ? '=' : ''} ${right}`];
  };
  return onAnyPath(field, (path) => {
    const text = valueOf(path, params);
    const left = numeric ? `toFloat64OrNull(${text})` : `lower(${text})`;
    const parts = [...compare(left, '>', ends.from), ...compare(left, '<', ends.to)];
    // Null (no number) and '' (absent) are outside every range.
    return numeric ? `ifNull(${parts.join(' AND ')}, 0)` : `(${text} != '' AND ${parts.join(' AND ')})`;
  });
};
