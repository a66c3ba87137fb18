import { journalError } from './errors.ts';
import type { JournalFiles } from './files.ts';
import type { SegmentRow } from './reader.ts';
import type { Segment } from './segment.ts';

/** One segment file as others may see it. */
export interface SegmentInfo {
  readonly path: string;
  readonly firstSeq: number;
  /** Last frame that belongs to it; below `firstSeq` while it holds none. */
  readonly lastSeq: number;
  /** False for the newest one, which is still written. */
  readonly sealed: boolean;
}

/** The segments from the oldest on. */
export const segmentInfos = ({ segments, durable }: SegmentRow): readonly SegmentInfo[] =>
  segments.map(({ path, firstSeq }, at) => {
    const next = segments[at + 1]?.firstSeq;
    return { path, firstSeq, lastSeq: (next ?? durable() + 1) - 1, sealed: next !== undefined };
  });

/**
 * Removes the oldest segment when it begins with `firstSeq`; one that is gone already is no error, so that a removal that
 * was cut short is simply asked for again. Refuses with `journal.not_retirable` a segment that is not the oldest (the chain
 * may have no hole) or that is still written. Only the retention manager calls this.
 */
export const retireOldest = async (
  files: JournalFiles,
  folder: string,
  segments: Segment[],
  firstSeq: number,
): Promise<void> => {
  const [oldest, next] = segments;
  if (oldest === undefined || oldest.firstSeq > firstSeq) return;
  if (oldest.firstSeq !== firstSeq) {
    throw journalError('journal.not_retirable', {
      seq: firstSeq,
      reason: `the oldest segment begins with ${oldest.firstSeq}`,
    });
  }
  if (next === undefined) throw journalError('journal.not_retirable', { seq: firstSeq, reason: 'it is still written' });
  // Readers that look for it from now on begin with the next one; the file of one that reads stays until it is closed.
  segments.shift();
  try {
    await files.remove(oldest.path);
    await files.syncFolder(folder);
  } catch (error) {
    segments.unshift(oldest);
    throw error;
  }
};
