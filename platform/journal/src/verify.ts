import { journalError } from './errors.ts';
import type { JournalFile, JournalFiles } from './files.ts';
import { headTextAfter } from './frame.ts';
import type { Frame } from './frame.ts';
import { segmentFor } from './reader.ts';
import type { BoundedSegment, SegmentRow } from './reader.ts';
import type { ChainEnd } from './recovery.ts';
import { scanFrames } from './scan.ts';
import { SEGMENT_HEADER, readSegmentHeader } from './segment.ts';

/** Id and end of the chain as the running journal knows them. */
export interface KnownEnd extends ChainEnd {
  readonly journal: string;
}

/** Frames to verify, both ends included. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Outcome of a verification. `seq` of a damage is the first frame that is missing or wrong. */
export type Verification =
  | { readonly kind: 'intact'; readonly from: number; readonly to: number; readonly head: Uint8Array }
  | {
      readonly kind: 'damaged';
      readonly seq: number;
      readonly segment: string;
      readonly offset: number;
      readonly reason: string;
    };

type Fault = Omit<Extract<Verification, { kind: 'damaged' }>, 'kind' | 'segment'>;

const ALTERED = 'the chain breaks here: this frame or the one before it was altered';

/** State of a walk along the chain; `head` is unknown before the first segment header was read. */
interface Walk {
  next: number;
  head: string | undefined;
}

/**
 * Recomputes CRC, sequence and SM3 chain of the frames of a range, from the start of the segment that holds its
 * first frame, across segment borders, and names the first bad frame. The header of that first segment is the anchor.
 */
export const verifyChain = async (
  files: JournalFiles,
  row: SegmentRow,
  known: KnownEnd,
  range: SeqRange,
): Promise<Verification> => {
  const to = Math.min(range.to, known.seq);
  const first = segmentFor(row, range.from);
  if (first === undefined) throw journalError('journal.damaged', { reason: 'the journal has no segment' });
  const walk: Walk = { next: first.segment.firstSeq, head: undefined };
  for (let at: BoundedSegment | undefined = first; at !== undefined && walk.next <= Math.max(to, range.from);) {
    const fault = await verifySegment(files, at, known.journal, walk, to);
    if (fault !== undefined) return { kind: 'damaged', segment: at.segment.path, ...fault };
    const following = segmentFor(row, walk.next);
    at = following?.segment === at.segment ? undefined : following;
  }
  if (to === known.seq && walk.head !== undefined && walk.head !== known.head) {
    return { kind: 'damaged', segment: first.segment.path, seq: to, offset: 0, reason: 'the last frame was altered' };
  }
  return {
    kind: 'intact',
    from: Math.max(range.from, first.segment.firstSeq),
    to,
    head: Buffer.from(walk.head ?? '', 'latin1'),
  };
};

const verifySegment = async (
  files: JournalFiles,
  bounded: BoundedSegment,
  journal: string,
  walk: Walk,
  to: number,
): Promise<Fault | undefined> => {
  const file = await files.open(bounded.segment.path, 'read');
  try {
    const header = await readSegmentHeader(file);
    if (header === undefined || header.journal !== journal || header.firstSeq !== walk.next) {
      return { seq: walk.next, offset: 0, reason: 'the header of the segment is damaged or belongs elsewhere' };
    }
    if (walk.head !== undefined && walk.head !== header.head) {
      return {
        seq: walk.next,
        offset: 0,
        reason: 'the head in the segment header does not follow from the frames before',
      };
    }
    walk.head = header.head;
    return await verifyFrames(file, Math.min(to, bounded.lastSeq), walk);
  } finally {
    await file.close();
  }
};

const verifyFrames = async (file: JournalFile, to: number, walk: Walk): Promise<Fault | undefined> => {
  const range = { from: SEGMENT_HEADER, to: await file.size(), expected: walk.next };
  let end = SEGMENT_HEADER;
  for await (const item of scanFrames(file, range)) {
    if (walk.next > to) return undefined;
    if (item.kind === 'bad') return { seq: item.expected, offset: item.offset, reason: item.reason };
    end = item.offset;
    for (const frame of item.frames) {
      if (walk.next > to) return undefined;
      if (!follows(frame, walk)) return { seq: frame.seq, offset: end, reason: ALTERED };
      walk.head = headTextAfter(frame);
      walk.next = frame.seq + 1;
      end += frame.raw.length;
    }
  }
  return walk.next > to ? undefined : { seq: walk.next, offset: end, reason: 'the frame is missing' };
};

const follows = (frame: Frame, walk: Walk): boolean => walk.head === Buffer.from(frame.previousHead).toString('latin1');
