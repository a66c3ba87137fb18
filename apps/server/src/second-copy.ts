import { openNatsSecondCopy } from '@chedun/bus';
import type { Config } from '@chedun/config';
import type { ReadinessCheck } from '@chedun/http';
import type { Journal } from '@chedun/journal';
import type { Clock } from '@chedun/kernel';
import type { Logger, Metrics } from '@chedun/log';

/** The second copy of the journals of this process; without NATS it does nothing. */
export interface SecondCopy {
  /** The journal to hand to everybody; close it before the second copy. */
  readonly guard: (journal: Journal) => Journal;
  readonly readiness: readonly ReadinessCheck[];
  readonly close: () => Promise<void>;
}

const NONE: SecondCopy = { guard: (journal) => journal, readiness: [], close: () => Promise.resolve() };

/** Connects to NATS where `bus.natsUrl` names it. Starts also while NATS is away: senders are refused until it comes. */
export const openSecondCopy = async (
  config: Config['bus'],
  { log, metrics, clock }: { readonly log: Logger; readonly metrics: Metrics; readonly clock: Clock },
): Promise<SecondCopy> => {
  if (config.natsUrl === undefined) return NONE;
  const copy = await openNatsSecondCopy({
    url: config.natsUrl,
    monitorUrls: config.natsMonitorUrls,
    log: log.child({ part: 'bus' }),
    clock,
  });
  const observe = (name: string, help: string, read: () => number): void =>
    metrics.observed({ name: `chedun_bus_${name}`, help }, read);
  observe('lag_frames', 'Frames of the journal that the bus has not acknowledged', () => copy.state().lag);
  observe('missing_frames', 'Earlier frames that are being copied to the bus again', () => copy.state().missing);
  observe('repaired_frames', 'Frames that were copied again since the start', () => copy.state().repaired);
  observe('away', '1 while the bus takes no frames and senders are refused', () =>
    copy.state().away === undefined ? 0 : 1,
  );
  observe('durable', '1 when every server proved that it flushes before it acknowledges', () =>
    copy.durability().kind === 'durable' ? 1 : 0,
  );
  return {
    guard: copy.guard,
    readiness: [{ name: 'bus', check: () => Promise.resolve(copy.health()) }],
    close: copy.close,
  };
};
