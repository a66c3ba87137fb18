import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Journal } from '@chedun/journal';
import { DomainError, isDomainError } from '@chedun/kernel';
import type { CopyLog, CopyTarget } from './copy-target.ts';
import { WINDOW, putWindow } from './window.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** Short, so that a new leader of the cluster is found within a fraction of a second. */
const RETRY_MS = 200;

/** What the live lane works with. */
export interface LiveCopy {
  readonly journal: Journal;
  readonly target: CopyTarget;
  readonly room: WaitingRoom;
  readonly log: CopyLog;
  readonly signal: AbortSignal;
  /** True from the first failure until everything that waits is stored. */
  readonly setAway: (away: Away) => void;
}

/** `undefined` = the bus takes frames; otherwise why it does not. */
export type Away = string | undefined;

const pause = async (signal: AbortSignal): Promise<void> => {
  await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Copies every frame that becomes durable behind the watermark, for as long as the journal is open. A frame is tried
 * until it is stored; the frames behind it wait in the journal, not in memory.
 */
export const runLiveCopy = async (live: LiveCopy): Promise<void> => {
  await prepareUntilDone(live);
  while (!live.signal.aborted) {
    try {
      const { signal, room } = live;
      for await (const frames of live.journal.batches({ from: room.copied + 1, signal, ...WINDOW })) {
        await copyUntilDone(live, frames);
      }
      return;
    } catch (error) {
      live.log.warn('a frame could not be read for its second copy', { stream: live.journal.stream, error });
      const next = isDomainError(error, 'journal.damaged') ? error.detail['nextSeq'] : undefined;
      if (typeof next === 'number') live.room.refuse(next - 1, new DomainError('journal.write_failed', {}, error));
      else await pause(live.signal);
    }
  }
};

const prepareUntilDone = async ({ target, signal, setAway }: LiveCopy): Promise<void> => {
  while (!signal.aborted) {
    try {
      await target.prepare();
      setAway(undefined);
      return;
    } catch (error) {
      setAway(reasonOf(error));
      await pause(signal);
    }
  }
};

const copyUntilDone = async (live: LiveCopy, frames: readonly Frame[]): Promise<void> => {
  const { journal, target, room, signal } = live;
  const last = frames.at(-1);
  for (let todo = frames; !signal.aborted;) {
    const failed = await putWindow(todo, (frame) => target.put(journal.id, frame));
    const again = failed.filter(({ error }) => !isDomainError(error, 'bus.too_large'));
    for (const { frame, error } of failed) {
      if (again[0] !== undefined && frame.seq >= again[0].frame.seq) break;
      room.advance(frame.seq - 1);
      room.refuse(frame.seq, new DomainError('journal.bad_record', { field: 'payload' }, error));
    }
    const stuck = again[0];
    if (stuck === undefined) {
      if (last !== undefined) room.advance(last.seq);
      live.setAway(undefined);
      return;
    }
    room.advance(stuck.frame.seq - 1);
    live.setAway(reasonOf(stuck.error));
    await pause(signal);
    await target.prepare().catch((error: unknown) => live.setAway(reasonOf(error)));
    // Those that are too large stay in the list: they are refused when it is their turn.
    todo = failed.map(({ frame }) => frame);
  }
};
