import { createHash } from 'node:crypto';
import type { Blobs } from '@chedun/blobs';
import type { Events } from '@chedun/events';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { Journal } from '@chedun/journal';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Logger } from '@chedun/log';
import { toJsonText, type Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { ClockBook, SealedLog } from '../clocks.ts';
import { RETENTION_SOURCE } from '../contract.ts';
import { tombstoneText, type TombstoneFacts } from '../domain/tombstone.ts';
import type { Judgement } from '../judge.ts';
import { signText } from '../sign.ts';
import type { ProposalTable, RetentionTables, SegmentTable, TombstoneTable } from '../tables.ts';
import { removeCold } from './cold.ts';

type Proposal = Selectable<ProposalTable>;
type Segment = Selectable<SegmentTable>;
type Tombstone = Selectable<TombstoneTable>;

/** What carrying out a removal stands on. */
export interface RemoveNeeds {
  readonly records: Records;
  readonly keys: Keys;
  readonly blobs: Blobs;
  readonly events: Pick<Events, 'removeFrames' | 'cold'>;
  readonly journals: Readonly<Record<string, Pick<Journal, 'retire'>>>;
  readonly record: IngestAsks['record'];
  readonly judge: (stream: string) => Promise<Judgement>;
  readonly clocks: ClockBook;
  readonly noteRemoved: SealedLog['noteRemoved'];
  readonly now: () => number;
  readonly log: Logger;
}

const rootOf = (segments: readonly Segment[]): string => {
  const hash = createHash('sm3');
  for (const { sm3 } of segments) hash.update(Buffer.from(sm3, 'hex'));
  return hash.digest('hex');
};

/** All segments of a proposal when every one of them may go now; undefined when one may not, or they are others. */
const judgedRange = async ({ judge }: RemoveNeeds, proposal: Proposal) => {
  const { deletable, keeping } = await judge(proposal.stream);
  const { first_seq: from, last_seq: to } = proposal;
  const range = deletable.filter(
    (row) => row.first_seq >= from && row.last_seq <= to && row.journal === proposal.journal,
  );
  const whole = range[0]?.first_seq === from && range.at(-1)?.last_seq === to && range.length === proposal.segments;
  return whole ? { range, keeping } : undefined;
};

const block = (needs: RemoveNeeds, proposal: Proposal, note: string): Promise<void> =>
  needs.records.transaction(async (tx) => {
    await tx
      .as<RetentionTables>()
      .updateTable('retention.proposals')
      .set({ status: 'blocked', note })
      .where('id', '=', proposal.id)
      .execute();
    await tx.audit({
      actor: SYSTEM_ACTOR,
      action: 'retention.segments-removed',
      target: { kind: 'retention-proposal', id: proposal.id },
      outcome: 'refused',
      after: { note },
    });
  });

const factsOf = async (
  needs: RemoveNeeds,
  proposal: Proposal,
  { range, keeping }: { readonly range: readonly Segment[]; readonly keeping: Judgement['keeping'] },
): Promise<TombstoneFacts> => {
  const clocks = await needs.clocks.read(proposal.stream);
  return {
    id: proposal.id,
    stream: proposal.stream,
    journal: proposal.journal,
    segments: range.map((row) => ({
      firstSeq: row.first_seq,
      lastSeq: row.last_seq,
      frames: row.frames,
      events: row.events,
      bytes: row.bytes,
      sm3: row.sm3,
    })),
    root: rootOf(range),
    oldestAt: proposal.oldest_at.toISOString(),
    newestAt: proposal.newest_at.toISOString(),
    policy: keeping,
    clocks: {
      now: new Date(clocks.now).toISOString(),
      checkpoint: new Date(clocks.lastCheckpointAt ?? 0).toISOString(),
      uptimeMs: Math.round(clocks.uptimeMs),
    },
    proposedBy: proposal.proposed_name,
    approvedBy: proposal.decided_name ?? '',
    reason: proposal.reason,
  };
};

const readTombstone = ({ records }: RemoveNeeds, proposal: string): Promise<Tombstone | undefined> =>
  records
    .read<RetentionTables>()
    .selectFrom('retention.tombstones')
    .selectAll()
    .where('proposal', '=', proposal)
    .executeTakeFirst();

const mark = async (
  { records }: RemoveNeeds,
  proposal: string,
  set: Partial<Record<'logged_at' | 'segments_removed_at' | 'rows_removed_at', Date>> & {
    readonly removed_rows?: number;
  },
): Promise<void> =>
  records.transaction(async (tx) => {
    await tx
      .as<RetentionTables>()
      .updateTable('retention.tombstones')
      .set(set)
      .where('proposal', '=', proposal)
      .execute();
  });

/** Signs what is about to go; the same text whenever it is asked for again. */
const sign = async (needs: RemoveNeeds, proposal: Proposal): Promise<Tombstone | undefined> => {
  const judged = await judgedRange(needs, proposal);
  if (!judged) return undefined;
  const body = tombstoneText(await factsOf(needs, proposal, judged));
  const signatures = await signText(needs.keys, body);
  await needs.records.transaction(async (tx) => {
    const row = { proposal: proposal.id, body, signatures: toJsonText(signatures), signed_at: new Date(needs.now()) };
    await tx
      .as<RetentionTables>()
      .insertInto('retention.tombstones')
      .values(row as never)
      .execute();
  });
  return readTombstone(needs, proposal.id);
};

/** The tombstone enters the journal before anything goes; again after a crash, which does no harm. */
const writeToLog = async (needs: RemoveNeeds, proposal: Proposal, tombstone: Tombstone): Promise<void> => {
  if (tombstone.logged_at !== null) return;
  await needs.record(RETENTION_SOURCE, [
    {
      time: new Date(needs.now()).toISOString(),
      product: 'chedun',
      category: 'retention',
      signal: 'retention.tombstone',
      tombstone: proposal.id,
      stream: proposal.stream,
      first_seq: proposal.first_seq,
      last_seq: proposal.last_seq,
      body: tombstone.body,
      signatures: toJsonText(tombstone.signatures),
    },
  ]);
  await mark(needs, proposal.id, { logged_at: new Date(needs.now()) });
};

const remaining = ({ records }: RemoveNeeds, { stream, first_seq: from, last_seq: to }: Proposal): Promise<Segment[]> =>
  records
    .read<RetentionTables>()
    .selectFrom('retention.segments')
    .selectAll()
    .where('stream', '=', stream)
    .where('first_seq', '>=', from)
    .where('last_seq', '<=', to)
    .where('removed_at', 'is', null)
    .orderBy('first_seq')
    .execute();

/** Removes the files one by one; before each the clocks and holds are asked again. False when one had to stay. */
const removeSegments = async (needs: RemoveNeeds, proposal: Proposal): Promise<boolean> => {
  for (const segment of await remaining(needs, proposal)) {
    const { deletable } = await needs.judge(proposal.stream);
    if (!deletable.some((row) => row.first_seq === segment.first_seq)) return false;
    await needs.noteRemoved(proposal.stream, segment.last_seq + 1);
    await needs.journals[proposal.stream]?.retire(segment.first_seq);
    await removeCold(needs, segment);
    await needs.records.transaction(async (tx) => {
      await tx
        .as<RetentionTables>()
        .updateTable('retention.segments')
        .set({ removed_at: new Date(needs.now()) })
        .where('stream', '=', segment.stream)
        .where('first_seq', '=', segment.first_seq)
        .execute();
    });
  }
  return true;
};

/** Removes the rows of the segments that are gone. */
const removeRows = async (needs: RemoveNeeds, proposal: Proposal, lastGone: number): Promise<void> => {
  const removed = await needs.events.removeFrames({
    journal: proposal.journal,
    fromSeq: proposal.first_seq,
    toSeq: lastGone,
  });
  const rows = removed.reduce((sum, each) => sum + each.rows, 0);
  await mark(needs, proposal.id, { rows_removed_at: new Date(needs.now()), removed_rows: rows });
};

const finish = (needs: RemoveNeeds, proposal: Proposal): Promise<void> =>
  needs.records.transaction(async (tx) => {
    await tx
      .as<RetentionTables>()
      .updateTable('retention.proposals')
      .set({ status: 'done' })
      .where('id', '=', proposal.id)
      .execute();
    const { stream, first_seq: fromSeq, last_seq: toSeq, events } = proposal;
    await tx.audit({
      actor: SYSTEM_ACTOR,
      action: 'retention.segments-removed',
      target: { kind: 'retention-proposal', id: proposal.id },
      outcome: 'done',
      after: { stream, fromSeq, toSeq, events },
    });
  });

/** Carries one approved removal out, from wherever the last attempt stopped. */
const removeOne = async (needs: RemoveNeeds, proposal: Proposal): Promise<void> => {
  const tombstone = (await readTombstone(needs, proposal.id)) ?? (await sign(needs, proposal));
  if (!tombstone)
    return block(needs, proposal, '时钟、保全或读取进度不允许删除 / a clock, a hold or a consumer stands against it');
  await writeToLog(needs, proposal, tombstone);
  const whole = await removeSegments(needs, proposal);
  const left = await remaining(needs, proposal);
  const lastGone = (left[0]?.first_seq ?? proposal.last_seq + 1) - 1;
  if (whole) await mark(needs, proposal.id, { segments_removed_at: new Date(needs.now()) });
  if (lastGone >= proposal.first_seq) await removeRows(needs, proposal, lastGone);
  if (!whole)
    return block(
      needs,
      proposal,
      '删除中途出现阻止条件，余下分段保留 / something stood against it half-way; the rest stays',
    );
  await finish(needs, proposal);
};

/**
 * Carries out every approved removal: sign → tombstone into the journal → segment files → rows of the event store. Each step
 * leaves a mark, so that a crash between two of them repeats at most one, and each may be repeated.
 */
export const removeApproved = (needs: RemoveNeeds) => async (): Promise<void> => {
  const open = await needs.records
    .read<RetentionTables>()
    .selectFrom('retention.proposals')
    .selectAll()
    .where('status', '=', 'approved')
    .orderBy('decided_at')
    .execute();
  for (const proposal of open) await removeOne(needs, proposal);
};
