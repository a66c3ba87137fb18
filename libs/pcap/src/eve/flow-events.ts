import type { EveRecord } from './record.ts';

/** A value our event store keeps in one column. */
export type FlatValue = string | number | boolean;

/** A record as flat fields, the names prefixed with `flow.`. */
export type FlowEvent = Readonly<Record<string, FlatValue>>;

const PREFIX = 'flow.';
const MAX_FIELDS = 256;
const MAX_DEPTH = 6;
const MAX_LIST = 16;
const MAX_TEXT = 4096;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const put = (fields: Map<string, FlatValue>, name: string, value: unknown, depth: number): void => {
  if (fields.size >= MAX_FIELDS || depth > MAX_DEPTH) return;
  if (typeof value === 'string') fields.set(name, value.slice(0, MAX_TEXT));
  else if (typeof value === 'number' || typeof value === 'boolean') fields.set(name, value);
  else if (Array.isArray(value)) putList(fields, name, value, depth);
  else if (isMap(value)) for (const [key, one] of Object.entries(value)) put(fields, `${name}.${key}`, one, depth + 1);
};

/** Lists of plain values become one text with commas; of objects, the first sixteen by their index. */
const putList = (fields: Map<string, FlatValue>, name: string, values: readonly unknown[], depth: number): void => {
  const isPlain = values.every((value) => typeof value !== 'object');
  if (isPlain && values.length > 0) return put(fields, name, values.slice(0, MAX_LIST).join(','), depth);
  values.slice(0, MAX_LIST).forEach((value, index) => put(fields, `${name}.${index}`, value, depth + 1));
};

/** Name of a field in the store: the object `flow` of flow records does not repeat the prefix. */
const nameOf = (key: string): string => (key === 'flow' ? PREFIX.slice(0, -1) : PREFIX + key);

/**
 * The records of a capture as flat events of our store: `flow.event_type`, `flow.src_ip`, `flow.bytes_toserver`,
 * `flow.dns.queries.0.rrname`, `flow.tls.sni` … Lists of plain values are joined with commas; lists of objects keep their
 * first 16 entries; an event has at most 256 fields and texts of 4,096 characters.
 */
export const flowEvents = (records: readonly EveRecord[]): FlowEvent[] =>
  records.map((record) => {
    const fields = new Map<string, FlatValue>();
    for (const [key, value] of Object.entries(record)) put(fields, nameOf(key), value, 0);
    return Object.fromEntries(fields);
  });
