import { statfs } from 'node:fs/promises';
import type { Keys } from '@chedun/keys';
import type { Records } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
import type { ClockBook } from './clocks.ts';
import {
  Stream,
  type Proposal,
  type RetentionOverview,
  type SegmentView,
  type StreamUse,
  type Tombstone,
} from './contract.ts';
import { keepingOf } from './domain/classes.ts';
import { clockObstacles } from './domain/decision.ts';
import { forecast } from './domain/forecast.ts';
import { viewOf, type Judgement } from './judge.ts';
import { listClasses, readPolicies } from './policies.ts';
import { isGenuine } from './sign.ts';
import type { ProposalTable, RetentionTables, SegmentTable } from './tables.ts';

interface Needs {
  readonly records: Records;
  readonly keys: Keys;
  readonly clocks: ClockBook;
  readonly judge: (stream: string) => Promise<Judgement>;
  readonly dataDir: string;
  readonly now: () => number;
}

const DAY = 86_400_000;
/** Whole days that the forecast looks at. */
const FORECAST_DAYS = 14;
const MOST_ROWS = 1_000;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const streamOf = (name: string): Stream => Stream.parse(name);

/** Bytes per whole day of receipt, from the ledger. */
const dailyBytes = async ({ records, now }: Needs, stream: string) => {
  const today = Math.floor(now() / DAY) * DAY;
  const { rows } = await sql<{ day: string; bytes: string }>`
    select to_char(hour at time zone 'UTC', 'YYYY-MM-DD') as day, sum(bytes)::int8::text as bytes from retention.hours
    where stream = ${stream} and hour < ${new Date(today)} and hour >= ${new Date(today - FORECAST_DAYS * DAY)}
    group by 1 order by 1`.execute(records.read<RetentionTables>());
  return rows.map(({ day, bytes }) => ({ day, bytes: Number(bytes) }));
};

const useOf = async (needs: Needs, stream: Stream): Promise<StreamUse> => {
  const { records, dataDir } = needs;
  const policies = await readPolicies(records);
  const { days } = keepingOf(stream, (id) => policies.get(id)?.days ?? 0);
  const { rows } = await sql<{ segments: number; journal: string; cold: string }>`
    select count(*)::int as segments, coalesce(sum(bytes), 0)::int8::text as journal,
      coalesce(sum(cold_bytes), 0)::int8::text as cold
    from retention.segments where stream = ${stream} and removed_at is null`.execute(records.read<RetentionTables>());
  const { rows: ages } = await sql<{ oldest: Date | null; newest: Date | null }>`
    select min(first_at) as oldest, max(last_at) as newest from retention.hours
    where stream = ${stream}`.execute(records.read<RetentionTables>());
  const [found, age] = [rows[0], ages[0]];
  const journalBytes = Number(found?.journal ?? 0);
  const coldBytes = Number(found?.cold ?? 0);
  const disk = await statfs(dataDir);
  const foreseen = forecast(await dailyBytes(needs, stream), {
    usedBytes: journalBytes,
    freeBytes: disk.bavail * disk.bsize,
    keepDays: days,
  });
  return {
    stream,
    days,
    oldestAt: iso(age?.oldest ?? null),
    newestAt: iso(age?.newest ?? null),
    segments: found?.segments ?? 0,
    journalBytes,
    coldBytes,
    bytesPerDay: foreseen?.bytesPerDay ?? null,
    bytesAtFullAge: foreseen?.atFullAge ?? null,
    daysUntilFull: foreseen?.daysUntilFull ?? null,
  };
};

const segmentOf = (row: Selectable<SegmentTable>, obstacles: SegmentView['obstacles']): SegmentView => ({
  stream: streamOf(row.stream),
  firstSeq: row.first_seq,
  lastSeq: row.last_seq,
  bytes: row.bytes,
  frames: row.frames,
  events: row.events,
  oldestAt: row.oldest_at.toISOString(),
  newestAt: row.newest_at.toISOString(),
  sm3: row.sm3,
  checkpointAt: iso(row.checkpoint_at),
  verifiedAt: iso(row.verified_at),
  cold: row.cold_at === null ? null : { at: row.cold_at.toISOString(), bytes: row.cold_bytes, rows: row.cold_rows },
  hotRemovedAt: iso(row.hot_removed_at),
  removedAt: iso(row.removed_at),
  obstacles,
});

