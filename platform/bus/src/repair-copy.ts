import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from '@chedun/journal';
import { isDomainError } from '@chedun/kernel';
import type { Clock } from '@chedun/kernel';
import type { CopyLog, CopyTarget } from './copy-target.ts';
import type { FrameRange } from './ranges.ts';
import { WINDOW, putWindow } from './window.ts';

/** What a comparison needs. */
export interface Repair {
  readonly journal: Journal;
  readonly target: CopyTarget;
  readonly clock: Clock;
  readonly log: CopyLog;
  readonly signal: AbortSignal;
  /** Told how many frames are still missing, and after each window how many were brought. */
  readonly onProgress: (progress: { readonly missing: number; readonly copied: number }) => void;
}

const RETRY_MS = 500;

/**
 * Compares the frames from the oldest one of the journal to `upTo` with what the target holds, and brings what is
 * missing. A frame that cannot be read, or that the target will never take, is reported and left out. Rejects when the
 * target goes away; who calls then begins anew.
 */
const repairCopy = async (repair: Repair, upTo: number): Promise<void> => {
  const { journal, target, clock, log } = repair;
  await target.prepare();
  const range = { first: journal.first(), last: upTo };
  if (range.last < range.first) return;
  const held = await target.held(journal.id, range);
  const first = held.keepsMs === undefined ? range.first : await firstSince(journal, range, clock.now() - held.keepsMs);
  const holes = held.frames.missing({ first, last: range.last });
  const missing = holes.reduce((sum, hole) => sum + hole.last - hole.first + 1, 0);
  repair.onProgress({ missing, copied: 0 });
  if (missing === 0) return;
  log.warn('the bus lacks frames; they are copied again', { stream: journal.stream, missing, first: holes[0]?.first });
  for (const hole of holes) await fillHole(repair, hole);
  if (!repair.signal.aborted) log.info('the bus has every frame again', { stream: journal.stream, copied: missing });
};

const fillHole = async (repair: Repair, { first, last }: FrameRange): Promise<void> => {
  const { journal, target, log, signal } = repair;
  for (let from = first; from <= last && !signal.aborted;) {
    try {
      const read = await journal.read({
        from,
        maxFrames: Math.min(WINDOW.maxFrames, last - from + 1),
        maxBytes: WINDOW.maxBytes,
      });
      const frames = read.filter(({ seq }) => seq <= last);
      const end = frames.at(-1);
      if (end === undefined) return;
      for (const { frame, error } of await putWindow(frames, (each) => target.put(journal.id, each))) {
        if (!isDomainError(error, 'bus.too_large')) throw error;
        log.warn('a frame is too long for the bus', { stream: journal.stream, seq: frame.seq, error });
      }
      repair.onProgress({ missing: -frames.length, copied: frames.length });
      from = end.seq + 1;
    } catch (error) {
      const next = isDomainError(error, 'journal.damaged') ? error.detail['nextSeq'] : undefined;
      if (typeof next !== 'number') throw error;
      log.warn('damaged frames cannot be copied to the bus', { stream: journal.stream, from, next });
      from = next;
    }
  }
};

/** First frame that was received at `time` or later; receive times go up but for small jumps of the clock. */
const firstSince = async (journal: Journal, { first, last }: FrameRange, time: number): Promise<number> => {
  let [low, high] = [first, last + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [frame] = await journal.read({ from: middle, maxFrames: 1 });
    if (frame !== undefined && frame.receivedAt < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A wish to compare, and the loop that fulfils it. */
export interface RepairLoop {
  /** Something happened after which the target may lack frames. Cheap; wishes during a comparison become one. */
  readonly doubt: () => void;
  /** Ends when the signal fires. */
  readonly done: Promise<void>;
}

/** Runs comparisons one after the other, each up to the frames that `upTo` says are copied. */
export const startRepairLoop = (repair: Repair, upTo: () => number): RepairLoop => {
  let wished = Promise.withResolvers<void>();
  repair.signal.addEventListener('abort', () => wished.resolve());
  const run = async (): Promise<void> => {
    for (;;) {
      await wished.promise;
      if (repair.signal.aborted) return;
      wished = Promise.withResolvers();
      try {
        await repairCopy(repair, upTo());
      } catch (error) {
        if (repair.signal.aborted) return;
        repair.log.warn('the comparison with the bus was broken off', { stream: repair.journal.stream, error });
        await sleep(RETRY_MS, undefined, { signal: repair.signal }).catch(() => undefined);
        wished.resolve();
      }
    }
  };
  return { doubt: () => wished.resolve(), done: run() };
};
