import type { CanFrameRow, CaptureDetail } from '@chedun/captures/contract';
import { useQuery } from '@tanstack/react-query';
import { canFrames } from '../../../api/captures.ts';
import type { Query } from '../../../api/client.ts';
import type { Span } from '../../../ui/drawing/span.ts';

/** A recording as the CAN views see it: their seconds count from `first`. */
export interface CanTrace {
  readonly capture: CaptureDetail;
  /** Time of the log at which the recording starts. */
  readonly first: number;
  readonly bounds: Span;
}

/** Frames of a window; `complete` unless there were more than were asked for. */
export interface WindowFrames {
  readonly frames: readonly CanFrameRow[];
  readonly complete: boolean;
}

const PAGE = 1000;

/** Loads frames of a window, at most `pages` thousand of them; their times count from the start of the recording. */
export const loadFrames = async (
  { capture, first }: CanTrace,
  window: Span,
  query: Query,
  pages: number,
  signal: AbortSignal,
): Promise<WindowFrames> => {
  const frames: CanFrameRow[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const asked = { ...query, fromS: first + window.from, toS: first + window.to, cursor, limit: PAGE };
    const answer = await canFrames(capture.id, asked, signal);
    for (const frame of answer.items) frames.push({ ...frame, timeS: frame.timeS - first });
    if (answer.next === null) return { frames, complete: true };
    cursor = answer.next;
  }
  return { frames, complete: false };
};

const PICTURE_PAGES = 4;

/** The frames from which the pictures of a window are drawn: bits, rates, band. */
export const useWindowFrames = (trace: CanTrace, window: Span) =>
  useQuery({
    queryKey: ['can-window', trace.capture.id, trace.capture.analysedAt, window],
    queryFn: ({ signal }) => loadFrames(trace, window, {}, PICTURE_PAGES, signal),
    placeholderData: (previous) => previous,
    staleTime: 60_000,
  });