/** A proposal as the contract tells it. */
const proposalOf = (row: Selectable<ProposalTable>): Proposal => ({
  id: row.id,
  stream: streamOf(row.stream),
  firstSeq: row.first_seq,
  lastSeq: row.last_seq,
  segments: row.segments,
  frames: row.frames,
  events: row.events,
  bytes: row.bytes,
  oldestAt: row.oldest_at.toISOString(),
  newestAt: row.newest_at.toISOString(),
  reason: row.reason,
  status: row.status,
  proposedBy: row.proposed_name,
  proposedAt: row.proposed_at.toISOString(),
  decidedBy: row.decided_name,
  decidedAt: iso(row.decided_at),
  note: row.note,
});

const clocksOf = async ({ records, clocks }: Needs): Promise<RetentionOverview['clocks']> => {
  const now = await clocks.read('network');
  const jumps = await records
    .read<RetentionTables>()
    .selectFrom('retention.clock_jumps')
    .select(['at', 'jump_ms'])
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
  return {
    now: new Date(now.now).toISOString(),
    lastCheckpointAt: now.lastCheckpointAt === undefined ? null : new Date(now.lastCheckpointAt).toISOString(),
    uptimeMs: Math.round(now.uptimeMs),
    jumps: jumps.map(({ at, jump_ms: jumpMs }) => ({ at: at.toISOString(), jumpMs })),
    obstacles: clockObstacles(now).map(viewOf),
  };
};

const overview = async (needs: Needs): Promise<RetentionOverview> => {
  const { records } = needs;
  const db = records.read<RetentionTables>();
  const holds = await db
    .selectFrom('retention.holds')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('status', '!=', 'released')
    .executeTakeFirst();
  const open = await db
    .selectFrom('retention.proposals')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('status', '=', 'proposed')
    .executeTakeFirst();
  const test = await db
    .selectFrom('retention.restore_tests')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    classes: await listClasses(records),
    streams: [await useOf(needs, 'network'), await useOf(needs, 'telemetry')],
    clocks: await clocksOf(needs),
    activeHolds: holds?.n ?? 0,
    openProposals: open?.n ?? 0,
    restoreTest:
      test === undefined
        ? null
        : {
            at: test.at.toISOString(),
            ok: test.ok,
            segments: test.segments,
            coldFiles: test.cold_files,
            detail: test.detail,
          },
  };
};

const tombstones = async ({ records, keys }: Needs): Promise<Tombstone[]> => {
  const rows = await records
    .read<RetentionTables>()
    .selectFrom('retention.tombstones')
    .innerJoin('retention.proposals', 'retention.proposals.id', 'retention.tombstones.proposal')
    .selectAll()
    .orderBy('signed_at', 'desc')
    .limit(MOST_ROWS)
    .execute();
  return Promise.all(
    rows.map(async (row) => ({
      id: row.proposal,
      stream: streamOf(row.stream),
      firstSeq: row.first_seq,
      lastSeq: row.last_seq,
      frames: row.frames,
      events: row.events,
      oldestAt: row.oldest_at.toISOString(),
      newestAt: row.newest_at.toISOString(),
      body: row.body,
      signatures: [...row.signatures],
      genuine: await isGenuine(keys, row.body, row.signatures),
      signedAt: row.signed_at.toISOString(),
      loggedAt: iso(row.logged_at),
      segmentsRemovedAt: iso(row.segments_removed_at),
      rowsRemovedAt: iso(row.rows_removed_at),
      removedRows: row.removed_rows,
      proposedBy: row.proposed_name,
      approvedBy: row.decided_name ?? '',
    })),
  );
};

/** Screens of the module. */
export const retentionReadModel = (needs: Needs) => ({
  overview: () => overview(needs),
  segments: async ({
    stream,
    after,
    limit,
  }: {
    readonly stream: Stream;
    readonly after: number;
    readonly limit: number;
  }) => {
    const { segments } = await needs.judge(stream);
    const rest = segments.filter(({ row }) => row.first_seq > after);
    const items = rest.slice(0, limit).map(({ row, obstacles }) => segmentOf(row, obstacles.map(viewOf)));
    return { items, next: rest.length > limit ? (items.at(-1)?.firstSeq ?? null) : null };
  },
  proposals: async (): Promise<Proposal[]> => {
    const rows = await needs.records
      .read<RetentionTables>()
      .selectFrom('retention.proposals')
      .selectAll()
      .orderBy('proposed_at', 'desc')
      .orderBy('id')
      .limit(MOST_ROWS)
      .execute();
    return rows.map(proposalOf);
  },
  tombstones: () => tombstones(needs),
});
