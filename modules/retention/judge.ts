import type { Pipeline } from '@chedun/pipeline';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { ClockBook } from './clocks.ts';
import type { ObstacleView } from './contract.ts';
import { deletableRun, obstaclesOf, type ActiveHold, type Obstacle, type SegmentFacts } from './domain/decision.ts';
import { keepingOf } from './domain/classes.ts';
import type { Keeping } from './domain/calendar.ts';
import { readPolicies } from './policies.ts';
import { keptSegments } from './store.ts';
import type { RetentionTables, SegmentTable } from './tables.ts';

type SegmentRow = Selectable<SegmentTable>;

/** A segment with its row. */
interface Judged extends SegmentFacts {
  readonly row: SegmentRow;
}

/** What may go of a stream, and what stands against the rest. */
export interface Judgement {
  readonly keeping: Keeping;
  readonly segments: readonly { readonly row: SegmentRow; readonly obstacles: readonly Obstacle[] }[];
  /** From the oldest on; empty when nothing may go. */
  readonly deletable: readonly SegmentRow[];
}

interface Needs {
  readonly records: Records;
  readonly pipeline: Pick<Pipeline, 'stats'>;
  readonly clocks: ClockBook;
}

/** Holds that are not released: also those whose second person has not spoken yet. */
const activeHolds = async (records: Pick<Records, 'read'>): Promise<readonly ActiveHold[]> => {
  const rows = await records
    .read<RetentionTables>()
    .selectFrom('retention.holds')
    .selectAll()
    .where('status', '!=', 'released')
    .execute();
  return rows.map(({ id, streams, sources, assets, from_at: from, to_at: to }) => ({
    id,
    streams,
    sources,
    assets,
    from: from?.getTime() ?? null,
    to: to?.getTime() ?? null,
  }));
};

const factsOf = (row: SegmentRow, consumedBefore: number): Judged => ({
  row,
  stream: row.stream,
  sources: row.sources,
  firstSeq: row.first_seq,
  lastSeq: row.last_seq,
  sealed: true,
  oldestReceivedAt: row.oldest_at.getTime(),
  newestReceivedAt: row.newest_at.getTime(),
  uptimeAtSeal: row.uptime_ms,
  checkpointAt: row.checkpoint_at?.getTime(),
  consumed: row.last_seq < consumedBefore,
});

/** Next frame of the slowest consumer; 0 when nobody reads the stream, which keeps everything. */
const slowest = (pipeline: Pick<Pipeline, 'stats'>, stream: string): number => {
  const next = pipeline.stats().next.filter((each) => each.stream === stream);
  return next.length === 0 ? 0 : Math.min(...next.map(({ seq }) => seq));
};

/** Judges every sealed segment of a stream as of now. */
export const judge =
  ({ records, pipeline, clocks }: Needs) =>
  async (stream: string): Promise<Judgement> => {
    const policies = await readPolicies(records);
    const keeping = keepingOf(stream, (id) => policies.get(id)?.days ?? 0);
    const [now, holds, rows] = [
      await clocks.read(stream),
      await activeHolds(records),
      await keptSegments(records, stream),
    ];
    const next = slowest(pipeline, stream);
    const facts = rows.map((row) => factsOf(row, next));
    return {
      keeping,
      segments: facts.map((each) => ({ row: each.row, obstacles: obstaclesOf(each, keeping, now, holds) })),
      deletable: deletableRun(facts, keeping, now, holds).map(({ row }) => row),
    };
  };

/** An obstacle as the contract tells it. */
export const viewOf = (obstacle: Obstacle): ObstacleView => ({
  kind: obstacle.kind,
  until: 'until' in obstacle ? new Date(obstacle.until).toISOString() : null,
  ms: 'byMs' in obstacle ? obstacle.byMs : 'missingMs' in obstacle ? obstacle.missingMs : null,
  hold: 'hold' in obstacle ? obstacle.hold : null,
});
