import type { Journal } from '@chedun/journal';

/** Frames of a stream, both ends included. */
export interface FrameSpan {
  readonly stream: string;
  readonly from: number;
  readonly to: number;
}

/** First frame that was received at or after a moment; the frame behind the newest when there is none. */
export const frameAt = async (journal: Journal, time: number): Promise<number> => {
  let low = journal.first();
  let high = journal.head().seq + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [frame] = await journal.read({ from: middle, maxFrames: 1 });
    if (frame !== undefined && frame.receivedAt < time) low = Math.max(middle, frame.seq) + 1;
    else high = middle;
  }
  return low;
};

/** When a frame was received; undefined when it is not kept. */
export const receivedAt = async (journal: Journal, seq: number): Promise<number | undefined> =>
  (await journal.read({ from: seq, maxFrames: 1 }))[0]?.receivedAt;
