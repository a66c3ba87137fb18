import { join } from 'node:path';
import { openPosition } from '@chedun/journal';
import type { Journal, Position } from '@chedun/journal';
import { isDomainError } from '@chedun/kernel';
import type { Bus, ConsumerOptions } from './bus.ts';
import { handleUntilDone, pause, startConsumer } from './consume.ts';

/** How to open the bus inside one process. */
export interface LocalBusOptions {
  readonly journal: Journal;
  /** Folder of the position files. */
  readonly positions: string;
}

/** The bus of a single machine: consumers follow the tail of the journal, each at its own pace. */
export const openLocalBus = ({ journal, positions }: LocalBusOptions): Bus => ({
  consume: async (options) => {
    const position = await openPosition(join(positions, `${options.name}.position`), journal.id);
    return startConsumer((signal) => follow(journal, position, options, signal));
  },
});

const follow = async (
  journal: Journal,
  position: Position,
  options: ConsumerOptions,
  signal: AbortSignal,
): Promise<void> => {
  let from = position.seq() + 1;
  for (;;) {
    try {
      for await (const frames of journal.batches({ from, signal })) {
        const last = frames.at(-1);
        if (last === undefined || !(await handleUntilDone(options, { journal: journal.id, frames }, signal))) return;
        from = last.seq + 1;
        // A full disk must not stop the consumer: after a crash it sees some batches again.
        await position.save(last.seq).catch(options.onError);
      }
      return;
    } catch (error) {
      if (isDomainError(error, 'journal.ahead')) throw error;
      options.onError(error);
      const next = afterDamage(error);
      if (next === undefined) await pause(options, signal);
      else from = next;
    }
  }
};

/** Frames that cannot be read must not stop the ones behind them for ever: the error that was reported names them. */
const afterDamage = (error: unknown): number | undefined => {
  const next = isDomainError(error, 'journal.damaged') ? error.detail['nextSeq'] : undefined;
  return typeof next === 'number' ? next : undefined;
};
