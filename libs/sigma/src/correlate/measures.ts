import { withinBounds } from '../parse/correlation-condition.ts';
import { clearNodes, note, refsOf, type Measure, type Tables } from './measure.ts';
import { SortedWeights } from './sorted-weights.ts';
import type { Bound } from './types.ts';

/** Whether windows are shortened at their old end. */
export type Shape = 'sliding' | 'fixed';

/** Subtractions after which sums are added up anew, at least; a window that is longer waits as long as it is. */
const LEAST_DRIFT = 64;

/** What measures of windows with hits have in common; an empty window meets nothing. */
const common = (tables: Tables, bounds: readonly Bound[], value: (slot: number) => number) => ({
  holds: (slot: number): boolean => (tables.groups.head[slot] ?? -1) >= 0 && withinBounds(bounds, value(slot)),
  value,
  from: (slot: number): number => tables.groups.first[slot] ?? NaN,
  refs: (slot: number): readonly string[] => refsOf(tables, slot),
});

const oldest = ({ groups, nodes }: Tables, slot: number): number => nodes.time[groups.head[slot] ?? -1] ?? NaN;

/** `event_count`: the sum of the weights. */
export const countMeasure = (tables: Tables, shape: Shape, bounds: readonly Bound[]): Measure => {
  const { groups, nodes } = tables;
  const shared = common(tables, bounds, (slot) => groups.total[slot] ?? 0);
  return {
    ...shared,
    ...(shape === 'sliding' ? { from: (slot: number) => oldest(tables, slot) } : {}),
    add: (slot, entry) => {
      groups.total[slot] = (groups.total[slot] ?? 0) + entry.weight;
      if (shape === 'sliding') groups.push(nodes, slot, nodes.take(entry.time, entry.weight, 0, entry.ref));
      else note(tables, slot, entry);
    },
    expire: (slot, since) => {
      let head = groups.head[slot] ?? -1;
      while (head >= 0 && (nodes.time[head] ?? 0) <= since) {
        groups.total[slot] = (groups.total[slot] ?? 0) - (nodes.weight[head] ?? 0);
        groups.shift(nodes, slot);
        head = groups.head[slot] ?? -1;
      }
    },
    clear: (slot) => clearNodes(tables, slot),
    rebuild: () => {},
  };
};

/** `value_count`: how many different values; each value of the window is counted, so one that leaves costs one step. */
export const distinctMeasure = (tables: Tables, shape: Shape, bounds: readonly Bound[]): Measure => {
  const { groups, nodes, counts, strings } = tables;
  const shared = common(tables, bounds, (slot) => groups.total[slot] ?? 0);
  const drop = (slot: number): void => {
    const value = nodes.value[groups.head[slot] ?? -1] ?? 0;
    if (counts.add(slot, value, -1) === 0) {
      groups.total[slot] = (groups.total[slot] ?? 0) - 1;
      strings.release(value);
    }
    groups.shift(nodes, slot);
  };
  const count = (slot: number, value: number): boolean => {
    if (counts.add(slot, value, 1) > 1) return false;
    groups.total[slot] = (groups.total[slot] ?? 0) + 1;
    strings.again(value);
    return true;
  };
  return {
    ...shared,
    ...(shape === 'sliding' ? { from: (slot: number) => oldest(tables, slot) } : {}),
    add: (slot, entry) => {
      const fresh = count(slot, entry.value);
      if (fresh || shape === 'sliding') groups.push(nodes, slot, nodes.take(entry.time, 1, entry.value, entry.ref));
      else counts.add(slot, entry.value, -1);
    },
    expire: (slot, since) => {
      while ((groups.head[slot] ?? -1) >= 0 && oldest(tables, slot) <= since) drop(slot);
    },
    clear: (slot) => {
      while ((groups.head[slot] ?? -1) >= 0) drop(slot);
    },
    rebuild: (slot) => {
      groups.total[slot] = 0;
      for (let node = groups.head[slot] ?? -1; node >= 0; node = nodes.next[node] ?? -1)
        count(slot, nodes.value[node] ?? 0);
    },
  };
};

