import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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

/**
 * Inserts a Native block. The block goes through a private file because bytes handed to chDB's own insert call are read
 * as SQL; the file name is ours and relative, so that no character of the data folder can act as a pattern.
 */
export const insertBlock = async (engine: Engine, folder: string, insert: Insert): Promise<void> => {
  const name = `${FOLDER}/${randomUUID()}.native`;
  const path = join(folder, name);
  try {
    const file = createWriteStream(path, { mode: 0o600, flags: 'wx' });
    await pipeline(insert.body, file);
    const columns = insert.columns.join(', ');
    const settings = [
      ...SETTINGS,
      ...(file.bytesWritten > INDEX_AT_ONCE_BYTES ? [INDEX_LATER] : []),
      `insert_deduplication_token = ${quoted(insert.token)}`,
    ];
    await engine.write(
      `INSERT INTO ${insert.table} (${columns}) SELECT ${columns} FROM file(${quoted(name)}, 'Native')` +
        ` SETTINGS ${settings.join(', ')}`,
    );
  } finally {
    await rm(path, { force: true });
  }
};
