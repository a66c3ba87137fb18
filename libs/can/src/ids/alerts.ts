import type { IdsVerdict, IdsWeight } from './detector.ts';

/** A burst of verdicts of one rule on one identifier (or, for rules about the bus, on one channel). */
export interface IdsAlert {
  readonly rule: string;
  readonly channel: string;
  readonly id: number;
  readonly extended: boolean;
  readonly weight: IdsWeight;
  /** Times of the first and of the last verdict so far, in the time of the log. */
  readonly from: number;
  readonly to: number;
  /** Verdicts in the burst so far. */
  readonly count: number;
  /** The verdict that opened it. */
  readonly example: IdsVerdict;
}

/** Verdicts that it takes to open an alert: one that clean traffic cannot cause, two or ten of those that it might. */
const NEEDED: Readonly<Record<IdsWeight, number>> = { certain: 1, likely: 2, hint: 10 };
/** Seconds of silence after which a burst is over. */
const QUIET_S = 60;
/** Bursts followed at once; the one that was quiet for longest gives way. */
const MAX_BURSTS = 4096;
/** Rules about the bus, and one where an attacker tries identifiers one after the other: all identifiers are one burst. */
const ONE_BURST: ReadonlySet<string> = new Set([
  'can.ids.order',
  'can.ids.bus_load',
  'can.ids.security_access',
  'can.ids.unknown_id',
]);

/** Groups verdicts into alerts. Memory is bounded by 4,096 bursts. */
export interface IdsAlerts {
  /** Takes a verdict; gives the alert when this verdict opens one, otherwise undefined. */
  readonly push: (verdict: IdsVerdict) => IdsAlert | undefined;
  /** Bursts that are open alerts, as they stand now. */
  readonly open: () => readonly IdsAlert[];
}

const identity = ({
  rule,
  channel,
  id,
  extended,
  weight,
}: IdsVerdict): Pick<IdsAlert, 'rule' | 'channel' | 'id' | 'extended' | 'weight'> => ({
  rule,
  channel,
  id,
  extended,
  weight,
});

/** Starts grouping; see {@link IdsAlerts}. */
export const createIdsAlerts = (): IdsAlerts => {
  const bursts = new Map<string, IdsAlert>();
  return {
    push: (verdict) => {
      const about = ONE_BURST.has(verdict.rule) ? '' : `${verdict.id}${verdict.extended ? 'x' : ''}`;
      const key = JSON.stringify([verdict.rule, verdict.channel, about]);
      const before = bursts.get(key);
      const goesOn = before !== undefined && verdict.time - before.to <= QUIET_S;
      const burst: IdsAlert = goesOn
        ? { ...before, to: Math.max(before.to, verdict.time), count: before.count + 1 }
        : { ...identity(verdict), from: verdict.time, to: verdict.time, count: 1, example: verdict };
      bursts.delete(key);
      bursts.set(key, burst);
      const quietest = bursts.size > MAX_BURSTS ? bursts.keys().next().value : undefined;
      if (quietest !== undefined) bursts.delete(quietest);
      return burst.count === NEEDED[burst.weight] ? burst : undefined;
    },
    open: () => [...bursts.values()].filter((burst) => burst.count >= NEEDED[burst.weight]),
  };
};
