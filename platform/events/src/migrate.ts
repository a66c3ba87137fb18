import { encodeBlock, string } from '@chedun/native-block';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventsError } from './errors.ts';
import type { BlockTable, Events } from './events.ts';

/** What a migration needs of the store. */
export interface MigrationStore {
  readonly query: Events['query'];
  readonly insertBlocks: Events['insertBlocks'];
  /** Runs one statement that changes the structure. */
  readonly change: (sql: string) => Promise<void>;
}

const DONE: BlockTable = { name: 'migrations', columns: ['name', 'hash'] };

const CREATE_DONE = `CREATE TABLE IF NOT EXISTS migrations (name String, hash String, at DateTime DEFAULT now())
  ENGINE = MergeTree ORDER BY name
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 100`;

const remember = async (store: MigrationStore, name: string, hash: string): Promise<void> => {
  const names = string();
  const hashes = string();
  names.push(name);
  hashes.push(hash);
  const block = encodeBlock([
    { name: 'name', column: names },
    { name: 'hash', column: hashes },
  ]);
  await store.insertBlocks(DONE, [block], { token: `migration ${name}` });
};

/** Cuts a file into statements at each semicolon that ends a line; comment lines are dropped. */
const splitStatements = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('--'))
    .join('\n')
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

/**
 * Runs the `.sql` files of a folder that have not run, in the order of their names, and returns their names. Every
 * statement must be harmless when it runs twice, because a crash repeats the file. Rejects with `events.bad-migration`
 * when a file that has run was changed.
 */
export const runMigrations = async (folder: string, store: MigrationStore): Promise<readonly string[]> => {
  await store.change(CREATE_DONE);
  const rows = await store.query<{ name: string; hash: string }>({
    sql: 'SELECT name, hash FROM migrations',
    params: {},
  });
  const done = new Map(rows.map(({ name, hash }) => [name, hash]));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  const ran: string[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8');
    const hash = createHash('sha256').update(text).digest('hex');
    const before = done.get(name);
    if (before === hash) continue;
    if (before !== undefined)
      throw eventsError('events.bad-migration', { file: name, reason: 'it was changed after it ran' });
    for (const statement of splitStatements(text)) {
      await store.change(statement).catch((error: unknown) => {
        throw eventsError('events.bad-migration', { file: name, reason: String(error) }, error);
      });
    }
    await remember(store, name, hash);
    ran.push(name);
  }
  return ran;
};