/** `value_sum` and `value_avg`: sums of value × weight, and of weights. */
export const sumMeasure = (
  tables: Tables,
  shape: Shape,
  bounds: readonly Bound[],
  what: 'sum' | 'average',
): Measure => {
  const { groups, nodes } = tables;
  const shared = common(tables, bounds, (slot) =>
    what === 'sum' ? (groups.total[slot] ?? 0) : (groups.total[slot] ?? 0) / (groups.weights[slot] ?? 1),
  );
  const plus = (slot: number, value: number, weight: number): void => {
    groups.total[slot] = (groups.total[slot] ?? 0) + value * weight;
    groups.weights[slot] = (groups.weights[slot] ?? 0) + weight;
  };
  /** Rounding errors of subtractions must not pile up. */
  const addUp = (slot: number): void => {
    groups.total[slot] = 0;
    groups.weights[slot] = 0;
    groups.drift[slot] = 0;
    for (let node = groups.head[slot] ?? -1; node >= 0; node = nodes.next[node] ?? -1)
      plus(slot, nodes.value[node] ?? 0, nodes.weight[node] ?? 0);
  };
  return {
    ...shared,
    ...(shape === 'sliding' ? { from: (slot: number) => oldest(tables, slot) } : {}),
    add: (slot, entry) => {
      plus(slot, entry.value, entry.weight);
      if (shape === 'sliding') groups.push(nodes, slot, nodes.take(entry.time, entry.weight, entry.value, entry.ref));
      else note(tables, slot, entry);
    },
    expire: (slot, since) => {
      let head = groups.head[slot] ?? -1;
      while (head >= 0 && (nodes.time[head] ?? 0) <= since) {
        plus(slot, nodes.value[head] ?? 0, -(nodes.weight[head] ?? 0));
        groups.drift[slot] = (groups.drift[slot] ?? 0) + 1;
        groups.shift(nodes, slot);
        head = groups.head[slot] ?? -1;
      }
      const drift = groups.drift[slot] ?? 0;
      if (head < 0 ? drift > 0 : drift > Math.max(LEAST_DRIFT, groups.length[slot] ?? 0)) addUp(slot);
    },
    clear: (slot) => clearNodes(tables, slot),
    rebuild: () => {},
  };
};

/** `value_percentile` and `value_median`: the nearest rank among the values, each as often as its weight says. */
export const percentileMeasure = (
  tables: Tables,
  shape: Shape,
  bounds: readonly Bound[],
  percentile: number,
): Measure => {
  const { groups, nodes, sorted } = tables;
  const of = (slot: number): SortedWeights => {
    const known = sorted.get(slot);
    if (known !== undefined) return known;
    const fresh = new SortedWeights();
    sorted.set(slot, fresh);
    return fresh;
  };
  const shared = common(tables, bounds, (slot) => of(slot).percentile(percentile));
  return {
    ...shared,
    ...(shape === 'sliding' ? { from: (slot: number) => oldest(tables, slot) } : {}),
    add: (slot, entry) => {
      of(slot).add(entry.value, entry.weight);
      groups.push(nodes, slot, nodes.take(entry.time, entry.weight, entry.value, entry.ref));
    },
    expire: (slot, since) => {
      while ((groups.head[slot] ?? -1) >= 0 && oldest(tables, slot) <= since) {
        const head = groups.head[slot] ?? -1;
        of(slot).add(nodes.value[head] ?? 0, -(nodes.weight[head] ?? 0));
        groups.shift(nodes, slot);
      }
    },
    clear: (slot) => {
      sorted.delete(slot);
      clearNodes(tables, slot);
    },
    rebuild: (slot) => {
      sorted.delete(slot);
      for (let node = groups.head[slot] ?? -1; node >= 0; node = nodes.next[node] ?? -1)
        of(slot).add(nodes.value[node] ?? 0, nodes.weight[node] ?? 0);
    },
  };
};
