import type { Logger } from '@chedun/log';
import pg from 'pg';

/** Where the records store is; either a URL or the parts of a local socket. */
export type ConnectionSettings =
  | { readonly connectionString: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string };

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;

const toSafeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`);
  return value;
};

const itemsOf = (text: string): readonly string[] => (text === '{}' ? [] : text.slice(1, -1).split(','));

const ownParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: toSafeNumber,
  [INT8_ARRAY]: (text) => itemsOf(text).map((item) => (item === 'NULL' ? null : toSafeNumber(item))),
  [DATE]: (text) => text,
  [DATE_ARRAY]: (text) => itemsOf(text).map((item) => (item === 'NULL' ? null : item)),
};

/**
 * How column types arrive, the same in every pool of ours: int8 as a safe number (a larger one is an error), date as
 * `YYYY-MM-DD` (a Date would be a day early in Shanghai), everything else as `pg` does it: timestamptz as Date, numeric as
 * string, bytea as Buffer. Columns of type `timestamp` without zone are not used.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : ownParsers[id]) ?? pg.types.getTypeParser(id, format),
};

/** Opens a pool whose connections all use {@link typeParsers}; a lost connection is a warning, never the end of the process. */
export const openPool = (settings: ConnectionSettings, log: Logger, max: number): pg.Pool => {
  const pool = new pg.Pool({
    ...settings,
    types: typeParsers,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: 'chedun',
    idle_in_transaction_session_timeout: 120_000,
    allowExitOnIdle: true,
  });
  pool.on('error', (error) => {
    if (!pool.ending) log.warn('a connection to the records store was lost', { reason: error.message });
  });
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/** One connection outside a pool, with its errors heard; undefined when nobody answers. */
export const tryConnect = async (settings: ConnectionSettings): Promise<pg.Client | undefined> => {
  const client = new pg.Client({ ...settings, types: typeParsers, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch {
    return undefined;
  }
};
