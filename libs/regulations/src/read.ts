import { regulationError } from './errors.ts';

/** `seen` read in a text of the rule · `unverified` not, to be shown so · `product` a convention of this product. */
export type Basis = 'seen' | 'unverified' | 'product';

/** A name in both languages. */
export interface Title {
  readonly zh: string;
  readonly en: string;
}

const MOST_TEXT = 1_000;
const MOST_LIST = 100;

/** A value of foreign JSON with its place, read step by step; everything else is `regulations.table-invalid`. */
export interface Node {
  readonly place: string;
  readonly value: unknown;
  readonly get: (name: string) => Node;
  readonly has: (name: string) => boolean;
  readonly text: () => string;
  readonly number: () => number;
  readonly list: () => readonly Node[];
  readonly texts: () => readonly string[];
  readonly oneOf: <T extends string>(words: readonly T[]) => T;
  readonly basis: () => Basis;
  readonly title: () => Title;
}

const BASES: readonly Basis[] = ['seen', 'unverified', 'product'];

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Opens a JSON value for reading. Lists are at most 100 long, texts 1,000 characters, numbers finite and not below 0. */
export const nodeOf = (value: unknown, place = ''): Node => {
  const bad = (reason: string) =>
    regulationError('regulations.table-invalid', { place, reason: `${place} ${reason}`.trim() });
  const fields = (): Readonly<Record<string, unknown>> => {
    if (!isFields(value)) throw bad('is no object');
    return value;
  };
  const text = (): string => {
    if (typeof value !== 'string' || value === '' || value.length > MOST_TEXT) throw bad('is no text');
    return value;
  };
  const list = (): readonly Node[] => {
    if (!Array.isArray(value) || value.length > MOST_LIST) throw bad(`is no list of at most ${MOST_LIST}`);
    return value.map((each: unknown, at) => nodeOf(each, `${place}[${at}]`));
  };
  const get = (name: string): Node => {
    const own = fields();
    return nodeOf(Object.hasOwn(own, name) ? own[name] : undefined, place === '' ? name : `${place}.${name}`);
  };
  const oneOf = <T extends string>(words: readonly T[]): T => {
    const word = words.find((each) => each === value);
    if (word === undefined) throw bad(`is none of ${words.join(', ')}`);
    return word;
  };
  return {
    place,
    value,
    get,
    has: (name) => Object.hasOwn(fields(), name),
    text,
    number: () => {
      if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw bad('is no number');
      return value;
    },
    list,
    texts: () => list().map((each) => each.text()),
    oneOf,
    basis: () => oneOf(BASES),
    title: () => ({ zh: get('zh').text(), en: get('en').text() }),
  };
};
