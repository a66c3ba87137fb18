import { SEARCH_TEXT, type BoundQuery, type QueryParams } from '@chedun/events';
import { sqlStatement, type NecessaryText, type SqlBinder, type SqlRule } from '@chedun/sigma';

/** A rule that runs in the store. */
export type StoreRule = Extract<SqlRule, { kind: 'sql' }>;

/** A range of event time, milliseconds since 1970 UTC; the end is outside. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Shorter words are in most of the dictionary of the text index. */
const MIN_PIECE = 4;
const PLAIN = /^[\x20-\x7e]+$/;
/** A number that JSON can write in several ways. */
const FRACTION = /^[-+]?(?:\d{16,}|\d*\.\d*|\d+(?:\.\d*)?e[-+]?\d+)$/;

const newBinder = (): SqlBinder & { readonly values: () => QueryParams } => {
  const values: Record<string, string | number | readonly string[]> = {};
  return {
    bind: (value, type) => {
      const name = `p${Object.keys(values).length}`;
      values[name] = value;
      return `{${name}:${type}}`;
    },
    values: () => values,
  };
};

const wordsOf = (text: string): readonly string[] => text.match(/[0-9a-z]+/g) ?? [];

/** Words that stand between signs within the text itself, so that they are whole words of the event. */
const wholeWords = ({ text, whole }: NecessaryText): readonly string[] => {
  if (FRACTION.test(text) || !PLAIN.test(text)) return [];
  return whole ? wordsOf(text) : (text.match(/(?<=[^0-9a-z])[0-9a-z]+(?=[^0-9a-z])/g) ?? []);
};

const byWords = (text: NecessaryText, binder: SqlBinder): string | undefined => {
  const words = wholeWords(text);
  return words.length === 0 ? undefined : `hasAllTokens(${SEARCH_TEXT}, ${binder.bind(words, 'Array(String)')})`;
};

const byPiece = ({ text }: NecessaryText, binder: SqlBinder): string | undefined => {
  const [longest = ''] = FRACTION.test(text) ? [] : wordsOf(text).toSorted((a, b) => b.length - a.length);
  return longest.length < MIN_PIECE ? undefined : `${SEARCH_TEXT} LIKE ${binder.bind(`%${longest}%`, 'String')}`;
};

/** Conditions that every event with a hit meets, answered by the text index: whole words, or else one piece of a word. */
const candidates = ({ necessary }: StoreRule, binder: SqlBinder): readonly string[] => {
  const asked = (lookUp: typeof byWords): readonly string[] =>
    necessary.flatMap((group) => {
      const parts = group.map((text) => lookUp(text, binder));
      return parts.includes(undefined) ? [] : [`(${parts.join(' OR ')})`];
    });
  const words = asked(byWords);
  // A frequent piece costs more than it saves.
  return words.length > 0 ? words : asked(byPiece).slice(0, 1);
};

/** A hit as the store tells it: time in milliseconds, and the place in the journal. */
export type StoreHit = readonly [time: number, journal: string, seq: number, index: number];

/** Result of {@link huntSql}: one row. */
export interface StoreHits {
  readonly hits: number;
  readonly found: readonly StoreHit[];
}

/**
 * One rule over a range of time: how many events hit, and where the first `most` of them are. Every value is bound.
 * Events that the store reads differently from the engine count as hits, and so do those whose log source only their
 * reader knows: the engine decides on each place that comes back.
 */
export const huntSql = (
  rule: StoreRule,
  range: TimeRange,
  options: { readonly most: number; readonly thorough: boolean },
): BoundQuery => {
  const binder = newBinder();
  const statement = sqlStatement(binder);
  const instant = (ms: number): string => `fromUnixTimestamp64Milli(toInt64(${binder.bind(ms, 'Float64')}), 'UTC')`;
  const condition = statement.detection(rule.expression);
  const known = statement.logsource(rule.logsource);
  const time = `time >= ${instant(range.from)} AND time < ${instant(range.to)}`;
  const narrowed = options.thorough ? [] : candidates(rule, binder);
  const from = statement.from({
    kind: 'events',
    table: 'events',
    columns: ['time', 'journal', 'seq', 'idx', 'format'],
    where: [time, ...narrowed].join(' AND '),
    source: known === '1' ? '1' : `(format NOT IN ('windows-json', 'evtx') OR ${known})`,
  });
  const place = '(toUnixTimestamp64Milli(time), journal, seq, idx)';
  const sql = `SELECT countIf(hit) AS hits, groupArrayIf(${Math.floor(options.most)})(${place}, hit) AS found
    FROM (SELECT time, journal, seq, idx, (odd OR ${condition}) AS hit FROM ${from})`;
  return { sql, params: binder.values() };
};

const COLUMNS = `toUnixTimestamp64Milli(time) AS "_time", journal AS "_journal", seq AS "_seq", idx AS "_idx",
  source AS "_source", format AS "_format", host AS "_host", vin AS "_vin", src_ip AS "_srcIp", user AS "_user", message AS "_message",
  body AS "_body", if(format IN ('cef', 'leef', 'auditd', 'logfmt', 'otlp', 'syslog'), raw, '') AS "_raw"`;

/** A row of {@link eventsSql} and {@link placesSql}. */
export interface EventRow {
  readonly _time: number;
  readonly _journal: string;
  readonly _seq: number;
  readonly _idx: number;
  readonly _source: string;
  readonly _format: string;
  readonly _host: string;
  readonly _vin: string;
  readonly _srcIp: string;
  readonly _user: string;
  readonly _message: string;
  readonly _body: string;
  readonly _raw: string;
}

/** All events of a range, in no order, for `Events.stream`. */
export const eventsSql = (range: TimeRange): BoundQuery => ({
  sql: `SELECT ${COLUMNS} FROM events WHERE time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`,
  params: { from: range.from, to: range.to },
});

/** The oldest event that is stored. */
export const oldestSql: BoundQuery = {
  sql: `SELECT ${COLUMNS} FROM events WHERE time = (SELECT min(time) FROM events) ORDER BY journal, seq, idx LIMIT 1`,
  params: {},
};

/** How many events a range holds. */
export const countSql = (range: TimeRange): BoundQuery => ({
  sql: `SELECT count() AS events FROM events WHERE time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`,
  params: { from: range.from, to: range.to },
});

/** The events at these places. */
export const placesSql = (places: readonly StoreHit[]): BoundQuery => {
  const times = places.map(([time]) => time);
  return {
    sql: `SELECT ${COLUMNS} FROM events
      WHERE time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND time <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
      AND toStartOfHour(time) IN (SELECT toStartOfHour(fromUnixTimestamp64Milli(arrayJoin({times:Array(Int64)}), 'UTC')))
      AND (journal, seq, idx) IN (SELECT place.1, place.2, place.3 FROM (
        SELECT arrayJoin(arrayZip({journals:Array(String)}, {seqs:Array(UInt64)}, {indexes:Array(UInt32)})) AS place))
      LIMIT 1 BY journal, seq, idx`,
    params: {
      from: Math.min(...times),
      to: Math.max(...times),
      // The table is in the order of the hours: only these are read.
      times,
      journals: places.map(([, journal]) => journal),
      seqs: places.map(([, , seq]) => seq),
      indexes: places.map(([, , , index]) => index),
    },
  };
};
