import { basename, join } from 'node:path';

/** Folder, below that of the store, in which Parquet files of the cold tier lie while they are searched. */
const FOLDER = 'cold';

/** Name of the setting in which a read names the files that stand for the table of events; ours, not ClickHouse's. */
export const COLD = 'chedun_cold';

/** Most files that one read goes through. */
export const MAX_COLD_FILES = 500;

const NAME = /^[a-z0-9][a-z0-9-]{0,99}\.parquet$/;

/** Folder of the cold files of a store. */
export const coldFolder = (storeFolder: string): string => join(storeFolder, FOLDER);

/** True for a name that a cold file may have: it can hold no path and no pattern. */
export const isColdName = (name: string): boolean => NAME.test(name) && basename(name) === name;

const FROM_EVENTS = /\bFROM events\b/g;

/**
 * The read with files in place of the table, or undefined when a name is not ours or there are none or too many. The SQL
 * comes from the builders of `search/`, so `FROM events` can only be the table.
 */
export const coldSql = (sql: string, names: readonly string[]): string | undefined => {
  if (names.length === 0 || names.length > MAX_COLD_FILES || !names.every(isColdName)) return undefined;
  const files = names.map((name) => `${FOLDER}/${name}`);
  const source = files.length === 1 ? (files[0] ?? '') : `{${files.join(',')}}`;
  return sql.replaceAll(FROM_EVENTS, `FROM file('${source}', 'Parquet')`);
};
