import type { Events } from '@chedun/events';
import type { EventKind, IndicatorKind, IndicatorMatcher } from '@chedun/indicators';
import { z } from 'zod';
import { observablesOf } from './domain/observables.ts';
import { subjectOf, type EventEnds } from './domain/subject.ts';
import type { Hit } from './worker/hit.ts';

/** What is searched for. */
export interface Searched {
  readonly matcher: IndicatorMatcher;
  /** Kinds among it. */
  readonly kinds: ReadonlySet<IndicatorKind>;
  /** Values that are only in the text of events. */
  readonly texts: readonly string[];
}

/** Times of events, and when the stream took over: what was received later was compared already. Milliseconds UTC. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly received: number;
}

type Reader = Pick<Events, 'query' | 'stream'>;

interface Column {
  readonly name: 'src_ip' | 'dst_ip' | 'domain' | 'url' | 'hash';
  /** What its values are looked up as. */
  readonly as: readonly EventKind[];
  readonly kinds: readonly IndicatorKind[];
}

const COLUMNS: readonly Column[] = [
  { name: 'src_ip', as: ['ip'], kinds: ['ip', 'network'] },
  { name: 'dst_ip', as: ['ip'], kinds: ['ip', 'network'] },
  { name: 'domain', as: ['domain', 'ip'], kinds: ['domain', 'ip'] },
  { name: 'url', as: ['url'], kinds: ['url'] },
  { name: 'hash', as: ['md5', 'sha1', 'sha256', 'sm3'], kinds: ['md5', 'sha1', 'sha256', 'sm3'] },
];

const LIMITS = { maxMs: 120_000, maxRows: 5_000_000 };
/** Values of one statement. */
const VALUES = 500;
/** Most matching values of one column and step; more would be a feed of our own addresses. */
const MOST_VALUES = 100_000;
const MOST_ROWS = 20_000;

const TIMES =
  'time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64}) AND received < fromUnixTimestamp64Milli({received:Int64})';

const GroupRow = z.object({
  value: z.string(),
  vin: z.string(),
  host: z.string(),
  user: z.string(),
  srcIp: z.string(),
  dstIp: z.string(),
  source: z.string(),
  first: z.coerce.number(),
  last: z.coerce.number(),
  amount: z.coerce.number(),
  newestJournal: z.string(),
  newestSeq: z.coerce.number(),
  newestIdx: z.coerce.number(),
});

/** Distinct values of a column that an indicator names. */
const matchingValues = async (
  events: Reader,
  { matcher }: Searched,
  column: Column,
  slice: Slice,
): Promise<string[]> => {
  // Names of columns are ours, values are bound.
  const sql = `SELECT ${column.name} AS value FROM events WHERE ${TIMES} AND ${column.name} != '' AND source NOT IN ('intel', 'watch') GROUP BY value`;
  const out: number[] = [];
  const values: string[] = [];
  for await (const rows of events.stream<{ readonly value: string }>({ sql, params: { ...slice } }, LIMITS)) {
    for (const { value } of rows) {
      const found = column.as.some((kind) => matcher.find(kind, value, undefined, out) > 0);
      if (found && values.length < MOST_VALUES) values.push(value);
    }
  }
  return values;
};

const hitsOfRow = ({ matcher }: Searched, column: Column, given: unknown): readonly Hit[] => {
  const row = GroupRow.parse(given);
  const { value, first, last, amount: count } = row;
  const { vin, host, user, srcIp, dstIp, source } = row;
  const ends: EventEnds = { vin, host, user, srcIp, dstIp, source };
  const out: number[] = [];
  return column.as.flatMap((kind) => {
    matcher.find(kind, value, undefined, out);
    return out.map((entry) => ({
      indicatorId: matcher.idOf(entry),
      kind,
      observed: value,
      field: column.name,
      subject: subjectOf(ends, column.name),
      ends,
      firstAt: first,
      lastAt: last,
      count,
      ref: { journal: row.newestJournal, seq: row.newestSeq, index: row.newestIdx },
      fromHistory: true,
    }));
  });
};

