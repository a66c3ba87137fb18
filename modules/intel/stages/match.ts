import type { PackedMatcher } from '@chedun/indicators';
import type { Logger } from '@chedun/log';
import { batchingStage, type Stage } from '@chedun/pipeline';
import type { Platform } from '@chedun/module';
import { INTEL_SOURCE } from '../contract.ts';
import { addSightings, lockPosition, readPosition, savePosition } from '../store/sightings.ts';
import type { tellHits } from '../tell-hits.ts';
import type { MatchInit, MatchResult } from '../worker/match-stage.ts';

/** Name of the stage, also in the flow of the console. */
export const STAGE = 'intel.match';

/** Sources whose records are made of other records: a hit in them would count twice. */
const DERIVED = [INTEL_SOURCE.id, 'watch'];

interface Options {
  readonly platform: Pick<Platform, 'records' | 'clock' | 'newId'>;
  readonly packed: () => PackedMatcher;
  readonly tell: ReturnType<typeof tellHits>;
  readonly log: Logger;
}

/**
 * The stage that compares every event with the indicators. Records of hits enter the journal first; then sightings and
 * position become durable in one transaction. When the process ends between the two, a hit may be told twice; sightings are
 * counted once.
 */
export const openMatchStage = (options: Options): Stage<MatchResult> & { readonly close: () => Promise<void> } => {
  const { platform, tell, log } = options;
  const { records, clock, newId } = platform;
  return batchingStage<MatchResult>({
    name: STAGE,
    worker: new URL('../worker/match-stage.ts', import.meta.url),
    init: async (): Promise<MatchInit> => ({ packed: options.packed(), skip: DERIVED }),
    position: (stream) => readPosition(records, stream),
    commit: async (stream, batches) => {
      const last = batches.at(-1);
      if (!last) return;
      const done = await readPosition(records, stream);
      const fresh = batches.filter(({ toSeq }) => toSeq > done);
      const now = clock.now();
      const { hits, told } = await tell(
        fresh.flatMap(({ result }) => result.hits),
        now,
      );
      const overflow = fresh.reduce((sum, { result }) => sum + result.overflow, 0);
      if (overflow > 0) log.warn('hits of indicators found no room', { overflow });
      await records.transaction(async (tx) => {
        const before = await lockPosition(tx, stream);
        if (before > done) return;
        await addSightings(tx, hits, { told, now, newId });
        await savePosition(tx, stream, Math.max(before, last.toSeq));
      });
    },
    size: (batch) => batch.events,
    flush: { size: 20_000, afterMs: 500 },
    maxSize: 400_000,
    log,
  });
};
