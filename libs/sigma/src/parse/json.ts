import { say, type Reason } from '../reason/reason.ts';
import type { Json, JsonMap } from './types.ts';

/** True for a map (not a list, not null). */
export const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for a list. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Scalars as text; `undefined` for null, maps and lists. */
export const scalarText = (value: Json | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** What a reader would call the type of `value`. */
export const typeName = (value: Json | undefined): Reason => {
  if (value === undefined || value === null) return say('type-nothing');
  if (isList(value)) return say('type-list');
  switch (typeof value) {
    case 'string':
      return say('type-text');
    case 'number':
      return say('type-number');
    case 'boolean':
      return say('type-boolean');
    default:
      return say('type-map');
  }
};

/** Lays `over` on `base`: maps merge key by key, everything else is replaced. Used by `action: global` and `repeat`. */
export const mergeMaps = (base: JsonMap, over: JsonMap): JsonMap => {
  const out: Record<string, Json> = Object.assign(Object.create(null), base);
  for (const [key, value] of Object.entries(over)) {
    const below = out[key];
    out[key] = isMap(below) && isMap(value) ? mergeMaps(below, value) : value;
  }
  return out;
};
