import { throttle, type Throttle } from '@chedun/kernel';

/** Limits of what one sender may bring; 0 = none. */
export interface RateLimits {
  readonly sourcePerSecond: number;
  readonly vehiclePerMinute: number;
  /** A sender that is held back for so long is disconnected, ms. */
  readonly graceMs: number;
}

/** What to do with a sender after it brought frames. */
export type RateVerdict =
  | { readonly kind: 'go' }
  | {
      /** `told`: a vehicle of a platform, which is not held back for one of its vehicles. */
      readonly kind: 'hold' | 'close' | 'told';
      /** Milliseconds to wait. */
      readonly wait: number;
      readonly scope: 'source' | 'vehicle';
      /** Frames a second (source) or minute (vehicle). */
      readonly limit: number;
      /** Held back without a pause since. */
      readonly since: number;
    };

/** Meters of senders, with bounded memory. */
export interface Rates {
  /** `source`: address or account. `vehicle`: on a connection of its own. */
  readonly took: (
    now: number,
    frames: number,
    sender: { readonly source: string; readonly vehicle: string | undefined },
  ) => RateVerdict;
}

/** Senders that are remembered, about 200 bytes each; the one that was quiet longest goes first. */
const MOST_SENDERS = 50_000;
/** A sender is asked again after this at the latest, ms. */
const LONGEST_HOLD = 5000;
/** A sender that kept to its rate for so long starts anew, ms. */
const CALM_MS = 10_000;
const GO: RateVerdict = { kind: 'go' };

interface Meter {
  readonly wait: Throttle;
  since: number | undefined;
  overAt: number;
}

const meters = (perSecond: number, burst: number) => {
  const known = new Map<string, Meter>();
  return (key: string): Meter => {
    const meter = known.get(key) ?? { wait: throttle(perSecond, burst), since: undefined, overAt: 0 };
    known.delete(key);
    known.set(key, meter);
    const [oldest] = known.keys();
    if (known.size > MOST_SENDERS && oldest !== undefined) known.delete(oldest);
    return meter;
  };
};

/** Creates the meters of a process. Times are monotonic milliseconds. */
export const rates = ({ sourcePerSecond, vehiclePerMinute, graceMs }: RateLimits): Rates => {
  const source = meters(sourcePerSecond, sourcePerSecond);
  const vehicle = meters(vehiclePerMinute / 60, vehiclePerMinute);
  const judge = (now: number, frames: number, meter: Meter, scope: 'source' | 'vehicle'): RateVerdict => {
    const wait = meter.wait(now, frames);
    if (wait === 0) {
      if (now - meter.overAt > CALM_MS) meter.since = undefined;
      return GO;
    }
    meter.since ??= now;
    meter.overAt = now;
    const limit = scope === 'source' ? sourcePerSecond : vehiclePerMinute;
    const kind = now - meter.since > graceMs ? 'close' : 'hold';
    return { kind, wait: Math.min(Math.ceil(wait), LONGEST_HOLD), scope, limit, since: meter.since };
  };
  return {
    took: (now, frames, sender) => {
      if (frames === 0) return GO;
      const bySource = sourcePerSecond === 0 ? GO : judge(now, frames, source(sender.source), 'source');
      if (bySource.kind !== 'go' || vehiclePerMinute === 0 || sender.vehicle === undefined) return bySource;
      return judge(now, frames, vehicle(sender.vehicle), 'vehicle');
    },
  };
};
