import type { Campaign, CampaignDetail } from '@chedun/watch/contract';
import type { FindingSummary } from '@chedun/governance/contract';

/** One vehicle of a campaign, and when its first alert of the signature came. */
export interface JoinedVehicle {
  readonly vin: string;
  /** Milliseconds since 1970; undefined when no alert of it is at hand. */
  readonly at: number | undefined;
  readonly alerts: number;
}

type AlertOfVehicle = Pick<FindingSummary, 'assets' | 'firstSeen' | 'count'>;

/** Vehicles in the order in which they joined; those whose time is not known stand last, as the sample names them. */
export const joinedVehicles = (
  sampleVins: readonly string[],
  alerts: readonly AlertOfVehicle[],
): readonly JoinedVehicle[] => {
  const joined = new Map<string, { at: number; alerts: number }>();
  for (const { assets, firstSeen, count } of alerts) {
    for (const { kind, id } of assets) {
      if (kind !== 'vehicle') continue;
      const known = joined.get(id);
      const at = Date.parse(firstSeen);
      joined.set(id, { at: Math.min(at, known?.at ?? at), alerts: count + (known?.alerts ?? 0) });
    }
  }
  return [...new Set([...sampleVins, ...joined.keys()])]
    .map((vin) => ({ vin, at: joined.get(vin)?.at, alerts: joined.get(vin)?.alerts ?? 0 }))
    .toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || 0);
};

const MOST_POINTS = 48;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const FEWEST_HOURS = 12;
const MOST_HOURS = 24 * 31;

/** The curve of joining: from none, how many vehicles there were at moments of equal distance, at least a minute apart. */
export const joiningCurve = (vehicles: readonly JoinedVehicle[]) => {
  const times = vehicles.flatMap(({ at }) => (at === undefined ? [] : [at])).toSorted((a, b) => a - b);
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined) return { stepMs: MINUTE, points: [] };
  const stepMs = Math.max(MINUTE, Math.ceil((last - first) / MOST_POINTS / MINUTE) * MINUTE);
  const steps = Math.ceil((last - first) / stepMs) + 2;
  const points = Array.from({ length: steps }, (_, index) => {
    const at = first + (index - 1) * stepMs;
    return { at, vehicles: times.filter((time) => time <= at).length };
  });
  return { stepMs, points };
};

/** How long a campaign has been seen, in milliseconds. */
export const durationOf = ({ firstSeen, lastSeen }: Pick<Campaign, 'firstSeen' | 'lastSeen'>): number =>
  Math.max(0, Date.parse(lastSeen) - Date.parse(firstSeen));

/** A length of time in its largest unit of which there are at least two, as a number and the unit. */
export const spanOf = (ms: number): { readonly unit: 'minute' | 'hour' | 'day'; readonly count: number } => {
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 120) return { unit: 'minute', count: minutes };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { unit: 'hour', count: hours } : { unit: 'day', count: Math.round(hours / 24) };
};

/** The hours of the spread without gaps, so that quiet hours show; at least half a day, so that one hour is no wall. */
export const hoursOf = (spread: CampaignDetail['spread']): readonly { at: number; vehicles: number }[] => {
  if (spread.length === 0) return [];
  const known = new Map(spread.map(({ at, vehicles }) => [Math.floor(Date.parse(at) / HOUR), vehicles]));
  const last = Math.max(...known.keys());
  const first = Math.min(...known.keys(), last - FEWEST_HOURS + 1);
  return Array.from({ length: Math.min(MOST_HOURS, last - first + 1) }, (_, index) => ({
    at: (first + index) * HOUR,
    vehicles: known.get(first + index) ?? 0,
  }));
};
