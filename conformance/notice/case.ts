/** Fields of a case, as they stand in the file of vectors. */
export type Fields = Readonly<Record<string, unknown>>;

/** One case of a suite of vectors. */
export interface Case {
  readonly id: string;
  readonly input: Fields;
  readonly expect: Fields;
}

/** A suite of the file of vectors; `calendar` comes with those that count working days. */
export interface VectorSuite {
  readonly id: string;
  readonly cases: readonly Case[];
  readonly calendar?: Fields;
}

/** Where the folders are. */
export interface Places {
  /** Holds vectors.json, clocks.json, obligations.json, notice-catalog.json, notice.zh.txt. */
  readonly noticeDir: string;
  readonly dataDir: string;
}

/** Answers the input of a case with what the product says; names of fields are those of the vectors. */
export type Answer = (one: Case, suite: VectorSuite, places: Places) => Promise<Fields> | Fields;

export const numberOf = (input: Fields, name: string): number => {
  const value = input[name];
  if (typeof value !== 'number') throw new Error(`${name} is no number`);
  return value;
};

export const textOf = (input: Fields, name: string): string => {
  const value = input[name];
  if (typeof value !== 'string') throw new Error(`${name} is no text`);
  return value;
};

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsOf = (input: Fields, name: string): Fields => {
  const value = input[name];
  if (!isFields(value)) throw new Error(`${name} is no object`);
  return value;
};

export const listOf = (input: Fields, name: string): readonly unknown[] => {
  const value = input[name];
  if (!Array.isArray(value)) throw new Error(`${name} is no list`);
  return value;
};

export const textsOf = (input: Fields, name: string): readonly string[] => listOf(input, name).map(String);

/** A moment of a field, milliseconds since 1970 UTC; a day begins at 00:00 in China. */
export const timeOf = (input: Fields, name: string): number => {
  const text = textOf(input, name);
  const at = Date.parse(text.includes('T') ? text : `${text}T00:00:00+08:00`);
  if (Number.isNaN(at)) throw new Error(`${name} is no time`);
  return at;
};

/** The input may hold these fields only: what a case says and nobody reads would be passed without being asked. */
export const onlyFields = (input: Fields, known: readonly string[]): void => {
  const foreign = Object.keys(input).filter((name) => !known.includes(name));
  if (foreign.length > 0) throw new Error(`the input has fields that are not understood: ${foreign.join(', ')}`);
};
