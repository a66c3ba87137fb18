import { cacaoError } from './errors.ts';

/** A JSON value as it was read. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** A JSON object as it was read. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Bounds of a file: bytes of UTF-8, levels of nesting, values in all. */
export const JSON_BOUNDS = { bytes: 2 * 1024 * 1024, depth: 64, values: 100_000 } as const;

/** True for an object that is no list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const childrenOf = (value: JsonValue): readonly (JsonValue | undefined)[] =>
  Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];

/** Deepest nesting of brackets outside strings; cheap, and before anything is allocated. */
const depthOf = (text: string): number => {
  let depth = 0;
  let most = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (isText) {
      if (char === 0x5c) at += 1;
      else if (char === 0x22) isText = false;
    } else if (char === 0x22) isText = true;
    else if (char === 0x7b || char === 0x5b) most = Math.max(most, ++depth);
    else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return most;
};

const countValues = (root: JsonValue): number => {
  const open: (JsonValue | undefined)[] = [root];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    count += 1;
    if (count > JSON_BOUNDS.values) return count;
    for (const child of childrenOf(value)) open.push(child);
  }
  return count;
};

/**
 * Reads JSON (RFC 8259, UTF-8, a byte order mark is passed over) within {@link JSON_BOUNDS}.
 * Throws `cacao.too-large` and `cacao.not-json`.
 */
export const readJson = (bytes: Uint8Array): JsonValue => {
  if (bytes.length > JSON_BOUNDS.bytes)
    throw cacaoError('cacao.too-large', { reason: `${bytes.length} bytes, at most ${JSON_BOUNDS.bytes}` });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw cacaoError('cacao.not-json', { reason: 'not UTF-8' });
  }
  if (depthOf(text) > JSON_BOUNDS.depth)
    throw cacaoError('cacao.too-large', { reason: `nested deeper than ${JSON_BOUNDS.depth} levels` });
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 160) : 'cannot be read';
    const at = /position (\d+)/.exec(reason)?.[1];
    throw cacaoError('cacao.not-json', { reason, ...(at === undefined ? {} : { offset: Number(at) }) });
  }
  if (countValues(value) > JSON_BOUNDS.values)
    throw cacaoError('cacao.too-large', { reason: `more than ${JSON_BOUNDS.values} values` });
  return value;
};
