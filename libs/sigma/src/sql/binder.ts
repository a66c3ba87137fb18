/** Types of bound values. */
export type BoundType = 'String' | 'Float64' | 'Array(String)';

/** Takes the values of a query and answers the placeholder that stands for one, such as `{p0:String}`. */
export interface SqlBinder {
  readonly bind: (value: string | number | readonly string[], type: BoundType) => string;
}

/** A binder that gives equal values the same placeholder, so that a statement over many rules stays small. */
export const sharedBinder = (binder: SqlBinder): SqlBinder => {
  const known = new Map<string, string>();
  return {
    bind: (value, type) => {
      const key = `${type} ${JSON.stringify(value)}`;
      const placeholder = known.get(key) ?? binder.bind(value, type);
      known.set(key, placeholder);
      return placeholder;
    },
  };
};
