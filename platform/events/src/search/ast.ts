/** One end of a range. */
export interface RangeEnd {
  readonly value: string | number;
  readonly inclusive: boolean;
}

/**
 * A search condition. Field names are those of `searchFields`, or the path of a field in the body (`EventData.Image`).
 * All comparisons of text ignore the case of ASCII letters.
 */
export type SearchNode =
  /** Everything. */
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly SearchNode[] }
  | { readonly kind: 'not'; readonly node: SearchNode }
  /** A word, or several joined by signs (`powershell.exe`), anywhere in the event. */
  | { readonly kind: 'text'; readonly value: string }
  /** The words in this order with the signs between them; with a field the same as `term`. */
  | { readonly kind: 'phrase'; readonly field?: string; readonly value: string }
  /** The whole value of a field; message, command line and body contain it. */
  | { readonly kind: 'term'; readonly field: string; readonly value: string | number }
  /** `*` any characters, `?` one. With a field the whole value, without one anywhere in the event. */
  | { readonly kind: 'wildcard'; readonly field?: string; readonly value: string }
  | { readonly kind: 'range'; readonly field: string; readonly from?: RangeEnd; readonly to?: RangeEnd }
  /** The field has a value: not '' and not 0. */
  | { readonly kind: 'exists'; readonly field: string }
  /** An address in a network such as `10.0.0.0/8` or `fe80::/10`. */
  | { readonly kind: 'cidr'; readonly field: string; readonly value: string };

/** A condition and the range of event time it applies to: `from` ≤ time < `to`, milliseconds UTC. */
export interface SearchQuery {
  readonly where: SearchNode;
  readonly from: number;
  readonly to: number;
}
