type Row = Readonly<Record<string, string>>;

/** A value of a form. */
export type FormValue = string | number | boolean | readonly Row[];

/** Everything that was filled in, by the name of the field. */
export type FormData = Readonly<Record<string, FormValue>>;

/** The rows of a table. */
export const cellsOf = (value: FormValue | undefined): readonly Row[] => (typeof value === 'object' ? value : []);

/** The data with one value changed; undefined takes the field away. */
export const withValue = (data: FormData, name: string, value: FormValue | undefined): FormData => {
  const { [name]: _gone, ...others } = data;
  return value === undefined ? others : { ...others, [name]: value };
};
