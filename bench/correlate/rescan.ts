import type { CorrelationHit } from '@chedun/sigma';

interface Kept {
  readonly time: number;
  readonly rule: string;
  readonly value: string;
}

/**
 * The peer: one list of hits for each group, and the number taken from the whole list with each hit. What one writes first,
 * and what small engines do.
 */
export const rescanning = (
  spanMs: number,
  groupBy: string,
  field: string,
  holds: (window: readonly Kept[]) => boolean,
): ((hit: CorrelationHit) => number) => {
  const groups = new Map<string, { window: Kept[]; armed: 'yes' | 'no' }>();
  return ({ rule, time, value }) => {
    const key = String(value(groupBy));
    const group = groups.get(key) ?? { window: [], armed: 'yes' as const };
    groups.set(key, group);
    group.window = group.window.filter((kept) => kept.time > time - spanMs);
    group.window.push({ time, rule, value: String(value(field)) });
    const met = holds(group.window);
    const fires = met && group.armed === 'yes';
    group.armed = met ? 'no' : 'yes';
    return fires ? 1 : 0;
  };
};
