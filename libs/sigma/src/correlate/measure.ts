import type { Groups } from './groups.ts';
import type { Nodes } from './nodes.ts';
import type { PairTable } from './pair-table.ts';
import type { SortedWeights } from './sorted-weights.ts';
import type { Strings } from './strings.ts';

/** References that a firing gives at most: the oldest ones and the newest. */
export const MOST_REFS = 50;

/** The tables that all correlations of a correlator share. */
export interface Tables {
  readonly groups: Groups;
  readonly nodes: Nodes;
  readonly strings: Strings;
  /** (index of a correlation, number of a key) → group. */
  readonly slots: PairTable;
  /** (group, number of a value) → how often the window holds it. */
  readonly counts: PairTable;
  readonly sorted: Map<number, SortedWeights>;
}

/** What a hit brings to a window. */
export interface Entry {
  time: number;
  weight: number;
  /** Number of the text that is counted, or the number that is summed. */
  value: number;
  ref: string;
  /** Where its rule stands in the correlation; several places when the rule is named several times. */
  positions: readonly number[];
}

/** How the windows of one correlation are kept and measured. `since`: only what is later counts (sliding windows). */
export interface Measure {
  readonly add: (slot: number, entry: Entry) => void;
  /** Forgets what is not later than `since`. */
  readonly expire: (slot: number, since: number) => void;
  readonly holds: (slot: number, since: number) => boolean;
  readonly value: (slot: number, since: number) => number;
  /** Time of the first hit of the window. */
  readonly from: (slot: number, since: number) => number;
  readonly refs: (slot: number, since: number) => readonly string[];
  /** Gives everything back that the window of the group holds. */
  readonly clear: (slot: number) => void;
  /** Rebuilds what follows from the nodes of a group, after they were read from a snapshot. */
  readonly rebuild: (slot: number) => void;
}

/** Takes every node of a group out. */
export const clearNodes = ({ groups, nodes }: Tables, slot: number): void => {
  while ((groups.head[slot] ?? -1) >= 0) groups.shift(nodes, slot);
};

/** The oldest references of a window, and the newest. */
export const refsOf = ({ groups, nodes }: Tables, slot: number): readonly string[] => {
  const refs: string[] = [];
  let node = groups.head[slot] ?? -1;
  for (; node >= 0 && refs.length < MOST_REFS - 1; node = nodes.next[node] ?? -1) refs.push(nodes.ref(node));
  if (node >= 0) refs.push(nodes.ref(groups.tail[slot] ?? -1));
  return refs;
};

/** Notes a hit of a window that is never shortened: after the first ones only the newest is remembered. */
export const note = ({ groups, nodes }: Tables, slot: number, entry: Entry): void => {
  if ((groups.length[slot] ?? 0) < MOST_REFS) {
    groups.push(nodes, slot, nodes.take(entry.time, entry.weight, entry.value, entry.ref));
    return;
  }
  const tail = groups.tail[slot] ?? -1;
  nodes.time[tail] = entry.time;
  nodes.setRef(tail, entry.ref);
};
