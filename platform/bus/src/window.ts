import type { Frame } from '@chedun/journal';

/** Frames that are on the way at the same time: enough for the full rate of three servers, and bounded in bytes. */
export const WINDOW = { maxFrames: 64, maxBytes: 4 * 1024 * 1024 };

/** A frame that was not stored, with the reason. */
export interface FailedFrame {
  readonly frame: Frame;
  readonly error: unknown;
}

/** Sends frames side by side, in order of sequence, and names those that were not stored. */
export const putWindow = async (
  frames: readonly Frame[],
  put: (frame: Frame) => Promise<void>,
): Promise<FailedFrame[]> => {
  const settled = await Promise.allSettled(frames.map((frame) => put(frame)));
  return frames.flatMap((frame, at) => {
    const outcome = settled[at];
    return outcome?.status === 'rejected' ? [{ frame, error: outcome.reason as unknown }] : [];
  });
};

/** Cuts a list of frames into windows. */
export const cutWindows = (frames: readonly Frame[]): Frame[][] => {
  const windows: Frame[][] = [];
  let bytes = 0;
  for (const frame of frames) {
    const open = windows.at(-1);
    bytes += frame.raw.length;
    if (open === undefined || open.length === WINDOW.maxFrames || bytes > WINDOW.maxBytes) {
      windows.push([frame]);
      bytes = frame.raw.length;
    } else open.push(frame);
  }
  return windows;
};
