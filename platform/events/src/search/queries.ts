import { eventsError } from '../errors.ts';
import { columnOf, eventFields } from '../event-row.ts';
import type { BoundQuery } from '../events.ts';
import type { SearchNode, SearchQuery } from './ast.ts';
import { searchFields } from './fields.ts';
import { newParams, type Params } from './params.ts';
import { whereSql } from './where.ts';

/** Where the next page of a list begins: the last event of the page before. */
export interface SearchCursor {
  readonly time: number;
  readonly journal: string;
  readonly seq: number;
  readonly idx: number;
}

/** Most rows of one page. */
export const MAX_PAGE = 1_000;
/** Most values of one facet. */
export const MAX_FACET = 100;

const TIMES = new Set(['time', 'received']);
const SELECTED = eventFields
  .map((field) => ({ field, column: columnOf(field) }))
  // The original can be large and is only shown with a single event.
  .filter(({ column }) => column !== 'raw')
  .map(({ field, column }) => `${TIMES.has(column) ? `toUnixTimestamp64Milli(${column})` : column} AS "_${field}"`)
  .join(', ');

const instant = (ms: number, params: Params): string =>
  `fromUnixTimestamp64Milli(${params.bind(Math.floor(ms), 'Int64')}, 'UTC')`;

/** The range of event time as a condition. */
export const rangeSql = ({ from, to }: SearchQuery, params: Params): string =>
  `time >= ${instant(from, params)} AND time < ${instant(to, params)}`;

const conditions = (query: SearchQuery, params: Params): string => {
  if (!(Number.isFinite(query.from) && Number.isFinite(query.to) && query.from <= query.to)) {
    throw eventsError('events.bad-search', { field: 'time', reason: 'the range of time ends before it begins' });
  }
  return `${rangeSql(query, params)} AND ${whereSql(query.where, params)}`;
};

const limited = (wanted: number, most: number): number => Math.max(1, Math.min(most, Math.floor(wanted)));

const NEWEST_FIRST = 'ORDER BY time DESC, journal DESC, seq DESC, idx DESC';

/** One page, newest first, as rows of {@link readListRow}. Without a cursor the first page. */
export const listSql = (
  query: SearchQuery,
  page: { readonly limit: number; readonly after?: SearchCursor },
): BoundQuery => {
  const params = newParams();
  const where = [conditions(query, params)];
  if (page.after !== undefined) {
    const { time, journal, seq, idx } = page.after;
    const at = instant(time, params);
    const last = `(${at}, ${params.bind(journal, 'String')}, ${params.bind(seq, 'UInt64')}, ${params.bind(idx, 'UInt64')})`;
    where.push(`time <= ${at}`, `(time, journal, seq, idx) < ${last}`);
  }
  const sql = `SELECT ${SELECTED} FROM events WHERE ${where.join(' AND ')} ${NEWEST_FIRST} LIMIT ${limited(page.limit, MAX_PAGE)}`;
  return { sql, params: params.values() };
};

/** One event with its original (`_raw64`, base64: it need not be text). The event time narrows the read to one hour of the table. */
export const eventSql = (cursor: SearchCursor): BoundQuery => {
  const params = newParams();
  const sql = `SELECT ${SELECTED}, base64Encode(raw) AS "_raw64" FROM events WHERE time = ${instant(cursor.time, params)}
    AND journal = ${params.bind(cursor.journal, 'String')} AND seq = ${params.bind(cursor.seq, 'UInt64')}
    AND idx = ${params.bind(cursor.idx, 'UInt64')} LIMIT 1`;
  return { sql, params: params.values() };
};

/** How many events match: one row `{ events }`. */
export const countSql = (query: SearchQuery): BoundQuery => {
  const params = newParams();
  const counted = fromCounts(query.where);
  const sql = counted
    ? `SELECT sum(events) AS events FROM event_counts WHERE ${minutesSql(query, params)} AND ${whereSql(query.where, params)}`
    : `SELECT count() AS events FROM events WHERE ${conditions(query, params)}`;
  return { sql, params: params.values() };
};

/** The most frequent values of a column: rows `{ value, events }`, empty values left out. */
export const facetSql = (query: SearchQuery, field: string, limit: number): BoundQuery => {
  const known = searchFields.get(field);
  if (known === undefined || known.kind === 'time') {
    throw eventsError('events.bad-search', { field, reason: 'this field has no facets' });
  }
  const params = newParams();
  const empty = known.kind === 'number' ? '0' : "''";
  const sql = `SELECT toString(${known.column}) AS value, count() AS events FROM events
    WHERE ${conditions(query, params)} AND ${known.column} != ${empty}
    GROUP BY ${known.column} ORDER BY events DESC, value LIMIT ${limited(limit, MAX_FACET)}`;
  return { sql, params: params.values() };
};

/** Everything that matches, in no order, for `Events.stream`. */
export const exportSql = (query: SearchQuery, maxRows: number): BoundQuery => {
  const params = newParams();
  const sql = `SELECT ${SELECTED}, base64Encode(raw) AS "_raw64" FROM events WHERE ${conditions(query, params)} LIMIT ${limited(maxRows, 50_000_000)}`;
  return { sql, params: params.values() };
};

const COUNTED = new Set(['source', 'class_uid', 'severity_id']);

/** True where the counts per minute can answer: the condition only speaks of source, class and severity. */
export const fromCounts = (node: SearchNode): boolean => {
  switch (node.kind) {
    case 'all':
      return true;
    case 'and':
    case 'or':
      return node.nodes.every(fromCounts);
    case 'not':
      return fromCounts(node.node);
    case 'text':
      return false;
    default:
      return node.field !== undefined && COUNTED.has(node.field);
  }
};

const MINUTE = 60_000;

/** The range widened to whole minutes, which is all that the counts know. */
export const minutesSql = ({ from, to }: SearchQuery, params: Params): string => {
  const first = Math.floor(from / MINUTE) * 60;
  const last = Math.ceil(to / MINUTE) * 60;
  return `minute >= toDateTime(${params.bind(first, 'Int64')}, 'UTC') AND minute < toDateTime(${params.bind(last, 'Int64')}, 'UTC')`;
};
