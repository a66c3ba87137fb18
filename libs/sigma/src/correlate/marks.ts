import { withinBounds } from '../parse/correlation-condition.ts';
import type { Alternative } from './alternatives.ts';
import { clearNodes, MOST_REFS, type Measure, type Tables } from './measure.ts';
import type { Bound } from './types.ts';

/** First mark of a chain; those below are the places of rules. */
const CHAINS = 64;
const chainMark = (alternative: number, step: number): number => CHAINS * (alternative + 1) + step;

/** When a window of a temporal rule meets it. */
export type TemporalCondition =
  | { readonly kind: 'bounds'; readonly bounds: readonly Bound[] }
  | { readonly kind: 'any-order' | 'in-order'; readonly alternatives: readonly Alternative[] };

/**
 * The temporal types. A window is a short list of marks: the newest hit of each rule, and of each chain of rules in turn
 * the latest time at which such a chain began (as the weight of its node). Its length does not grow with the hits.
 */
export const markMeasure = (tables: Tables, condition: TemporalCondition): Measure => {
  const { groups, nodes } = tables;
  const marks = marksOf(tables);
  const extend = (
    slot: number,
    at: number,
    steps: readonly number[],
    positions: readonly number[],
    time: number,
  ): void => {
    for (let step = steps.length - 1; step >= 0; step -= 1) {
      if (!positions.includes(steps[step] ?? -1)) continue;
      const start = step === 0 ? time : marks.seen(slot, chainMark(at, step - 1));
      if (start > -Infinity) marks.set(slot, chainMark(at, step), time, start, '');
    }
  };
  const meets = (slot: number, { seen: wanted, unseen }: Alternative, at: number, since: number): boolean => {
    for (const position of unseen) if (marks.seen(slot, position) > since) return false;
    if (condition.kind === 'in-order') return marks.seen(slot, chainMark(at, wanted.length - 1)) > since;
    for (const position of wanted) if (marks.seen(slot, position) <= since) return false;
    return true;
  };
  return {
    add: (slot, { time, ref, positions }) => {
      for (const position of positions) marks.set(slot, position, time, time, ref);
      if (condition.kind !== 'in-order') return;
      for (const [at, { seen }] of condition.alternatives.entries()) extend(slot, at, seen, positions, time);
    },
    expire: () => {},
    holds: (slot, since) => {
      if (condition.kind !== 'bounds') return condition.alternatives.some((one, at) => meets(slot, one, at, since));
      const found = marks.count(slot, since);
      return found > 0 && withinBounds(condition.bounds, found);
    },
    value: marks.count,
    from: (slot, since) => {
      if (since === -Infinity) return groups.first[slot] ?? NaN;
      return nodes.time[marks.rules(slot, since)[0] ?? -1] ?? NaN;
    },
    refs: (slot, since) => {
      const refs = new Set(marks.rules(slot, since).map((node) => nodes.ref(node)));
      return [...refs].slice(-MOST_REFS);
    },
    clear: (slot) => clearNodes(tables, slot),
    rebuild: () => {},
  };
};

/** The list of marks of a group. */
const marksOf = ({ groups, nodes }: Tables) => {
  const find = (slot: number, mark: number): number => {
    let node = groups.head[slot] ?? -1;
    while (node >= 0 && nodes.value[node] !== mark) node = nodes.next[node] ?? -1;
    return node;
  };
  const alive = (node: number, since: number): boolean =>
    (nodes.value[node] ?? 0) < CHAINS && (nodes.time[node] ?? 0) > since;
  return {
    set: (slot: number, mark: number, time: number, start: number, ref: string): void => {
      const node = find(slot, mark);
      if (node < 0) {
        groups.push(nodes, slot, nodes.take(time, start, mark, ref));
        return;
      }
      nodes.time[node] = time;
      nodes.weight[node] = Math.max(nodes.weight[node] ?? 0, start);
      nodes.setRef(node, ref);
    },
    /** Newest time of a rule, or the latest start of a chain; -Infinity when it was never seen. */
    seen: (slot: number, mark: number): number => {
      const node = find(slot, mark);
      return node < 0 ? -Infinity : (nodes.weight[node] ?? 0);
    },
    /** How many rules were seen. */
    count: (slot: number, since: number): number => {
      let found = 0;
      for (let node = groups.head[slot] ?? -1; node >= 0; node = nodes.next[node] ?? -1)
        if (alive(node, since)) found += 1;
      return found;
    },
    /** Nodes of the rules that were seen, by time and place. */
    rules: (slot: number, since: number): readonly number[] => {
      const found: number[] = [];
      for (let node = groups.head[slot] ?? -1; node >= 0; node = nodes.next[node] ?? -1)
        if (alive(node, since)) found.push(node);
      return found.toSorted(
        (left, right) =>
          (nodes.time[left] ?? 0) - (nodes.time[right] ?? 0) || (nodes.value[left] ?? 0) - (nodes.value[right] ?? 0),
      );
    },
  };
};
