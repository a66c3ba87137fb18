import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lockFolder } from './lock.ts';

/** One open file. Positions are absolute. */
export interface JournalFile {
  /**
   * Writes and makes durable: when it resolves, the bytes it counts survive a power cut. May write less than it was
   * given, as in POSIX.
   */
  readonly write: (chunks: readonly Uint8Array[], position: number) => Promise<number>;
  readonly read: (into: Uint8Array, position: number) => Promise<number>;
  readonly truncate: (size: number) => Promise<void>;
  /** fdatasync: makes durable what others wrote, and a new length. */
  readonly datasync: () => Promise<void>;
  readonly size: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/**
 * The file operations that the journal uses, so that tests can let each of them fail. Rejections carry the system
 * error (`code` such as "ENOSPC").
 */
export interface JournalFiles {
  /** Makes the folder and its parents, durably. */
  readonly makeFolder: (path: string) => Promise<void>;
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** `create` refuses an existing file. */
  readonly open: (path: string, mode: 'create' | 'update' | 'read') => Promise<JournalFile>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Removes a file; one that is absent is no error. */
  readonly remove: (path: string) => Promise<void>;
  /** fsync of a folder: makes creations, renames and removals in it durable. */
  readonly syncFolder: (path: string) => Promise<void>;
  /** Refuses a folder that another living process holds (`journal.locked`); resolves with the release. */
  readonly lock: (folder: string) => Promise<() => Promise<void>>;
}

/**
 * With O_DSYNC the kernel does the fdatasync inside the write: one trip through the thread pool instead of two, so
 * that the disk goes on working while the event loop is busy.
 */
const { O_CREAT, O_DSYNC, O_EXCL, O_RDONLY, O_RDWR } = constants;
const MODES = { create: O_RDWR | O_CREAT | O_EXCL | O_DSYNC, update: O_RDWR | O_DSYNC, read: O_RDONLY } as const;

const fileOf = (handle: FileHandle): JournalFile => ({
  write: async (chunks, position) => (await handle.writev(chunks, position)).bytesWritten,
  read: async (into, position) => (await handle.read(into, 0, into.length, position)).bytesRead,
  truncate: (size) => handle.truncate(size),
  datasync: () => handle.datasync(),
  size: async () => (await handle.stat()).size,
  close: () => handle.close(),
});

const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const makeFolder = async (path: string): Promise<void> => {
  const first = await mkdir(path, { recursive: true, mode: 0o750 });
  if (first === undefined) return;
  for (let at = path; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at));
};

/** The real file system. */
export const nodeFiles: JournalFiles = {
  makeFolder,
  list: (folder) => readdir(folder),
  open: async (path, mode) => fileOf(await open(path, MODES[mode], 0o640)),
  rename,
  remove: (path) => rm(path, { force: true }),
  syncFolder,
  lock: lockFolder,
};

/** Writes all chunks from `position`, going on after short writes. */
export const writeAll = async (file: JournalFile, chunks: readonly Uint8Array[], position: number): Promise<void> => {
  let rest = chunks;
  let at = position;
  while (rest.length > 0) {
    const written = await file.write(rest, at);
    if (written <= 0) throw Object.assign(new Error('the disk took no bytes'), { code: 'EIO' });
    at += written;
    rest = dropBytes(rest, written);
  }
};

const dropBytes = (chunks: readonly Uint8Array[], count: number): readonly Uint8Array[] => {
  let left = count;
  let index = 0;
  for (const chunk of chunks) {
    if (left < chunk.length) break;
    left -= chunk.length;
    index += 1;
  }
  const [first, ...others] = chunks.slice(index);
  return first === undefined ? [] : [first.subarray(left), ...others];
};

/** Reads until `into` is full or the file ends; returns how many bytes were read. */
export const readFully = async (file: JournalFile, into: Uint8Array, position: number): Promise<number> => {
  let done = 0;
  while (done < into.length) {
    const read = await file.read(done === 0 ? into : into.subarray(done), position + done);
    if (read <= 0) break;
    done += read;
  }
  return done;
};

/** Writes a small file so that after a crash either the old or the new content is there, never a mixture. */
export const replaceFile = async (files: JournalFiles, path: string, content: Uint8Array): Promise<void> => {
  const fresh = `${path}.new`;
  await files.remove(fresh);
  const file = await files.open(fresh, 'create');
  try {
    await writeAll(file, [content], 0);
  } finally {
    await file.close();
  }
  await files.rename(fresh, path);
  await files.syncFolder(dirname(path));
};
