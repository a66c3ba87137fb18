import type { QueryParams } from '../events.ts';

type Value = QueryParams[string];

/** Collects the bound parameters of one query. */
export interface Params {
  /** Adds a value and returns its placeholder, `{p0:String}`. */
  readonly bind: (value: Value, type: 'String' | 'Int64' | 'Float64' | 'UInt64' | 'Array(String)') => string;
  readonly values: () => QueryParams;
}

/** An empty collection. */
export const newParams = (): Params => {
  const values: Record<string, Value> = {};
  let count = 0;
  return {
    bind: (value, type) => {
      const name = `p${count}`;
      count += 1;
      values[name] = value;
      return `{${name}:${type}}`;
    },
    values: () => values,
  };
};
