import { logError } from '../errors.ts';
import type { LogError } from '../errors.ts';
import type { LogLimits } from '../limits.ts';
import type { JsonObject } from '../text/value.ts';
import { isObject } from '../text/value.ts';

/**
 * Parses one JSON object. Depth, number of fields and length of values are checked before anything else walks the tree,
 * so that nesting built to overflow a stack ends here. Throws `logs.bad_json` (with the character offset where V8 gives
 * it), `logs.too_deep`, `logs.too_many_fields`, `logs.too_long`.
 */
export const parseJsonObject = (text: string, limits: LogLimits): JsonObject => {
  const value = parseJson(text);
  if (!isObject(value)) throw logError('logs.bad_json', { offset: 0, reason: 'the record is no JSON object' });
  checkTree(value, limits, 1, 0);
  return value;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    const offset = position === undefined ? text.length : Number(position);
    throw logError('logs.bad_json', { offset, reason: `not JSON at character ${offset}` });
  }
};

/**
 * Walks the tree; recursion goes no deeper than `maxDepth`. Returns the number of fields so far. `Object.values` beats
 * `for … in` fourfold here, because parsed log records rarely share a hidden class.
 */
const checkTree = (node: object, limits: LogLimits, depth: number, seen: number): number => {
  if (depth > limits.maxDepth) throw logError('logs.too_deep', { reason: `deeper than ${limits.maxDepth} levels` });
  const values: readonly unknown[] = Array.isArray(node) ? node : Object.values(node);
  let count = seen + values.length;
  if (count > limits.maxFields) throw logError('logs.too_many_fields', { reason: `limit ${limits.maxFields}` });
  for (const value of values) {
    if (typeof value === 'string') {
      if (value.length > limits.maxValueLength) throw tooLong(node, value, limits);
    } else if (typeof value === 'object' && value !== null) count = checkTree(value, limits, depth + 1, count);
  }
  return count;
};

const tooLong = (node: object, value: string, limits: LogLimits): LogError => {
  const field = Object.entries(node).find((entry) => entry[1] === value)?.[0] ?? '';
  return logError('logs.too_long', {
    field: field.slice(0, 64),
    reason: `value of ${value.length}, limit ${limits.maxValueLength}`,
  });
};
