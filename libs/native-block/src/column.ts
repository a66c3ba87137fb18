/**
 * One column of a Native block under construction. A column keeps its buffers between blocks: after `reset` the next
 * rows are written over the old ones without a new allocation.
 */
export interface Column<Value> {
  /** ClickHouse name of the type on the wire, for example `Array(UInt16)`. */
  readonly type: string;
  /** Rows pushed since the last reset. */
  readonly rows: () => number;
  /** Bytes that {@link Column.write} will produce. */
  readonly size: () => number;
  /** Adds one row. Throws `native-block.out-of-range` where the value does not fit; reset the column after that. */
  readonly push: (value: Value) => void;
  /** Copies the column data to `target` at `at` and returns the offset behind it. `target` must be large enough. */
  readonly write: (target: Buffer, at: number) => number;
  /** Forgets all rows and keeps the memory. */
  readonly reset: () => void;
}

/** Value type of a column. */
export type ValueOf<C> = C extends Column<infer Value> ? Value : never;
