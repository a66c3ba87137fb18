import { FOLD } from './fold.ts';

/** A folded literal that is looked for, possibly bound to the start or the end of the text. */
export interface Needle {
  readonly text: string;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Looks for many needles at once; the time depends on the text only. */
export interface Automaton {
  /**
   * Calls back with a list of needle numbers for each place where needles end. `text` is as it is in the event:
   * folding happens on the way. A list may come several times.
   */
  readonly scan: (text: string, found: (needles: Int32Array) => void) => void;
  readonly states: number;
  readonly bytes: number;
}

/** Units kept of a long needle: its end, which tells more than its start. A longer match is checked later anyway. */
const MAX_NEEDLE = 20;

const OTHER = 0;
const START = 1;
const END = 2;

/**
 * Builds an Aho-Corasick automaton as one dense transition table over the characters that the needles use (Aho and
 * Corasick, CACM 18(6), 1975). Start and end of the text are characters of their own, so exact values, beginnings,
 * endings and parts are all found in one pass.
 */
export const buildAutomaton = (needles: readonly Needle[]): Automaton => {
  const classes = new Classes(needles);
  const trie = buildTrie(needles, classes);
  const { table, outputs } = connect(trie, classes.width);
  const { width } = classes;
  const { ascii } = classes;
  const start = table[START] ?? 0;
  const scan = (text: string, found: (needles: Int32Array) => void): void => {
    let state = start;
    if (state < 0) {
      state = ~state;
      report(outputs, state / width, found);
    }
    const { length } = text;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      state = table[state + (code < 0x80 ? (ascii[code] ?? OTHER) : classes.wide(code))] ?? 0;
      if (state < 0) {
        state = ~state;
        report(outputs, state / width, found);
      }
    }
    state = table[state + END] ?? 0;
    if (state < 0) report(outputs, ~state / width, found);
  };
  return { scan, states: trie.length, bytes: table.byteLength };
};

const report = (
  outputs: readonly (Int32Array | undefined)[],
  state: number,
  found: (needles: Int32Array) => void,
): void => {
  const list = outputs[state];
  if (list !== undefined) found(list);
};

/** Maps characters to the columns of the table; letters that fold together share one. */
class Classes {
  readonly ascii = new Uint16Array(0x80);
  readonly #wide = new Map<number, number>();
  readonly #hasWide: boolean;
  readonly width: number;

  constructor(needles: readonly Needle[]) {
    let next = END + 1;
    for (const unit of unitsOf(needles.filter((needle) => !isSymbol(needle)))) {
      this.#wide.set(unit, next);
      next += 1;
    }
    const symbols = [...unitsOf(needles.filter(isSymbol))].filter((unit) => !this.#wide.has(unit));
    for (const symbol of symbols) this.#wide.set(symbol, next);
    if (symbols.length > 0) next += 1;
    this.width = next;
    this.#hasWide = [...this.#wide.keys()].some((unit) => unit >= 0x80);
    for (let code = 0; code < 0x80; code += 1) this.ascii[code] = this.#wide.get(FOLD[code] ?? code) ?? OTHER;
  }

  /** Column of any character; texts full of characters that no needle uses cost one table look-up each. */
  wide(code: number): number {
    const folded = FOLD[code] ?? code;
    if (folded < 0x80) return this.ascii[folded] ?? OTHER;
    return this.#hasWide ? (this.#wide.get(folded) ?? OTHER) : OTHER;
  }

  /** Columns of a needle, its anchors included. */
  columns(needle: Needle): readonly number[] {
    const kept = keptText(needle);
    const out = needle.atStart && kept.length === needle.text.length ? [START] : [];
    for (let index = 0; index < kept.length; index += 1) out.push(this.wide(kept.charCodeAt(index)));
    if (needle.atEnd) out.push(END);
    return out;
  }
}

/** Rules against emoji look for thousands of them; all share one column to keep tables narrow. */
const isSymbol = (needle: Needle): boolean => {
  for (let index = 0; index < needle.text.length; index += 1)
    if (!isSymbolUnit(needle.text.charCodeAt(index))) return false;
  return needle.text.length > 0;
};

/** General punctuation to miscellaneous symbols, variation selectors, and what lies beyond the basic plane. */
const isSymbolUnit = (code: number): boolean =>
  (code >= 0x2000 && code <= 0x2fff) || (code >= 0xd800 && code <= 0xdfff) || code === 0xfe0e || code === 0xfe0f;

/** The units of a needle that are looked for: its end; of symbols the last unit. */
const keptText = (needle: Needle): string => needle.text.slice(isSymbol(needle) ? -1 : -MAX_NEEDLE);

const unitsOf = (needles: readonly Needle[]): ReadonlySet<number> => {
  const units = new Set<number>();
  for (const text of needles.map(keptText))
    for (let index = 0; index < text.length; index += 1) units.add(text.charCodeAt(index));
  return units;
};

interface TrieState {
  readonly next: Map<number, number>;
  readonly needles: number[];
}

const buildTrie = (needles: readonly Needle[], classes: Classes): readonly TrieState[] => {
  const trie: TrieState[] = [{ next: new Map(), needles: [] }];
  for (const [number, needle] of needles.entries()) {
    let at = trie[0];
    for (const column of classes.columns(needle)) {
      if (at === undefined) break;
      let next = at.next.get(column);
      if (next === undefined) {
        next = trie.length;
        at.next.set(column, next);
        trie.push({ next: new Map(), needles: [] });
      }
      at = trie[next];
    }
    at?.needles.push(number);
  }
  return trie;
};

/** Turns the trie into a table of state × width; an entry is the next state times width, inverted when it has output. */
const connect = (
  trie: readonly TrieState[],
  width: number,
): { table: Int32Array; outputs: readonly (Int32Array | undefined)[] } => {
  const table = new Int32Array(trie.length * width);
  const fallback = new Int32Array(trie.length);
  const outputs: (Int32Array | undefined)[] = trie.map(() => undefined);
  const order = [0];
  for (let at = 0; at < order.length; at += 1) {
    const state = order[at] ?? 0;
    const below = fallback[state] ?? 0;
    const here = trie[state];
    if (state !== 0) table.copyWithin(state * width, below * width, (below + 1) * width);
    outputs[state] = merge(here?.needles ?? [], state === 0 ? undefined : outputs[below]);
    for (const [column, child] of here?.next ?? []) {
      fallback[child] = state === 0 ? 0 : (table[below * width + column] ?? 0);
      order.push(child);
      table[state * width + column] = child;
    }
  }
  for (let index = 0; index < table.length; index += 1) {
    const next = table[index] ?? 0;
    table[index] = outputs[next] === undefined ? next * width : ~(next * width);
  }
  return { table, outputs };
};

const merge = (own: readonly number[], below: Int32Array | undefined): Int32Array | undefined => {
  if (own.length === 0) return below;
  return Int32Array.from(below === undefined ? own : [...own, ...below]);
};
