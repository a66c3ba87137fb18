import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { spooledFile } from '../spool.ts';
import type { Engine } from './engine.ts';
import { quoted } from './quote.ts';

/** Folder, relative to the working folder of the store process, where a block lies while it is inserted. */
const FOLDER = 'inbox';

/** One insert as the client asked for it; names have been checked, the token is any text. */
export interface Insert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly token: string;
  readonly body: Readable;
  /** Files of the spool, separated by commas, that hold the blocks instead of the body; undefined = the body. */
  readonly spooled: string | undefined;
}

/** Makes the folder and removes what an earlier process left behind. */
export const prepareInbox = async (folder: string): Promise<void> => {
  const inbox = join(folder, FOLDER);
  await mkdir(inbox, { recursive: true, mode: 0o700 });
  for (const name of await readdir(inbox)) await rm(join(inbox, name), { force: true });
};

const SETTINGS = ['async_insert = 0', 'insert_deduplicate = 1', 'max_insert_threads = 1', 'max_threads = 1'];

// Building the text index at once costs more than the rest of the insert together. Small blocks come from a quiet
// system, which can afford it; large ones are merged soon, and merges build the index at half the price.
const INDEX_AT_ONCE_BYTES = 8 << 20;
const INDEX_LATER = "exclude_materialize_skip_indexes_on_insert = 'search_text'";

const insertFrom = (engine: Engine, insert: Insert, source: string, bytes: number): Promise<void> => {
  const columns = insert.columns.join(', ');
  const settings = [
    ...SETTINGS,
    ...(bytes > INDEX_AT_ONCE_BYTES ? [INDEX_LATER] : []),
    `insert_deduplication_token = ${quoted(insert.token)}`,
  ];
  return engine.write(
    `INSERT INTO ${insert.table} (${columns}) SELECT ${columns} FROM file(${quoted(source)}, 'Native')` +
      ` SETTINGS ${settings.join(', ')}`,
  );
};

/** Inserts the blocks of files that lie in the spool; their names have our form, so the braces are the only pattern. */
const insertSpooled = async (engine: Engine, folder: string, insert: Insert, names: string): Promise<void> => {
  const files = names.split(',').map((name) => {
    const file = spooledFile(name);
    if (file === undefined) throw new Error(`Code: 36. DB::Exception: No file of the spool: ${name}. (BAD_ARGUMENTS)`);
    return file;
  });
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  const source = files.length === 1 ? (files[0] ?? '') : `{${files.join(',')}}`;
  await insertFrom(
    engine,
    insert,
    source,
    sizes.reduce((sum, size) => sum + size, 0),
  );
};

/**
 * Inserts Native blocks. They go through a private file because bytes handed to chDB's own insert call are read as SQL;
 * the file name is ours and relative, so that no character of the data folder can act as a pattern.
 */
export const insertBlock = async (engine: Engine, folder: string, insert: Insert): Promise<void> => {
  if (insert.spooled !== undefined) return insertSpooled(engine, folder, insert, insert.spooled);
  const name = `${FOLDER}/${randomUUID()}.native`;
  const path = join(folder, name);
  try {
    const file = createWriteStream(path, { mode: 0o600, flags: 'wx' });
    await pipeline(insert.body, file);
    await insertFrom(engine, insert, name, file.bytesWritten);
  } finally {
    await rm(path, { force: true });
  }
};
