import { buildTable } from './automaton-table.ts';
import { FOLD } from './fold.ts';
import type { TakeRange } from './lists.ts';

/** A folded literal that is looked for, possibly bound to the start or the end of the text. */
export interface Needle {
  readonly text: string;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Looks for many needles at once; the time depends on the text only. */
export interface Automaton {
  /**
   * Calls back with a stretch of needle numbers for each place where needles end. `text` is as it is in the event:
   * folding happens on the way. A stretch may come several times. May report a needle that is not there when the needle
   * is long or made of emoji; never leaves one out.
   */
  readonly scan: (text: string, found: TakeRange) => void;
  readonly states: number;
  readonly bytes: number;
}

/** Units kept of a long needle: its end, which tells more than its start. Fewer when there are very many needles. */
const KEPT_UNITS = [20, 16, 12, 8] as const;
const SHORTEST = 6;
/** Automata with fewer states need two bytes for a transition, and all are then scanned by the same machine code. */
const SMALL = 0x10000;

const OTHER = 0;
const START = 1;
const END = 2;

/**
 * Builds an Aho-Corasick automaton as one dense transition table over the characters that the needles use (Aho and
 * Corasick, CACM 18(6), 1975). Start and end of the text are characters of their own, so exact values, beginnings,
 * endings and parts are all found in one pass.
 */
export const buildAutomaton = (needles: readonly Needle[]): Automaton => {
  const classes = new Classes(needles, keptUnits(needles));
  const { width, ascii } = classes;
  const words = needles.map((needle) => classes.columns(needle));
  const { table, shift, outputs, firstOutput, states } = buildTable(words, width);
  const { starts, items } = outputs;
  const report = (state: number, found: TakeRange): void => {
    const list = state - firstOutput;
    found(items, starts[list] ?? 0, starts[list + 1] ?? 0);
  };
  const start = table[START] ?? 0;
  const scan = (text: string, found: TakeRange): void => {
    let state = start;
    if (state >= firstOutput) report(state, found);
    const { length } = text;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      const column = code < 0x80 ? ascii[code] : classes.wide(code);
      state = table[(state << shift) + (column ?? OTHER)] ?? 0;
      if (state >= firstOutput) report(state, found);
    }
    state = table[(state << shift) + END] ?? 0;
    if (state >= firstOutput) report(state, found);
  };
  return { scan, states, bytes: table.byteLength };
};

const keptUnits = (needles: readonly Needle[]): number => {
  const fits = (units: number): boolean =>
    needles.reduce((sum, needle) => sum + Math.min(units, needle.text.length) + 2, 1) < SMALL;
  return KEPT_UNITS.find(fits) ?? SHORTEST;
};

/** Maps characters to the columns of the table; letters that fold together share one. */
class Classes {
  readonly ascii = new Uint16Array(0x80);
  readonly #wide = new Map<number, number>();
  readonly #hasWide: boolean;
  readonly #kept: number;
  readonly width: number;

  constructor(needles: readonly Needle[], kept: number) {
    this.#kept = kept;
    let next = END + 1;
    for (const unit of unitsOf(
      needles.filter((needle) => !isSymbol(needle)),
      kept,
    )) {
      this.#wide.set(unit, next);
      next += 1;
    }
    const symbols = [...unitsOf(needles.filter(isSymbol), kept)].filter((unit) => !this.#wide.has(unit));
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
    const kept = keptText(needle, this.#kept);
    const out = needle.atStart && kept.length === needle.text.length ? [START] : [];
    for (let index = 0; index < kept.length; index += 1) out.push(this.wide(kept.charCodeAt(index)));
    if (needle.atEnd) out.push(END);
    return out;
  }
}

/** Rules against emoji look for thousands of them; all share one column to keep tables narrow. */
const isSymbol = (needle: Needle): boolean => {
  for (let index = 0; index < needle.text.length; index += 1) {
    if (!isSymbolUnit(needle.text.charCodeAt(index))) return false;
  }
  return needle.text.length > 0;
};

/** General punctuation to miscellaneous symbols, variation selectors, and what lies beyond the basic plane. */
const isSymbolUnit = (code: number): boolean =>
  (code >= 0x2000 && code <= 0x2fff) || (code >= 0xd800 && code <= 0xdfff) || code === 0xfe0e || code === 0xfe0f;

/** The units of a needle that are looked for: its end; of symbols the last unit. */
const keptText = (needle: Needle, units: number): string => needle.text.slice(isSymbol(needle) ? -1 : -units);

const unitsOf = (needles: readonly Needle[], kept: number): ReadonlySet<number> => {
  const units = new Set<number>();
  for (const text of needles.map((needle) => keptText(needle, kept))) {
    for (let index = 0; index < text.length; index += 1) units.add(text.charCodeAt(index));
  }
  return units;
};
