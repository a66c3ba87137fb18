import type { Journal } from '@chedun/journal';
import type { ActorRef, Clock } from '@chedun/kernel';
import type { PipelineFrame } from '@chedun/pipeline';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { QuarantineDiscarded, ReplayRequest, ReplayResult } from '../contract.ts';
import { PEER_FLAG, recordWriter } from '../domain/records.ts';
import { finishFrame, REFUSED_FORMAT, writeFrames } from '../intake/frames.ts';
import { quarantinePage } from '../read-quarantine.ts';
import type { IngestTables } from '../tables.ts';
import { openDecoder, recordsOf } from '../worker/decode.ts';

type Entry = Selectable<IngestTables['ingest.quarantine']>;

interface Dependencies {
  readonly records: Records;
  readonly journals: Readonly<Record<string, Pick<Journal, 'append' | 'read'>>>;
  readonly clock: Clock;
}

const HASH = 0x23;
const isHeader = (format: string, bytes: Uint8Array): boolean => format === 'zeek-tsv' && bytes[0] === HASH;

const frameOf = async (journal: Pick<Journal, 'read'>, entry: Entry): Promise<PipelineFrame | undefined> => {
  const [frame] = await journal.read({ from: entry.seq, maxFrames: 1 });
  return frame?.seq === entry.seq ? { ...frame, stream: entry.stream } : undefined;
};

/** What reading an entry again gave: the records that can be read now, and the indexes that still cannot. */
interface Reread {
  readonly format: string;
  readonly withPeers: boolean;
  readonly records: ReturnType<typeof recordsOf>;
  readonly still: readonly number[];
}

/** Reads the kept bytes with the readers of today. The lines before are read too: Zeek TSV tells its columns there. */
const readAgain = (frame: PipelineFrame, entry: Entry, wanted: string | undefined): Reread => {
  const format = wanted === undefined || wanted === 'auto' ? frame.format : wanted;
  const withPeers = (frame.flags & PEER_FLAG) !== 0;
  // Of a record that was too long only its head was kept.
  if (frame.format === REFUSED_FORMAT) return { format, withPeers, records: [], still: entry.indexes };
  const again = openDecoder(undefined).decode({ ...frame, format });
  const refused = new Set(again.rejects.map((reject) => reject.index));
  const readable = new Set(entry.indexes.filter((index) => !refused.has(index)));
  const records = recordsOf(frame).filter(({ bytes }, index) => readable.has(index) || isHeader(format, bytes));
  return { format, withPeers, records, still: entry.indexes.filter((index) => refused.has(index)) };
};

const appendAgain = async ({ journals, clock }: Dependencies, entry: Entry, again: Reread): Promise<void> => {
  const journal = journals[entry.stream];
  if (!journal) throw new Error(`no journal stream ${entry.stream}`);
  const writer = recordWriter({ withPeers: again.withPeers });
  for (const { bytes, peer } of again.records) writer.add(bytes, peer);
  const frame = await finishFrame(writer, again.format, again.withPeers);
  await writeFrames(journal, clock, entry.source, [frame]);
};

/** Replays one entry; gives how many records were sent again and how many still cannot be read. */
const replayEntry = async (
  needs: Dependencies,
  entry: Entry,
  format: string | undefined,
): Promise<{ replayed: number; indexes: readonly number[] }> => {
  const journal = needs.journals[entry.stream];
  const frame = journal && (await frameOf(journal, entry));
  if (!frame) return { replayed: 0, indexes: entry.indexes };
  const again = readAgain(frame, entry, format);
  const replayed = entry.indexes.length - again.still.length;
  if (replayed > 0) await appendAgain(needs, entry, again);
  return { replayed, indexes: again.still };
};

const waiting = (records: Records, ids: readonly string[]): Promise<Entry[]> =>
  records
    .read<IngestTables>()
    .selectFrom('ingest.quarantine')
    .selectAll()
    .where('id', 'in', ids)
    .where('status', '=', 'waiting')
    .orderBy('seq')
    .execute();

const settle = (records: Records, entry: Entry, indexes: readonly number[], actor: ActorRef): Promise<void> =>
  records.transaction(async (tx) => {
    const status = indexes.length === 0 ? 'replayed' : 'waiting';
    await tx
      .as<IngestTables>()
      .updateTable('ingest.quarantine')
      .set(indexes.length === 0 ? { status } : { indexes: [...indexes], count: indexes.length })
      .where('id', '=', entry.id)
      .execute();
    await tx.audit({
      actor,
      action: 'ingest.quarantine-replayed',
      target: { kind: 'quarantine', id: entry.id },
      outcome: 'done',
      before: { records: entry.indexes.length, source: entry.source },
      after: { status, records: indexes.length },
    });
  });

/** Lists, replays and discards what could not be read. */
export const quarantineUseCases = (needs: Dependencies) => {
  const { records } = needs;
  // One replay at a time: two of the same entry would store its records twice.
  let turn: Promise<unknown> = Promise.resolve();
  const replay = async (
    { ids, format }: z.output<typeof ReplayRequest>,
    actor: ActorRef,
  ): Promise<z.input<typeof ReplayResult>> => {
    const sum = { replayed: 0, still: 0 };
    for (const entry of await waiting(records, ids)) {
      const { replayed, indexes } = await replayEntry(needs, entry, format);
      if (replayed > 0) await settle(records, entry, indexes, actor);
      sum.replayed += replayed;
      sum.still += indexes.length;
    }
    return sum;
  };
  return {
    page: quarantinePage(records),
    replay: (request: z.output<typeof ReplayRequest>, actor: ActorRef): Promise<z.input<typeof ReplayResult>> => {
      const done = turn.then(() => replay(request, actor));
      turn = done.catch(() => undefined);
      return done;
    },
    discard: (ids: readonly string[], actor: ActorRef): Promise<z.input<typeof QuarantineDiscarded>> =>
      records.transaction(async (tx) => {
        const changed = await tx
          .as<IngestTables>()
          .updateTable('ingest.quarantine')
          .set({ status: 'discarded' })
          .where('id', 'in', ids)
          .where('status', '=', 'waiting')
          .returning(['id', 'source', 'count'])
          .execute();
        for (const { id, source, count } of changed) {
          await tx.audit({
            actor,
            action: 'ingest.quarantine-discarded',
            target: { kind: 'quarantine', id },
            outcome: 'done',
            before: { source, records: count, status: 'waiting' },
            after: { status: 'discarded' },
          });
        }
        return { discarded: changed.length };
      }),
  };
};
