import { packLists, type Lists } from './lists.ts';

/** Transition table of an automaton and what its states report. */
export interface Table {
  /** Next state at (state << shift) + column; small automata take half the memory. */
  readonly table: Uint16Array | Int32Array;
  /** Rows are a power of two apart: a shift is quicker than a multiplication, and every step waits for it. */
  readonly shift: number;
  /** Word numbers by state, counted from `firstOutput`. */
  readonly outputs: Lists;
  /** States from here on report something. */
  readonly firstOutput: number;
  readonly states: number;
}

interface TrieState {
  readonly next: Map<number, TrieState>;
  readonly words: number[];
  /** Longest proper suffix of this state that is a state, set level by level. */
  fallback: TrieState | undefined;
  reports: readonly number[] | undefined;
  id: number;
}

/**
 * Builds the table for words over columns 0 to width - 1. States are numbered level by level, so that those visited
 * most lie together in memory, and those that report something come last, so that one comparison tells them apart.
 */
export const buildTable = (words: readonly (readonly number[])[], width: number): Table => {
  const order = byLevel(buildTrie(words));
  for (const state of order) connect(state);
  const silent = order.filter((state) => state.reports === undefined);
  const numbered = [...silent, ...order.filter((state) => state.reports !== undefined)];
  for (const [id, state] of numbered.entries()) state.id = id;
  const shift = Math.ceil(Math.log2(width));
  const size = order.length << shift;
  const table = order.length < 0x10000 ? new Uint16Array(size) : new Int32Array(size);
  for (const state of order) fillRow(table, state, shift);
  const outputs = packLists(numbered.slice(silent.length).map((state) => state.reports ?? []));
  return { table, shift, outputs, firstOutput: silent.length, states: order.length };
};

const newState = (): TrieState => ({ next: new Map(), words: [], fallback: undefined, reports: undefined, id: 0 });

const buildTrie = (words: readonly (readonly number[])[]): TrieState => {
  const root = newState();
  for (const [number, word] of words.entries()) {
    let at = root;
    for (const column of word) {
      const next = at.next.get(column) ?? newState();
      at.next.set(column, next);
      at = next;
    }
    at.words.push(number);
  }
  return root;
};

const byLevel = (root: TrieState): readonly TrieState[] => {
  const order = [root];
  for (let at = 0; at < order.length; at += 1) order.push(...(order[at]?.next.values() ?? []));
  return order;
};

/** Gives a state its reports and its children their fallbacks; states nearer to the root must be done. */
const connect = (state: TrieState): void => {
  const below = state.fallback?.reports;
  if (state.words.length === 0) state.reports = below;
  else state.reports = below === undefined ? state.words : [...state.words, ...below];
  for (const [column, child] of state.next) {
    let suffix = state.fallback;
    while (suffix !== undefined && !suffix.next.has(column) && suffix.fallback !== undefined) suffix = suffix.fallback;
    child.fallback = suffix === undefined ? state : (suffix.next.get(column) ?? suffix);
  }
};

/** A row is the row of the fallback with the state's own children laid over it. */
const fillRow = (table: Uint16Array | Int32Array, state: TrieState, shift: number): void => {
  const row = state.id << shift;
  const from = (state.fallback?.id ?? 0) << shift;
  if (state.fallback !== undefined) table.copyWithin(row, from, from + (1 << shift));
  for (const [column, child] of state.next) table[row + column] = child.id;
};
