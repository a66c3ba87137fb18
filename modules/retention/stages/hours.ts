import type { Logger } from '@chedun/log';
import { batchingStage, type Stage, type StageBatch } from '@chedun/pipeline';
import type { Records } from '@chedun/records';
import { addHours, readPosition, savePosition } from '../store.ts';
import type { HourCount, HoursResult } from '../worker/hours-stage.ts';

/** Adds up what several chunks counted. */
const mergeHours = (batches: readonly StageBatch<HoursResult>[]): HourCount[] => {
  const sums = new Map<string, HourCount>();
  for (const count of batches.flatMap((batch) => [...batch.result.hours])) {
    const key = `${count.hour} ${count.source}`;
    const sum = sums.get(key);
    if (!sum) {
      sums.set(key, { ...count });
      continue;
    }
    sum.frames += count.frames;
    sum.events += count.events;
    sum.bytes += count.bytes;
    sum.firstAt = Math.min(sum.firstAt, count.firstAt);
    sum.lastAt = Math.max(sum.lastAt, count.lastAt);
  }
  return [...sums.values()];
};

/** The stage that keeps the ledger of hours per source; counts and position become durable together. */
export const openHoursStage = (options: {
  readonly records: Records;
  readonly log: Logger;
}): Stage<HoursResult> & { readonly close: () => Promise<void> } => {
  const { records, log } = options;
  return batchingStage<HoursResult>({
    name: 'retention.hours',
    worker: new URL('../worker/hours-stage.ts', import.meta.url),
    init: async () => undefined,
    position: (stream) => readPosition(records, stream),
    commit: async (stream, batches) => {
      const last = batches.at(-1);
      if (!last) return;
      await records.transaction(async (tx) => {
        const done = await readPosition(records, stream);
        await addHours(tx, stream, mergeHours(batches.filter((batch) => batch.toSeq > done)));
        await savePosition(tx, stream, last.toSeq);
      });
    },
    size: (batch) => batch.result.hours.length,
    flush: { size: 5_000, afterMs: 1_000 },
    maxSize: 50_000,
    log,
  });
};
