import { nodeFiles, readFully } from '../files.ts';
import type { JournalFile, JournalFiles } from '../files.ts';
import { FRAME_HEADER, FRAME_MAGIC, MAX_FORMAT, MAX_PAYLOAD, MAX_SOURCE, parseFrame } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { listSegments, readSegmentHeader, SEGMENT_HEADER } from '../segment.ts';
import type { Segment, SegmentHeader } from '../segment.ts';

/** What lies at an offset of a segment file: a frame that is whole in itself, or bytes that are none. */
export type WalkItem =
  | { readonly kind: 'frame'; readonly offset: number; readonly frame: Frame }
  | { readonly kind: 'bad'; readonly offset: number; readonly reason: string; readonly raw: Buffer };

const CHUNK = 1024 * 1024;

/** Size that the header of a frame states; undefined where none can be there. */
const statedSize = (bytes: Buffer, at: number): number | undefined => {
  if (at + FRAME_HEADER > bytes.length || !bytes.subarray(at, at + 4).equals(FRAME_MAGIC)) return undefined;
  const payload = bytes.readUInt32BE(at + 28);
  const format = bytes.readUInt8(at + 37);
  const source = bytes.readUInt16BE(at + 38);
  const fits = payload <= MAX_PAYLOAD && format <= MAX_FORMAT && source <= MAX_SOURCE;
  return fits ? FRAME_HEADER + payload + format + source : undefined;
};

/** Where the next frame begins whose CRC is right; the end where there is none. */
const nextFrame = (bytes: Buffer, from: number): number => {
  for (let at = bytes.indexOf(FRAME_MAGIC, from); at >= 0; at = bytes.indexOf(FRAME_MAGIC, at + 1))
    if (parseFrame(bytes, at, bytes.length).kind === 'frame') return at;
  return bytes.length;
};

/** How far bad bytes reach: to the end that their own header states where another frame follows there. */
const endOfBad = (bytes: Buffer, at: number): number => {
  const size = statedSize(bytes, at);
  const stated = size === undefined ? bytes.length + 1 : at + size;
  const follows = bytes.subarray(stated, stated + 4);
  return stated === bytes.length || (stated < bytes.length && follows.equals(FRAME_MAGIC))
    ? stated
    : nextFrame(bytes, at + 1);
};

/** Reads `length` bytes from `offset`, less at the end of the file. */
const readAt = async (file: JournalFile, offset: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.allocUnsafeSlow(length);
  return bytes.subarray(0, await readFully(file, bytes, offset));
};

/** The frames at the beginning of some bytes, and how far they reach. */
const framesIn = (
  bytes: Buffer,
  offset: number,
): { readonly items: WalkItem[]; readonly end: number; readonly need: number } => {
  const items: WalkItem[] = [];
  let at = 0;
  for (;;) {
    const parsed = parseFrame(bytes, at, bytes.length);
    if (parsed.kind === 'frame') {
      items.push({ kind: 'frame', offset: offset + at, frame: parsed.frame });
      at = parsed.end;
    } else return { items, end: at, need: parsed.kind === 'cut' ? parsed.need : 0 };
  }
};

/**
 * Walks the frames of one segment file as they lie there, whatever their numbers: CRC only. Bytes that are no frame are one
 * item, then it goes on at the next frame. Stops silently at the end of the file.
 */
async function* walkSegment(file: JournalFile, from = SEGMENT_HEADER): AsyncGenerator<WalkItem[]> {
  const size = await file.size();
  let offset = from;
  let want = CHUNK;
  while (offset < size) {
    const bytes = await readAt(file, offset, Math.min(want, size - offset));
    const { items, end, need } = framesIn(bytes, offset);
    if (items.length > 0) yield items;
    offset += end;
    want = Math.max(CHUNK, need);
    if (items.length > 0 || offset >= size || (need > bytes.length && offset + need <= size)) continue;
    // No frame begins here: look at the rest of the segment at once, it is at most 64 MiB and one frame.
    const rest = await readAt(file, offset, size - offset);
    const badEnd = endOfBad(rest, 0);
    const parsed = parseFrame(rest, 0, rest.length);
    const reason = parsed.kind === 'bad' ? parsed.reason : 'the frame is cut off';
    yield [{ kind: 'bad', offset, reason, raw: rest.subarray(0, badEnd) }];
    offset += badEnd;
    want = CHUNK;
  }
}

/** A segment with its header; undefined where the header cannot be read. */
export interface FoundSegment {
  readonly segment: Segment;
  readonly header: SegmentHeader | undefined;
}

/** Segments of a stream with their headers, in order. */
export const findSegments = async (files: JournalFiles, folder: string): Promise<FoundSegment[]> => {
  const found: FoundSegment[] = [];
  for (const segment of await listSegments(files, folder)) {
    const file = await files.open(segment.path, 'read');
    try {
      found.push({ segment, header: await readSegmentHeader(file) });
    } finally {
      await file.close();
    }
  }
  return found;
};

/** A place in a stream: a segment file and an offset in it. */
export interface Place {
  readonly path: string;
  readonly offset: number;
}

/** A piece of a walk over a stream: items of one segment, or the end of a segment that another one follows. */
export type WalkPiece =
  | {
      readonly kind: 'items';
      readonly path: string;
      readonly items: readonly WalkItem[];
      /** Last frame that belongs to the segment; bytes behind it mean nothing. */
      readonly lastSeq: number;
    }
  | { readonly kind: 'segment-end'; readonly lastSeq: number };

/** Walks a stream from the segment that holds frame `seq`, or from a place in it; from the oldest when that is not kept. */
export async function* walkFrom(folder: string, seq: number, place?: Place): AsyncGenerator<WalkPiece> {
  const segments = await listSegments(nodeFiles, folder);
  const after = segments.findIndex(({ firstSeq }) => firstSeq > seq);
  const first = Math.max(0, (after < 0 ? segments.length : after) - 1);
  for (let at = first; at < segments.length; at += 1) {
    const { path = '' } = segments[at] ?? {};
    const next = segments[at + 1]?.firstSeq;
    const file = await nodeFiles.open(path, 'read');
    try {
      const from = place?.path === path ? place.offset : SEGMENT_HEADER;
      const lastSeq = next === undefined ? Infinity : next - 1;
      for await (const items of walkSegment(file, from)) yield { kind: 'items', path, items, lastSeq };
    } finally {
      await file.close();
    }
    if (next !== undefined) yield { kind: 'segment-end', lastSeq: next - 1 };
  }
}
