import { ChainWalk, genesisHead } from './chain.ts';
import type { ChainEnd } from './chain.ts';
import { journalError } from './errors.ts';
import type { JournalFile, JournalFiles } from './files.ts';
import { scanFrames } from './scan.ts';
import type { ScanItem } from './scan.ts';
import { SEGMENT_HEADER, createSegment, listSegments, readSegmentHeader } from './segment.ts';
import type { Segment, SegmentHeader } from './segment.ts';

/** A place in the newest segment where acknowledged frames cannot be read. */
export interface DamageReport {
  readonly segment: string;
  readonly offset: number;
  /** Sequence number of the first frame that is missing. */
  readonly seq: number;
  readonly reason: string;
}

/** What opening found and did. */
export interface RecoveryReport {
  /** Bytes of frames that were being written when the process or machine stopped, and were cut off. */
  readonly tornBytes: number;
  /** Acknowledged frames that cannot be read any more. Nothing is cut there. */
  readonly damage: readonly DamageReport[];
}

/** A journal folder that is ready to be appended to. */
export interface Recovered {
  readonly journal: string;
  readonly segments: Segment[];
  readonly tail: { readonly file: JournalFile; readonly size: number; readonly createdAt: number };
  readonly end: ChainEnd;
  readonly report: RecoveryReport;
}

/** What recovery needs to know. */
export interface RecoveryTask {
  readonly files: JournalFiles;
  readonly folder: string;
  readonly stream: string;
  readonly now: number;
  readonly newId: () => string;
}

/**
 * Opens the newest segment, cuts off what was being written when the journal stopped, and makes the rest durable.
 * A bad place counts as damage, not as a torn tail, when a later frame proves that it had been acknowledged.
 */
export const recover = async (task: RecoveryTask): Promise<Recovered> => {
  const segments = await listSegments(task.files, task.folder);
  for (;;) {
    const newest = segments.at(-1);
    if (newest === undefined) return startJournal(task);
    const file = await task.files.open(newest.path, 'update');
    try {
      const header = await readSegmentHeader(file);
      if (header !== undefined) return await openNewest(task, segments, newest, file, header);
      if ((await file.size()) > SEGMENT_HEADER) throw badHeader(newest);
    } catch (error) {
      await file.close();
      throw error;
    }
    // Frames are written only after the header is durable, so a segment with half a header never held one.
    await file.close();
    await task.files.remove(newest.path);
    await task.files.syncFolder(task.folder);
    segments.pop();
  }
};

const badHeader = (segment: Segment): Error =>
  journalError('journal.damaged', { file: segment.path, offset: 0, reason: 'the header of the segment is damaged' });

const startJournal = async (task: RecoveryTask): Promise<Recovered> => {
  const journal = task.newId();
  const head = genesisHead(journal, task.stream);
  const header = { journal, stream: task.stream, firstSeq: 1, createdAt: task.now, head };
  const { segment, file } = await createSegment(task.files, task.folder, header);
  return {
    journal,
    segments: [segment],
    tail: { file, size: SEGMENT_HEADER, createdAt: task.now },
    end: { seq: 0, head },
    report: { tornBytes: 0, damage: [] },
  };
};

const openNewest = async (
  task: RecoveryTask,
  segments: Segment[],
  segment: Segment,
  file: JournalFile,
  header: SegmentHeader,
): Promise<Recovered> => {
  if (header.stream !== task.stream || header.firstSeq !== segment.firstSeq) {
    throw journalError('journal.damaged', { file: segment.path, reason: 'the header belongs to another segment' });
  }
  const fileSize = await file.size();
  const survey = new Survey(segment, { seq: header.firstSeq - 1, head: header.head });
  const range = { from: SEGMENT_HEADER, to: fileSize, expected: header.firstSeq };
  for await (const item of scanFrames(file, range)) survey.take(item);
  const { size, end, damage } = survey.conclude();
  if (size < fileSize) await file.truncate(size);
  segment.index.cut(size);
  // What is served from here on must not vanish in a power cut, whoever wrote it last.
  await file.datasync();
  return {
    journal: header.journal,
    segments,
    tail: { file, size, createdAt: header.createdAt },
    end,
    report: { tornBytes: fileSize - size, damage },
  };
};

interface BadPlace {
  readonly report: DamageReport;
  readonly end: ChainEnd;
}

/** Judges the bad places of the newest segment after the whole of it was seen. */
class Survey {
  readonly #segment: Segment;
  readonly #bad: BadPlace[] = [];
  #size = SEGMENT_HEADER;
  readonly #walk: ChainWalk;
  #seq: number;
  /** Every frame up to this one was acknowledged: a later frame says so. */
  #proven = 0;

  constructor(segment: Segment, start: ChainEnd) {
    this.#segment = segment;
    this.#walk = new ChainWalk(start.head);
    this.#seq = start.seq;
  }

  take(item: ScanItem): void {
    if (item.kind === 'bad') {
      const { offset, reason } = item;
      this.#bad.push({
        report: { segment: this.#segment.path, offset, seq: item.expected, reason },
        end: this.#endNow(),
      });
      return;
    }
    let offset = item.offset;
    for (const frame of item.frames) {
      this.#segment.index.add(frame.seq, offset);
      this.#proven = Math.max(this.#proven, frame.seq - 1 - frame.pending);
      offset += frame.raw.length;
      this.#walk.trust(frame);
      this.#seq = frame.seq;
    }
    this.#size = offset;
  }

  conclude(): { readonly size: number; readonly end: ChainEnd; readonly damage: readonly DamageReport[] } {
    const torn = this.#bad.findIndex((place) => place.report.seq > this.#proven);
    const place = this.#bad[torn];
    const damage = (torn < 0 ? this.#bad : this.#bad.slice(0, torn)).map((bad) => bad.report);
    return place === undefined
      ? { size: this.#size, end: this.#endNow(), damage }
      : { size: place.report.offset, end: place.end, damage };
  }

  #endNow(): ChainEnd {
    return { seq: this.#seq, head: this.#walk.head() };
  }
}
