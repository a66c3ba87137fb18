import type { Source } from '@chedun/ingest/contract';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { Hours, LedgerEntry, Stream } from './contract.ts';
import { FLOOR_DAYS } from './domain/calendar.ts';
import { gapHours, gapsOf, hourOf, leastGapHours, type Gap } from './domain/gaps.ts';
import type { RetentionTables } from './tables.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Hours of the strip in the list: a week. */
const STRIP = 168;
/** Gaps are looked for in the time that the law asks for. */
const WINDOW_MS = FLOOR_DAYS * DAY;
const MOST_GAPS = 50;
/** Sources of ours and uploads speak only now and then. */
const OCCASIONAL: ReadonlySet<string> = new Set(['own', 'cli']);

/** What the ledger says about gaps of a source. */
export interface SourceGaps {
  readonly source: Source;
  readonly expected: boolean;
  readonly gaps: readonly Gap[];
}

interface Sums {
  readonly source: string;
  readonly stream: string;
  readonly first: Date;
  readonly last: Date;
  readonly frames: number;
  readonly events: number;
  readonly bytes: number;
}

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly sources: () => Promise<readonly Source[]>;
  readonly now: () => number;
}

const sums = async ({ records }: Needs): Promise<Sums[]> => {
  const { rows } = await sql<Sums>`select source, min(stream) as stream, min(first_at) as first, max(last_at) as last,
      sum(frames)::int8 as frames, sum(events)::int8 as events, sum(bytes)::int8 as bytes
    from retention.hours group by source order by source`.execute(records.read<RetentionTables>());
  return rows.map((row) => ({
    ...row,
    frames: Number(row.frames),
    events: Number(row.events),
    bytes: Number(row.bytes),
  }));
};

/** Starts of the hours with records since a moment, by source. */
const hoursSince = async ({ records }: Needs, since: number): Promise<ReadonlyMap<string, readonly number[]>> => {
  const { rows } = await sql<{ source: string; hours: string[] }>`
    select source, array_agg(extract(epoch from hour)::int8::text) as hours from retention.hours
    where hour >= ${new Date(since)} group by source`.execute(records.read<RetentionTables>());
  return new Map(rows.map(({ source, hours }) => [source, hours.map((second) => Number(second) * 1000)]));
};

const expects = (source: Source | undefined): boolean =>
  source !== undefined && source.enabled && !OCCASIONAL.has(source.kind);

const gapsIn = (hours: readonly number[], first: number, now: number, source: Source | undefined): readonly Gap[] => {
  if (!expects(source)) return [];
  const range = { from: Math.max(hourOf(first), hourOf(now - WINDOW_MS)), to: hourOf(now) };
  return gapsOf(hours, range, leastGapHours(source?.silentAfterMinutes ?? 60));
};

const stripOf = async ({ records }: Needs, from: number): Promise<ReadonlyMap<string, readonly number[]>> => {
  const rows = await records
    .read<RetentionTables>()
    .selectFrom('retention.hours')
    .select(['source', 'hour', 'events'])
    .where('hour', '>=', new Date(from))
    .execute();
  const strips = new Map<string, number[]>();
  for (const { source, hour, events } of rows) {
    const strip = strips.get(source) ?? Array.from({ length: STRIP }, () => 0);
    strips.set(source, strip);
    const at = Math.round((hour.getTime() - from) / HOUR);
    if (at >= 0 && at < STRIP) strip[at] = (strip[at] ?? 0) + events;
  }
  return strips;
};

const viewOf = ({ from, to }: Gap) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  hours: (to - from) / HOUR,
});

/** Screens and questions about the ledger of hours. */
export const ledgerReadModel = (needs: Needs) => {
  const { now, sources } = needs;
  const all = async (): Promise<SourceGaps[]> => {
    const [known, known2] = [await sources(), new Map((await sums(needs)).map((row) => [row.source, row]))];
    const hours = await hoursSince(needs, now() - WINDOW_MS);
    return known.flatMap((source) => {
      const row = known2.get(source.id);
      if (!row) return [];
      const gaps = gapsIn(hours.get(source.id) ?? [], row.first.getTime(), now(), source);
      return [{ source, expected: expects(source), gaps }];
    });
  };
  const list = async (): Promise<LedgerEntry[]> => {
    const byId = new Map((await sources()).map((source) => [source.id, source]));
    const hours = await hoursSince(needs, now() - WINDOW_MS);
    const from = hourOf(now()) - (STRIP - 1) * HOUR;
    const strips = await stripOf(needs, from);
    return (await sums(needs)).map((row): LedgerEntry => {
      const source = byId.get(row.source);
      const gaps = gapsIn(hours.get(row.source) ?? [], row.first.getTime(), now(), source);
      return {
        source: row.source,
        title: source?.title ?? row.source,
        stream: row.stream as Stream,
        firstAt: row.first.toISOString(),
        lastAt: row.last.toISOString(),
        frames: row.frames,
        events: row.events,
        bytes: row.bytes,
        expected: expects(source),
        gapHours: gapHours(gaps),
        gaps: gaps.slice(-MOST_GAPS).map(viewOf),
        strip: [...(strips.get(row.source) ?? Array.from({ length: STRIP }, () => 0))],
        stripFrom: new Date(from).toISOString(),
      };
    });
  };
  const hoursOf = async (source: string, days: number): Promise<Hours> => {
    const to = hourOf(now()) + HOUR;
    const from = to - days * DAY;
    const rows = await needs.records
      .read<RetentionTables>()
      .selectFrom('retention.hours')
      .select(['hour', 'events', 'bytes'])
      .where('source', '=', source)
      .where('hour', '>=', new Date(from))
      .orderBy('hour')
      .execute();
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      hours: rows.map(({ hour, events, bytes }) => ({ at: hour.toISOString(), events, bytes })),
    };
  };
  return { list, all, hoursOf };
};