const columnGroups = async (
  events: Reader,
  column: Column,
  values: readonly string[],
  slice: Slice,
): Promise<readonly unknown[]> => {
  const sql = `SELECT ${column.name} AS value, vin, host, user, src_ip AS srcIp, dst_ip AS dstIp, source,
      toUnixTimestamp64Milli(min(time)) AS first, toUnixTimestamp64Milli(max(time)) AS last, count() AS amount,
      argMax(journal, time) AS newestJournal, argMax(seq, time) AS newestSeq, argMax(idx, time) AS newestIdx
    FROM events WHERE ${TIMES} AND ${column.name} IN {values:Array(String)} AND source NOT IN ('intel', 'watch')
    GROUP BY value, vin, host, user, srcIp, dstIp, source, toStartOfHour(time) ORDER BY last DESC LIMIT ${MOST_ROWS}`;
  return events.query<unknown>({ sql, params: { ...slice, values } }, LIMITS);
};

/**
 * Hits in the columns of events. However many indicators there are, each column is read once for its distinct values, and
 * again only for those that matched.
 */
export const columnHits = async (events: Reader, searched: Searched, slice: Slice): Promise<readonly Hit[]> => {
  const hits: Hit[] = [];
  for (const column of COLUMNS.filter(({ kinds }) => kinds.some((kind) => searched.kinds.has(kind)))) {
    const values = await matchingValues(events, searched, column, slice);
    for (let at = 0; at < values.length; at += VALUES) {
      const rows = await columnGroups(events, column, values.slice(at, at + VALUES), slice);
      hits.push(...rows.flatMap((row) => hitsOfRow(searched, column, row)));
    }
  }
  return hits;
};

const BodyRow = z.object({
  time: z.coerce.number(),
  vin: z.string(),
  host: z.string(),
  user: z.string(),
  srcIp: z.string(),
  dstIp: z.string(),
  domain: z.string(),
  url: z.string(),
  hash: z.string(),
  source: z.string(),
  journal: z.string(),
  seq: z.coerce.number(),
  idx: z.coerce.number(),
  body: z.string(),
});

/** Kinds that columns do not hold. */
const IN_TEXT: ReadonlySet<EventKind> = new Set([
  'ja3',
  'ja4',
  'cert-serial',
  'cert-md5',
  'cert-sha1',
  'cert-sha256',
  'email',
]);

const fieldsOf = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};

const hitsOfBody = ({ matcher }: Searched, given: unknown): readonly Hit[] => {
  const row = BodyRow.parse(given);
  const { vin, host, user, srcIp, dstIp, source, time, journal, seq, idx } = row;
  const ends: EventEnds = { vin, host, user, srcIp, dstIp, source };
  const out: number[] = [];
  return observablesOf({ fields: fieldsOf(row.body), ocsf: row })
    .filter(({ kind }) => IN_TEXT.has(kind))
    .flatMap(({ kind, value, field }) => {
      matcher.find(kind, value, undefined, out);
      return out.map((entry) => ({
        indicatorId: matcher.idOf(entry),
        kind,
        observed: value,
        field,
        subject: subjectOf(ends, field),
        ends,
        firstAt: time,
        lastAt: time,
        count: 1,
        ref: { journal, seq, index: idx },
        fromHistory: true,
      }));
    });
};

/** Needles of one statement. */
const NEEDLES = 200;

/** How a value may be spelled in a log: fingerprints also with a colon between bytes. */
const spellings = (value: string): readonly string[] => {
  const pairs = /^[0-9a-f]+$/.test(value) && value.length % 2 === 0 ? value.match(/../g) : null;
  return pairs === null ? [value] : [value, pairs.join(':')];
};

/** Hits of values that are only in the text of events: candidates by their text, then as the stream does it. */
export const bodyHits = async (events: Reader, searched: Searched, slice: Slice): Promise<readonly Hit[]> => {
  const needles = searched.texts.flatMap(spellings);
  const hits: Hit[] = [];
  for (let at = 0; at < needles.length; at += NEEDLES) {
    const sql = `SELECT toUnixTimestamp64Milli(time) AS time, vin, host, user, src_ip AS srcIp, dst_ip AS dstIp, domain, url, hash,
        source, journal, seq, idx, body
      FROM events WHERE events.time >= fromUnixTimestamp64Milli({from:Int64}) AND events.time < fromUnixTimestamp64Milli({to:Int64})
        AND received < fromUnixTimestamp64Milli({received:Int64}) AND source NOT IN ('intel', 'watch')
        AND multiSearchAny(lower(body), {needles:Array(String)}) LIMIT ${MOST_ROWS}`;
    const params = { ...slice, needles: needles.slice(at, at + NEEDLES) };
    const rows = await events.query<unknown>({ sql, params }, LIMITS);
    hits.push(...rows.flatMap((row) => hitsOfBody(searched, row)));
  }
  return hits;
};
