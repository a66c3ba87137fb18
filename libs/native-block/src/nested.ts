import type { Column } from './column.ts';
import { uint8, uint64 } from './numbers.ts';

/** Array(T): UInt64 cumulative end offsets, then the elements of all rows (Native format of nested columns). */
export const array = <Value>(inner: Column<Value>): Column<readonly Value[]> => {
  const ends = uint64();
  return {
    type: `Array(${inner.type})`,
    rows: ends.rows,
    size: () => ends.size() + inner.size(),
    push: (values) => {
      for (const value of values) inner.push(value);
      ends.push(inner.rows());
    },
    write: (target, at) => inner.write(target, ends.write(target, at)),
    reset: () => {
      ends.reset();
      inner.reset();
    },
  };
};

/**
 * Nullable(T): one byte a row (1 = null), then the values with `blank` in the place of nulls.
 * @param blank any valid value of the inner column
 */
export const nullable = <Value>(inner: Column<Value>, blank: NoInfer<Value>): Column<Value | null> => {
  const nulls = uint8();
  return {
    type: `Nullable(${inner.type})`,
    rows: nulls.rows,
    size: () => nulls.size() + inner.size(),
    push: (value) => {
      inner.push(value === null ? blank : value);
      nulls.push(value === null ? 1 : 0);
    },
    write: (target, at) => inner.write(target, nulls.write(target, at)),
    reset: () => {
      nulls.reset();
      inner.reset();
    },
  };
};
