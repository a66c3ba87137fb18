/** Reads one file of indicators that arrives in pieces. Both calls throw only errors of `INDICATOR_ERRORS`. */
export interface IndicatorReader {
  readonly push: (chunk: Uint8Array) => void;
  /** Says that the file is complete. */
  readonly end: () => void;
  /** Entries seen so far, used or not. */
  readonly entries: () => number;
}
