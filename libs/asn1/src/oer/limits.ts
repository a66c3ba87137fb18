/** What a reader or writer does not go beyond, whatever the input says. */
export interface OerLimits {
  /** Nested lists, sequences and choices. */
  readonly depth: number;
  /** Items of all lists of one message together. */
  readonly items: number;
  /** Bytes of one message, and of any string in it. */
  readonly bytes: number;
}

/** Limits when none are given: depth 64, 100,000 list items, 16 MiB (revocation lists are long). */
export const OER_LIMITS: OerLimits = { depth: 64, items: 100_000, bytes: 16_777_216 };
