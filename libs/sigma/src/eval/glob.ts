import type { GlobToken } from '../ir/expression.ts';

const DASHES = '-/\u2013\u2014\u2015';

/**
 * Compiles a wildcard pattern that must cover the whole text: `*` any run, `?` one UTF-16 unit, `dash` one of the
 * Windows dashes. Time is at most text × pattern; there is one place to go back to, as `*` matches shortest first.
 * `text` must be folded already when the pattern is.
 */
export const compileGlob = (
  tokens: readonly GlobToken[],
  fold: (text: string) => string,
): ((text: string) => boolean) => {
  const segments = toSegments(tokens, fold);
  const first = segments[0] ?? [];
  if (segments.length === 1) return (text) => text.length === widthOf(first) && matchesAt(text, 0, first);
  const last = segments[segments.length - 1] ?? [];
  const middle = segments.slice(1, -1).filter((segment) => segment.length > 0);
  const ends = widthOf(last);
  const starts = widthOf(first);
  return (text) => {
    const end = text.length - ends;
    if (end < starts || !matchesAt(text, 0, first) || !matchesAt(text, end, last)) return false;
    let at = starts;
    for (const segment of middle) {
      const found = find(text, at, end, segment);
      if (found < 0) return false;
      at = found + widthOf(segment);
    }
    return true;
  };
};

/** A literal, or the number of units that one wildcard covers. */
type Part = { readonly literal: string } | { readonly any: 'one' | 'dash' };

const toSegments = (tokens: readonly GlobToken[], fold: (text: string) => string): readonly (readonly Part[])[] => {
  const segments: Part[][] = [[]];
  for (const token of tokens) {
    const current = segments[segments.length - 1] ?? [];
    if ('literal' in token) current.push({ literal: fold(token.literal) });
    else if (token.any === 'many') segments.push([]);
    else current.push({ any: token.any });
  }
  return segments;
};

const widthOf = (segment: readonly Part[]): number =>
  segment.reduce((width, part) => width + ('literal' in part ? part.literal.length : 1), 0);

const matchesAt = (text: string, from: number, segment: readonly Part[]): boolean => {
  let at = from;
  for (const part of segment) {
    if ('literal' in part) {
      if (!text.startsWith(part.literal, at)) return false;
      at += part.literal.length;
    } else {
      if (at >= text.length || (part.any === 'dash' && !DASHES.includes(text.charAt(at)))) return false;
      at += 1;
    }
  }
  return true;
};

const find = (text: string, from: number, end: number, segment: readonly Part[]): number => {
  const width = widthOf(segment);
  const [head] = segment;
  const anchor = head !== undefined && 'literal' in head ? head.literal : undefined;
  for (let at = from; at + width <= end; at += 1) {
    if (anchor !== undefined) {
      at = text.indexOf(anchor, at);
      if (at < 0 || at + width > end) return -1;
    }
    if (matchesAt(text, at, segment)) return at;
  }
  return -1;
};
