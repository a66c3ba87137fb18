import { listSql, readListRow, type Events, type ListRow, type QueryParams } from '@chedun/events';
import { DomainError } from '@chedun/kernel';
import { createDecoder } from '@chedun/logs';
import type { z } from 'zod';
import type { EventRef } from '@chedun/governance/contract';
import type { Candidate, RuleTest } from '../contract.ts';

type Reader = Pick<Events, 'query'>;
type Asked<Name extends 'stored' | 'records'> = NonNullable<z.output<typeof RuleTest>[Name]>;

const PAGE = 1_000;
const COLUMNS =
  'format AS "_format", body AS "_body", journal AS "_journal", seq AS "_seq", idx AS "_idx", message AS "_message"';

const fromRow = (row: ListRow): Candidate => {
  const event = readListRow(row);
  const ref = { journal: event.journal, seq: event.seq, index: event.idx };
  if (event.format === 'gbt32960') {
    return {
      fields: JSON.parse(event.body) as object,
      logsource: { product: 'vehicle', category: 'gbt32960' },
      time: event.time,
      ref,
      summary: event.message,
    };
  }
  // Bodies are JSON whatever the format was; the logsource follows from the fields for JSON formats and the product for text.
  const decoded = createDecoder('ndjson').decode(event.body);
  return {
    fields: decoded?.fields ?? {},
    logsource: decoded?.logsource ?? {},
    time: event.time,
    ref,
    summary: event.message,
  };
};

/** The newest events of a range of time, page by page up to the limit. */
export const eventsOfRange = async (events: Reader, asked: Asked<'stored'>): Promise<Candidate[]> => {
  const query = { where: { kind: 'all' } as const, from: Date.parse(asked.from), to: Date.parse(asked.to) };
  const found: Candidate[] = [];
  let after: { time: number; journal: string; seq: number; idx: number } | undefined;
  while (found.length < asked.limit) {
    const limit = Math.min(PAGE, asked.limit - found.length);
    const rows = await events.query<ListRow>(listSql(query, { limit, ...(after === undefined ? {} : { after }) }));
    found.push(...rows.map(fromRow));
    const last = rows.at(-1);
    if (rows.length < limit || last === undefined) break;
    const { time, journal, seq, idx } = readListRow(last);
    after = { time, journal, seq, idx };
  }
  return found;
};

/** Named events; the range of event time only narrows what the store reads. Everything is a bound parameter. */
const RECORDS_SQL = `SELECT ${COLUMNS} FROM events
  WHERE time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND time <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND (journal, seq, idx) IN (
      SELECT place.1, place.2, place.3 FROM (
        SELECT arrayJoin(arrayZip({journals:Array(String)}, {seqs:Array(UInt64)}, {indexes:Array(UInt32)})) AS place))
  ORDER BY time DESC, journal DESC, seq DESC, idx DESC LIMIT 1 BY journal, seq, idx`;

/** The events that a search found, newest first; those that are no longer stored are left out. */
export const eventsOfRecords = async (events: Reader, asked: Asked<'records'>): Promise<Candidate[]> => {
  const params: QueryParams = {
    from: Date.parse(asked.from),
    to: Date.parse(asked.to),
    journals: asked.refs.map((ref) => ref.journal),
    seqs: asked.refs.map((ref) => ref.seq),
    indexes: asked.refs.map((ref) => ref.index),
  };
  return (await events.query<ListRow>({ sql: RECORDS_SQL, params })).map(fromRow);
};

const EVENT_SQL = `SELECT ${COLUMNS} FROM events
  WHERE journal = {journal:String} AND seq = {seq:UInt64} AND idx = {idx:UInt32} LIMIT 1`;

/** One stored event; throws `detection.event-unknown`. */
export const storedEvent = async (events: Reader, ref: z.output<typeof EventRef>): Promise<Candidate> => {
  const params = { journal: ref.journal, seq: ref.seq, idx: ref.index };
  const [row] = await events.query<ListRow>({ sql: EVENT_SQL, params });
  if (!row) throw new DomainError('detection.event-unknown', { field: `${ref.journal}/${ref.seq}/${ref.index}` });
  return fromRow(row);
};
