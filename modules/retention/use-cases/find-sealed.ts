import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Journal, SegmentInfo } from '@chedun/journal';
import type { Records } from '@chedun/records';
import type { TrustedTime } from '../clocks.ts';
import { addSegment, noteCheckpoint, readUptime } from '../store.ts';
import type { RetentionTables } from '../tables.ts';

/** What reading a segment from end to end shows. */
interface SegmentReading {
  readonly frames: number;
  readonly events: number;
  readonly sources: readonly string[];
  readonly oldestAt: number;
  readonly newestAt: number;
}

/** Sources beyond this are not listed; then a hold on any source keeps the segment. */
const MOST_SOURCES = 1_000;
/** Segments that one run takes note of. */
const MOST_SEGMENTS = 50;

/** SM3 over the bytes of a file, lower-case hex. */
export const sm3OfFile = async (path: string): Promise<string> => {
  const hash = createHash('sm3');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest('hex');
};

/** Reads all frames of a segment. Rejects with `journal.damaged` where one cannot be read. */
export const readSegment = async (
  journal: Pick<Journal, 'read'>,
  { firstSeq, lastSeq }: Pick<SegmentInfo, 'firstSeq' | 'lastSeq'>,
): Promise<SegmentReading> => {
  const sources = new Set<string>();
  let frames = 0;
  let events = 0;
  let oldestAt = Number.POSITIVE_INFINITY;
  let newestAt = 0;
  for (let next = firstSeq; next <= lastSeq;) {
    const batch = await journal.read({ from: next });
    if (batch.length === 0) break;
    for (const frame of batch) {
      if (frame.seq > lastSeq) break;
      frames += 1;
      events += frame.count;
      oldestAt = Math.min(oldestAt, frame.receivedAt);
      newestAt = Math.max(newestAt, frame.receivedAt);
      if (sources.size < MOST_SOURCES) sources.add(frame.source);
    }
    next = (batch.at(-1)?.seq ?? lastSeq) + 1;
  }
  return { frames, events, sources: [...sources].toSorted(), oldestAt, newestAt };
};

/** Takes note of segments that were sealed since the last run, and of the checkpoints that cover them. */
export const findSealed =
  (needs: {
    readonly records: Records;
    readonly journals: Readonly<Record<string, Journal>>;
    readonly trusted: TrustedTime;
    readonly now: () => number;
  }) =>
  async (): Promise<number> => {
    const { records, journals, trusted, now } = needs;
    let found = 0;
    for (const [stream, journal] of Object.entries(journals)) {
      const known = await records
        .read<RetentionTables>()
        .selectFrom('retention.segments')
        .select(({ fn }) => fn.max('first_seq').as('newest'))
        .where('stream', '=', stream)
        .executeTakeFirst();
      const fresh = journal
        .segments()
        .filter(({ sealed, firstSeq, lastSeq }) => sealed && lastSeq >= firstSeq && firstSeq > (known?.newest ?? 0));
      for (const segment of fresh.slice(0, MOST_SEGMENTS)) {
        const reading = await readSegment(journal, segment);
        const [{ size }, sm3] = [await stat(segment.path), await sm3OfFile(segment.path)];
        const uptime = await readUptime(records);
        await records.transaction((tx) =>
          addSegment(tx, {
            stream,
            first_seq: segment.firstSeq,
            last_seq: segment.lastSeq,
            journal: journal.id,
            bytes: size,
            frames: reading.frames,
            events: reading.events,
            sources: [...reading.sources],
            oldest_at: new Date(reading.oldestAt),
            newest_at: new Date(reading.newestAt),
            sm3,
            found_at: new Date(now()),
            uptime_ms: uptime,
            checkpoint_at: null,
            removed_at: null,
            verified_at: null,
            cold_at: null,
            cold_from: null,
            cold_to: null,
            hot_removed_at: null,
          }),
        );
        found += 1;
      }
      const checkpoint = await trusted.lastCheckpoint(stream);
      if (checkpoint) await records.transaction((tx) => noteCheckpoint(tx, stream, checkpoint));
    }
    return found;
  };
