import type { HitValue } from './hit-pack.ts';

/** Deepest name that is split at every dot. */
const MOST_DOTS = 6;
/** Longest text that groups or counts. */
const MOST_TEXT = 500;

/** Every way in which the dots of a name can be nesting; the name as it stands first. */
const pathsOf = (name: string): readonly (readonly string[])[] => {
  const parts = name.split('.');
  if (parts.length > MOST_DOTS) return [[name], parts];
  const paths: string[][] = [[name]];
  for (let dot = name.indexOf('.'); dot > 0 && dot < name.length - 1; dot = name.indexOf('.', dot + 1))
    for (const rest of pathsOf(name.slice(dot + 1))) paths.push([name.slice(0, dot), ...rest]);
  return paths;
};

const plain = (value: unknown): HitValue => {
  const one: unknown = Array.isArray(value) ? value.find((each) => plain(each) !== null) : value;
  if (typeof one === 'string') return one === '' ? null : one.slice(0, MOST_TEXT);
  if (typeof one === 'number' && Number.isFinite(one)) return one;
  return typeof one === 'boolean' ? String(one) : null;
};

const at = (event: object, path: readonly string[]): unknown => {
  let here: unknown = event;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
};

/**
 * Reads a field of an event: text of at most 500 signs, a number, a truth value as text, of a list the first such value.
 * Null for an empty text and for what is not there. Dots may stand in the name or be nesting.
 */
export const fieldReader = (name: string): ((event: object) => HitValue) => {
  const paths = pathsOf(name);
  return (event) => {
    for (const path of paths) {
      const value = plain(at(event, path));
      if (value !== null) return value;
    }
    return null;
  };
};
