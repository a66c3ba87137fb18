import type { Json } from '@chedun/kernel';
import { exchangeError } from './errors.ts';

/** Members of a JSON object, read one by one. Everything throws `exchange.manifest` with the place. */
export interface Shape {
  readonly text: (name: string, most: number) => string;
  readonly sm3: (name: string) => string;
  /** An instant as `2026-11-28T03:20:36.000Z`. */
  readonly time: (name: string) => string;
  readonly count: (name: string, most: number) => number;
  readonly one: <T extends string>(name: string, of: readonly T[]) => T;
  readonly literal: (name: string, value: string | number) => void;
  readonly object: (name: string) => Shape;
  readonly list: (name: string, most: number) => readonly Shape[];
  readonly has: (name: string) => boolean;
  readonly only: (...names: readonly string[]) => Shape;
}

const SM3 = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Opens an object; `place` names it in errors. */
export const shapeOf = (value: Json | undefined, place: string): Shape => {
  const wrong = (name: string): Error =>
    exchangeError('exchange.manifest', { reason: `${place}.${name} is not right` });
  if (!isObject(value)) throw exchangeError('exchange.manifest', { reason: `${place} is no object` });
  const text = (name: string, most: number): string => {
    const found = value[name];
    if (typeof found !== 'string' || found.length > most) throw wrong(name);
    return found;
  };
  const matching = (name: string, pattern: RegExp): string => {
    const found = text(name, 100);
    if (!pattern.test(found)) throw wrong(name);
    return found;
  };
  const shape: Shape = {
    text,
    sm3: (name) => matching(name, SM3),
    time: (name) => {
      const found = matching(name, TIME);
      const at = Date.parse(found);
      if (Number.isNaN(at) || new Date(at).toISOString() !== found) throw wrong(name);
      return found;
    },
    count: (name, most) => {
      const found = value[name];
      if (typeof found !== 'number' || !Number.isInteger(found) || found < 0 || found > most) throw wrong(name);
      return found;
    },
    one: (name, of) => {
      const found = of.find((each) => each === value[name]);
      if (found === undefined) throw wrong(name);
      return found;
    },
    literal: (name, wanted) => {
      if (value[name] !== wanted) throw wrong(name);
    },
    object: (name) => shapeOf(value[name], `${place}.${name}`),
    list: (name, most) => {
      const found = value[name];
      if (!Array.isArray(found) || found.length > most) throw wrong(name);
      return found.map((each: Json, at) => shapeOf(each, `${place}.${name}[${at}]`));
    },
    has: (name) => value[name] !== undefined,
    only: (...names) => {
      const other = Object.keys(value).find((name) => !names.includes(name));
      if (other !== undefined) throw wrong(other.slice(0, 40));
      return shape;
    },
  };
  return shape;
};
