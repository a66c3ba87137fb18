import type { Journal } from '@chedun/journal';
import type { ActorRef } from '@chedun/kernel';
import type { RestoreTest } from '../contract.ts';
import { keptSegments } from '../store.ts';
import type { RetentionTables, SegmentTable } from '../tables.ts';
import type { Selectable } from 'kysely';
import { verifyCold, type ColdNeeds } from './cold.ts';
import { readSegment, sm3OfFile } from './find-sealed.ts';

type Segment = Selectable<SegmentTable>;

interface Needs extends ColdNeeds {
  readonly journals: Readonly<Record<string, Journal>>;
}

/** Segments of each stream that one test reads: those that were not read for longest. */
const PER_STREAM = 5;

/** Reads a segment back from the journal: digest, chain, every frame. Says what is wrong. */
const faultOfSegment = async ({ journals }: Needs, row: Segment): Promise<string | undefined> => {
  const journal = journals[row.stream];
  const segment = journal?.segments().find(({ firstSeq }) => firstSeq === row.first_seq);
  const name = `${row.stream}/${row.first_seq}`;
  if (!journal || !segment) return `${name}: missing`;
  if ((await sm3OfFile(segment.path)) !== row.sm3) return `${name}: changed`;
  const verdict = await journal.verify({ from: row.first_seq, to: row.last_seq });
  if (verdict.kind === 'damaged') return `${name}: frame ${verdict.seq}: ${verdict.reason}`;
  const reading = await readSegment(journal, segment);
  if (reading.frames !== row.frames || reading.events !== row.events) return `${name}: frames are missing`;
  return undefined;
};

const due = async ({ records }: Needs, stream: string): Promise<readonly Segment[]> => {
  const rows = await keptSegments(records, stream);
  const age = (row: Segment): number => row.verified_at?.getTime() ?? 0;
  return rows.toSorted((a, b) => age(a) - age(b) || a.first_seq - b.first_seq).slice(0, PER_STREAM);
};

/**
 * Restores a sample: reads segments of each stream from end to end, and their cold copies through the event store. The result is
 * evidence of the restore test (notice 1.3-i).
 */
export const restoreTest =
  (needs: Needs) =>
  async (actor: ActorRef): Promise<RestoreTest> => {
    const faults: string[] = [];
    const sum = { segments: 0, frames: 0, coldFiles: 0, coldRows: 0 };
    for (const stream of Object.keys(needs.journals)) {
      for (const row of await due(needs, stream)) {
        sum.segments += 1;
        sum.frames += row.frames;
        const fault = await faultOfSegment(needs, row);
        const cold = row.cold_at === null ? undefined : await verifyCold(needs, row);
        sum.coldFiles += cold?.files ?? 0;
        sum.coldRows += cold?.rows ?? 0;
        const wrong = fault ?? cold?.fault;
        if (wrong !== undefined) faults.push(wrong);
        else await markVerified(needs, row);
      }
    }
    const at = new Date(needs.now());
    const result = { ok: faults.length === 0 && sum.segments > 0, ...sum, detail: faults.join('; ').slice(0, 2_000) };
    await needs.records.transaction(async (tx) => {
      await tx
        .as<RetentionTables>()
        .insertInto('retention.restore_tests')
        .values({
          at,
          ok: result.ok,
          segments: sum.segments,
          frames: sum.frames,
          cold_files: sum.coldFiles,
          cold_rows: sum.coldRows,
          detail: result.detail,
        })
        .execute();
      const target = { kind: 'retention', id: 'restore-test' };
      await tx.audit({ actor, action: 'retention.restore-tested', target, outcome: 'done', after: { ...result } });
    });
    return { at: at.toISOString(), ...result };
  };

const markVerified = ({ records, now }: Needs, row: Segment): Promise<void> =>
  records.transaction(async (tx) => {
    await tx
      .as<RetentionTables>()
      .updateTable('retention.segments')
      .set({ verified_at: new Date(now()) })
      .where('stream', '=', row.stream)
      .where('first_seq', '=', row.first_seq)
      .execute();
  });
