import type { Events } from '@chedun/events';
import type { Problem } from './contract.ts';
import type { SealedFrame } from './worker/verify.ts';

/** Formats of which one record makes at most one row. A frame of another format may make more rows than it has records. */
const ONE_ROW = new Set([
  'evtx',
  'windows-json',
  'suricata-eve',
  'zeek-json',
  'zeek-tsv',
  'syslog',
  'cef',
  'leef',
  'logfmt',
  'auditd',
  'ndjson',
  'otlp',
  'tsp',
]);

/** Frames of one query. */
const PIECE = 5_000;
/** Rows that are younger may not be stored yet. */
const SETTLED_MS = 5 * 60_000;

interface CountRow {
  readonly seq: string | number;
  readonly rows: string | number;
  readonly distinct: string | number;
  readonly highest: string | number;
}

/** Differences between frames and event store, and how many frames were compared. */
export interface Comparison {
  readonly compared: number;
  readonly problems: readonly Problem[];
}

const SQL = `SELECT seq, count() AS rows, uniqExact(idx) AS distinct, max(idx) AS highest FROM events
WHERE journal = {journal:String} AND seq >= {from:UInt64} AND seq <= {to:UInt64}
  AND received >= fromUnixTimestamp64Milli({oldest:Int64}) AND received <= fromUnixTimestamp64Milli({newest:Int64})
GROUP BY seq`;

const judge = (frame: SealedFrame, stored: CountRow | undefined): Problem | undefined => {
  const rows = Number(stored?.rows ?? 0);
  const highest = Number(stored?.highest ?? 0);
  const about = { kind: 'store-differs', seq: frame.seq, rows: frame.rows, receivedAt: frame.receivedAt } as const;
  if (highest >= frame.rows) return { ...about, row: highest, place: 'inserted' };
  if (rows > Number(stored?.distinct ?? 0)) return { ...about, place: 'doubled' };
  return rows > frame.rows ? { ...about, place: 'inserted' } : undefined;
};

/** How many records of a frame have no row with leave: they are in quarantine, or are header lines. */
export type Rowless = (frames: readonly SealedFrame[]) => Promise<ReadonlyMap<number, number>>;

/**
 * Compares the number of rows that the event store holds of each frame with the frame. `rowless` is asked about frames that
 * have fewer rows than records.
 */
export const compareStore = async (
  events: Pick<Events, 'query'>,
  stream: string,
  frames: readonly SealedFrame[],
  now: number,
  rowless: Rowless,
): Promise<Comparison> => {
  const settled = frames.filter(({ format, receivedAt }) => ONE_ROW.has(format) && receivedAt < now - SETTLED_MS);
  const problems: Problem[] = [];
  let compared = 0;
  for (let at = 0; at < settled.length; at += PIECE) {
    const piece = settled.slice(at, at + PIECE);
    const times = piece.map(({ receivedAt }) => receivedAt);
    const [first, last] = [piece[0], piece.at(-1)];
    if (first === undefined || last === undefined) break;
    const params = {
      journal: stream,
      from: first.seq,
      to: last.seq,
      oldest: times.reduce((least, time) => Math.min(least, time)),
      newest: times.reduce((most, time) => Math.max(most, time)),
    };
    const rows = await events.query<CountRow>({ sql: SQL, params }, { maxMs: 60_000 });
    // Rows of old days may have moved to cold files; then there is nothing to compare.
    if (rows.length === 0) continue;
    compared += piece.length;
    const bySeq = new Map(rows.map((row) => [Number(row.seq), row]));
    const few = piece.filter((frame) => Number(bySeq.get(frame.seq)?.rows ?? 0) < frame.rows);
    const excused = few.length === 0 ? new Map<number, number>() : await rowless(few);
    const short = new Set(few.filter(({ seq }) => excused.has(seq)).map(({ seq }) => seq));
    for (const frame of piece) {
      const stored = bySeq.get(frame.seq);
      const problem = judge(frame, stored);
      const missing = frame.rows - Number(stored?.rows ?? 0) - (excused.get(frame.seq) ?? 0);
      if (problem !== undefined) problems.push(problem);
      else if (short.has(frame.seq) && missing > 0)
        problems.push({
          kind: 'store-differs',
          seq: frame.seq,
          rows: frame.rows,
          receivedAt: frame.receivedAt,
          place: 'missing',
        });
    }
  }
  return { compared, problems };
};
