import { ChainWalk } from './chain.ts';
import type { ChainEnd } from './chain.ts';
import { journalError } from './errors.ts';
import type { JournalFile, JournalFiles } from './files.ts';
import { segmentFor } from './reader.ts';
import type { BoundedSegment, SegmentRow } from './reader.ts';
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

/**
 * Recomputes CRC, sequence and SM3 chain of the frames of a range and names the first bad place. The walk begins at the
 * segment that holds the first frame (its header is the anchor) and goes on to the end of the group of the last one,
 * because only the head after a group shows that its frames are unchanged.
 */
export const verifyChain = async (
  files: JournalFiles,
  row: SegmentRow,
  known: KnownEnd,
  range: SeqRange,
): Promise<Verification> => {
  const first = segmentFor(row, range.from);
  if (first === undefined) throw journalError('journal.damaged', { reason: 'the journal has no segment' });
  const to = Math.min(range.to, known.seq);
  const state: State = { known, to, next: first.segment.firstSeq, groupFirst: first.segment.firstSeq, walk: undefined };
  let at: BoundedSegment | undefined = first;
  while (at !== undefined) {
    const outcome = await verifySegment(files, at, state);
    if (outcome.kind === 'fault') return { kind: 'damaged', segment: at.segment.path, ...outcome.fault };
    if (outcome.kind === 'done') break;
    const following = segmentFor(row, state.next);
    at = following?.segment === at.segment ? undefined : following;
  }
  const head = state.walk?.head() ?? '';
  if (at === undefined && head !== known.head) {
    return { kind: 'damaged', segment: first.segment.path, ...altered(state, 0) };
  }
  return { kind: 'intact', from: Math.max(range.from, first.segment.firstSeq), to, head: Buffer.from(head, 'latin1') };
};

interface State {
  readonly known: KnownEnd;
  readonly to: number;
  next: number;
  /** First frame of the group that is being walked. */
  groupFirst: number;
  walk: ChainWalk | undefined;
}

interface Fault {
  readonly seq: number;
  readonly offset: number;
  readonly reason: string;
}

/** `done`: everything asked for is verified; `more`: the segment is at its end. */
type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'more' }
  | { readonly kind: 'fault'; readonly fault: Fault };

const verifySegment = async (
  files: JournalFiles,
  { segment, lastSeq }: BoundedSegment,
  state: State,
): Promise<Outcome> => {
  const file = await files.open(segment.path, 'read');
  try {
    const header = await readSegmentHeader(file);
    if (header === undefined || header.journal !== state.known.journal || header.firstSeq !== state.next) {
      const reason = 'the header of the segment is damaged or belongs elsewhere';
      return { kind: 'fault', fault: { seq: state.next, offset: 0, reason } };
    }
    if (state.walk !== undefined && state.walk.head() !== header.head)
      return { kind: 'fault', fault: altered(state, 0) };
    if (state.walk !== undefined && state.next > state.to) return { kind: 'done' };
    state.walk = new ChainWalk(header.head);
    return await verifyFrames(file, lastSeq, state, state.walk);
  } finally {
    await file.close();
  }
};

const verifyFrames = async (file: JournalFile, lastSeq: number, state: State, walk: ChainWalk): Promise<Outcome> => {
  const range = { from: SEGMENT_HEADER, to: await file.size(), expected: state.next };
  let offset = SEGMENT_HEADER;
  for await (const item of scanFrames(file, range)) {
    if (state.next > lastSeq) return { kind: 'more' };
    offset = item.offset;
    if (item.kind === 'bad') return { kind: 'fault', fault: { seq: item.expected, offset, reason: item.reason } };
    for (const frame of item.frames) {
      if (state.next > lastSeq) return { kind: 'more' };
      const step = walk.take(frame);
      if (step === 'broken') return { kind: 'fault', fault: altered(state, offset) };
      if (step === 'next group') state.groupFirst = frame.seq;
      if (step === 'next group' && frame.seq > state.to) return { kind: 'done' };
      state.next = frame.seq + 1;
      offset += frame.raw.length;
    }
  }
  if (state.next > lastSeq) return { kind: 'more' };
  return { kind: 'fault', fault: { seq: state.next, offset, reason: 'the frame is missing' } };
};

const altered = (state: State, offset: number): Fault => ({
  seq: state.groupFirst,
  offset,
  reason: `the chain breaks: a frame from ${state.groupFirst} to ${state.next} was altered`,
});
