/** Inclusive range of code points. */
export type Range = readonly [number, number];

/** Zero-width conditions. `end` is the end of the text; PCRE's "before a final newline" is not reproduced. */
type Assertion = 'start' | 'end' | 'lineStart' | 'lineEnd' | 'wordBoundary' | 'notWordBoundary';

/** Regular expression as a tree; flags are already resolved onto the nodes. */
export type RegexNode =
  | { readonly kind: 'char'; readonly code: number; readonly fold: boolean }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly ranges: readonly Range[];
      readonly properties: readonly string[];
    }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly items: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly item: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

/** Upper bound of code points. */
const LAST = 0x10ffff;

/** ASCII sets behind the Perl classes; the same in both engines whatever their Unicode tables say. */
export const PERL: Readonly<Record<'d' | 'w' | 's' | 'h', readonly Range[]>> = {
  d: [[0x30, 0x39]],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  s: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  h: [
    [0x09, 0x09],
    [0x20, 0x20],
    [0xa0, 0xa0],
  ],
};

/** POSIX bracket classes. */
export const POSIX: Readonly<Record<string, readonly Range[]>> = {
  alnum: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  alpha: [
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0x00, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [[0x30, 0x39]],
  graph: [[0x21, 0x7e]],
  lower: [[0x61, 0x7a]],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: [[0x41, 0x5a]],
  word: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
};

/** Everything that `ranges` leaves out. */
export const complement = (ranges: readonly Range[]): readonly Range[] => {
  const sorted = [...ranges].toSorted((a, b) => a[0] - b[0]);
  const out: Range[] = [];
  let next = 0;
  for (const [low, high] of sorted) {
    if (low > next) out.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  if (next <= LAST) out.push([next, LAST]);
  return out;
};

/** A code point with its other case, where each is one code point. */
export const caseVariants = (code: number): readonly number[] => {
  const text = String.fromCodePoint(code);
  const out = new Set([code]);
  for (const variant of [text.toLowerCase(), text.toUpperCase()]) {
    const other = variant.codePointAt(0);
    if (other !== undefined && String.fromCodePoint(other) === variant) out.add(other);
  }
  return [...out];
};

/** Adds the other case of every member; ranges wider than 4,096 beyond ASCII keep their members only. */
export const foldRanges = (ranges: readonly Range[]): readonly Range[] => {
  const out: Range[] = [...ranges];
  for (const [low, high] of ranges) {
    const end = high - low > 4_096 ? Math.min(high, 0x7f) : high;
    for (let code = low; code <= end; code += 1)
      for (const other of caseVariants(code)) if (other !== code) out.push([other, other]);
  }
  return out;
};

/** Reading position in a pattern; shared with the class reader. */
export interface Reader {
  readonly text: string;
  at: number;
}
