import type { Fact } from '@chedun/behaviour';
import { DRILL_SOURCE } from '@chedun/governance/contract';
import type { OpenStage } from '@chedun/pipeline';
import { factsOf } from '../domain/facts-of.ts';
import { spokenOf } from '../domain/signals-of.ts';

/** What the stage makes of a chunk. */
export interface WatchResult {
  /** In the order of the journal. */
  readonly facts: readonly Fact[];
  /** How often detectors of other parts spoke, by id. */
  readonly spoken: ReadonlyMap<string, number>;
  /** How many observations came, by kind. */
  readonly fed: ReadonlyMap<string, number>;
}

/** Categories of which only the coming is noted. */
const NOTED: ReadonlySet<string> = new Set(['gbt32960', 'can', 'v2x']);

interface Gathered {
  readonly facts: Fact[];
  readonly spoken: Map<string, number>;
  readonly fed: Map<string, number>;
}

const fresh = (): Gathered => ({ facts: [], spoken: new Map(), fed: new Map() });
const count = (into: Map<string, number>, key: string, by = 1): void => void into.set(key, (into.get(key) ?? 0) + by);

/**
 * Opens the worker part. `init` is the id of our own source: its records are never looked at, so that there is no loop;
 * neither are those of drills, so that nothing is learnt from them.
 */
export const openStage: OpenStage = (init) => {
  let gathered = fresh();
  return {
    onFrame: ({ frame, events }) => {
      if (frame.source === init || frame.source === DRILL_SOURCE) return;
      for (const { event } of events) {
        const category = event.logsource.category ?? '';
        if (NOTED.has(category)) {
          count(gathered.fed, category);
          const { detectors, facts } = spokenOf(event, frame.receivedAt);
          for (const id of detectors) count(gathered.spoken, id);
          gathered.facts.push(...facts);
          continue;
        }
        for (const fact of factsOf(event, frame.receivedAt)) {
          count(gathered.fed, fact.kind);
          gathered.facts.push(fact);
        }
      }
    },
    flush: () => {
      const result: WatchResult = gathered;
      gathered = fresh();
      return { result };
    },
  };
};
