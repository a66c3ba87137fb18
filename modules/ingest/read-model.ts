import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
import type { z } from 'zod';
import type { FlowHistory, Source, SourceKind } from './contract.ts';
import { SourceFormat } from './contract.ts';
import { healthOf } from './domain/health.ts';
import type { IngestTables } from './tables.ts';

type Row = Selectable<IngestTables['ingest.sources']>;
type Reader = Pick<Records, 'read'>;

const MINUTE = 60_000;
const RECENT_MINUTES = 5;

interface Recent {
  readonly source: string;
  readonly events: number;
  readonly quarantined: number;
  readonly lastMinute: number;
}

const recentCounts = (records: Reader, now: number): Promise<Recent[]> => {
  const lastMinute = new Date(Math.floor(now / MINUTE) * MINUTE - MINUTE);
  return records
    .read<IngestTables>()
    .selectFrom('ingest.source_minutes')
    .where('minute', '>=', new Date(now - RECENT_MINUTES * MINUTE))
    .groupBy('source')
    .select((is) => [
      'source',
      is.fn.sum<number>('events').as('events'),
      is.fn.sum<number>('quarantined').as('quarantined'),
      sql<number>`coalesce(sum(events) filter (where minute = ${lastMinute}), 0)`.as('lastMinute'),
    ])
    .execute()
    .then((rows) =>
      rows.map((row) => ({
        source: row.source,
        events: Number(row.events),
        quarantined: Number(row.quarantined),
        lastMinute: Number(row.lastMinute),
      })),
    );
};

const present = (row: Row, recent: Recent | undefined, lagSeconds: number | null, now: number): Source => ({
  id: row.id,
  title: row.title,
  kind: row.kind as SourceKind,
  format: SourceFormat.catch('auto').parse(row.format),
  retention: row.retention === 'telemetry' ? 'telemetry' : 'network',
  enabled: row.enabled,
  silentAfterMinutes: row.silent_after_minutes,
  health: healthOf(
    {
      enabled: row.enabled,
      lastSeen: row.last_seen?.getTime() ?? null,
      // A module of ours speaks only when it has found something.
      silentAfterMinutes: row.kind === 'own' ? Infinity : row.silent_after_minutes,
      recentEvents: recent?.events ?? 0,
      recentQuarantined: recent?.quarantined ?? 0,
    },
    now,
  ),
  rate: Math.round(((recent?.lastMinute ?? 0) / 60) * 10) / 10,
  events: row.events,
  bytes: row.bytes,
  quarantined: row.quarantined,
  lagSeconds: row.last_seen === null ? null : lagSeconds,
  lastSeen: row.last_seen?.toISOString() ?? null,
  firstSeen: row.first_seen?.toISOString() ?? null,
});

/** All sources with their health at `now`; `lagSeconds` is how far the event store is behind. */
export const listSources = async (records: Reader, now: number, lagSeconds: number | null): Promise<Source[]> => {
  const [rows, recent] = await Promise.all([
    records.read<IngestTables>().selectFrom('ingest.sources').selectAll().orderBy('id').execute(),
    recentCounts(records, now),
  ]);
  const bySource = new Map(recent.map((each) => [each.source, each]));
  return rows.map((row) => present(row, bySource.get(row.id), lagSeconds, now));
};

/** One source; throws `ingest.source-unknown`. */
export const mustSource = async (
  records: Reader,
  id: string,
  now: number,
  lagSeconds: number | null,
): Promise<Source> => {
  const found = (await listSources(records, now, lagSeconds)).find((source) => source.id === id);
  if (!found) throw new DomainError('ingest.source-unknown', { field: id });
  return found;
};

/** Records per minute over the last `minutes`, all sources together; minutes without records are there with 0. */
export const flowHistory = async (
  records: Reader,
  minutes: number,
  now: number,
): Promise<z.input<typeof FlowHistory>> => {
  const last = Math.floor(now / MINUTE) * MINUTE;
  const first = last - (minutes - 1) * MINUTE;
  const rows = await records
    .read<IngestTables>()
    .selectFrom('ingest.source_minutes')
    .where('minute', '>=', new Date(first))
    .groupBy('minute')
    .select((is) => [
      'minute',
      is.fn.sum<number>('events').as('events'),
      is.fn.sum<number>('quarantined').as('quarantined'),
    ])
    .execute();
  const byMinute = new Map(rows.map((row) => [row.minute.getTime(), row]));
  const points = Array.from({ length: minutes }, (_, at) => {
    const row = byMinute.get(first + at * MINUTE);
    return {
      at: new Date(first + at * MINUTE).toISOString(),
      events: Number(row?.events ?? 0),
      quarantined: Number(row?.quarantined ?? 0),
    };
  });
  return { points };
};
