import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Folder, below that of the store, in which blocks lie between the worker that made them and their insert. */
const FOLDER = 'spool';

/** Name of the setting in which an insert names files of the spool instead of sending a body; ours, not ClickHouse's. */
export const SPOOLED = 'chedun_spooled';

const NAME = /^[a-z0-9][a-z0-9.-]{0,79}\.native$/;

/** The spool of a store folder. */
const spoolFolder = (storeFolder: string): string => join(storeFolder, FOLDER);

/** A file of the spool as the store process names it, from its working folder; undefined for any other name. */
export const spooledFile = (name: string): string | undefined => (NAME.test(name) ? `${FOLDER}/${name}` : undefined);

/** Makes the spool and removes what an earlier process left in it: the journal has it all. */
export const emptySpool = (storeFolder: string): string => {
  const folder = spoolFolder(storeFolder);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true });
  return folder;
};
