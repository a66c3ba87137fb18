import type { Pipeline } from '@chedun/pipeline';
import type { Journal } from '@chedun/journal';
import type { Flow } from './contract.ts';
import { meter } from './domain/meter.ts';

/** Live numbers of the way from listener to store. */
export interface FlowBoard {
  readonly accepted: (events: number) => void;
  readonly stored: (events: number) => void;
  readonly evaluated: (events: number, quarantined: number) => void;
  readonly connections: (change: 1 | -1) => void;
  readonly now: () => Flow;
}

/** Opens the board; `storeUp` says whether the event store takes inserts. */
export const flowBoard = (options: {
  readonly clock: { readonly now: () => number; readonly monotonic: () => number };
  readonly pipeline: Pick<Pipeline, 'stats'>;
  readonly journals: Readonly<Record<string, Pick<Journal, 'head'>>>;
  readonly storeUp: () => boolean;
  /** Frames that are not in the event store yet. */
  readonly storeBehind: () => number;
}): FlowBoard => {
  const { clock, pipeline, journals, storeUp, storeBehind } = options;
  const [accepted, stored, evaluated, quarantined] = [1, 2, 3, 4].map(() => meter(clock.monotonic));
  let connections = 0;
  const backlog = (stage: string): number =>
    pipeline
      .stats()
      .next.filter((each) => each.stage === stage)
      .reduce((sum, { stream, seq }) => sum + Math.max(0, (journals[stream]?.head().seq ?? 0) - seq + 1), 0);
  return {
    accepted: (events) => accepted?.add(events),
    stored: (events) => stored?.add(events),
    evaluated: (events, refused) => {
      evaluated?.add(events);
      quarantined?.add(refused);
    },
    connections: (change) => {
      connections += change;
    },
    now: () => ({
      at: new Date(clock.now()).toISOString(),
      acceptedPerSecond: accepted?.perSecond() ?? 0,
      storedPerSecond: stored?.perSecond() ?? 0,
      evaluatedPerSecond: evaluated?.perSecond() ?? 0,
      quarantinedPerSecond: quarantined?.perSecond() ?? 0,
      detectBacklog: backlog('detection.rules'),
      storeBacklog: storeBehind(),
      storeUp: storeUp(),
      openConnections: connections,
    }),
  };
};
