import { parse } from 'yaml';

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Detection maps of an exception: one map, or a list of maps. Anything else is no exception and gives none. */
export const exceptionMaps = (yaml: string): unknown[] => {
  const read = parse(yaml, { maxAliasCount: 20 }) as unknown;
  const maps = Array.isArray(read) ? read : [read];
  return maps.filter(isMap);
};
