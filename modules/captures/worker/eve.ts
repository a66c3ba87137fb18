import type { EveRecord } from '@chedun/pcap';

/** Object under a name of a record; empty when there is none. */
export const part = (record: object, name: string): Readonly<Record<string, unknown>> => {
  const value = (record as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
};

/** Objects of a list under a name of a record. */
export const parts = (record: object, name: string): readonly Readonly<Record<string, unknown>>[] => {
  const value = (record as Readonly<Record<string, unknown>>)[name];
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Readonly<Record<string, unknown>> => typeof one === 'object' && one !== null);
};

/** Text under a name; '' when there is none. */
export const text = (record: object, name: string): string => {
  const value = (record as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
};

/** Number under a name; 0 when there is none. */
export const amount = (record: object, name: string): number => {
  const value = (record as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'number' ? value : 0;
};

/** Time of EVE (`2017-06-08T15:45:58.525601+0000`) as ISO 8601 with milliseconds. */
export const isoOf = (time: string): string => {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{3})/.exec(time);
  return found === null ? '1970-01-01T00:00:00.000Z' : `${found[1] ?? ''}.${found[2] ?? ''}Z`;
};

/** Seconds since 1970 of a record. */
export const secondsOf = (record: EveRecord): number => Date.parse(isoOf(record.timestamp)) / 1000;

/** Adds to a small set, which never holds more than `most`. */
export const note = <T>(set: Set<T>, value: T, most: number): void => {
  if (value !== '' && set.size < most) set.add(value);
};
