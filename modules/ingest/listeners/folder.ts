import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isDomainError, type DomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { z } from 'zod';
import { ingestErrors } from '../errors.ts';
import type { acceptUpload } from '../use-cases/accept-upload.ts';
import { piecesOf } from './pieces.ts';

/** A watched folder. */
export interface FolderWatch {
  readonly close: () => Promise<void>;
}

/** Options of {@link watchFolder}. */
export interface FolderOptions {
  readonly path: string;
  readonly source: string;
  readonly accept: ReturnType<typeof acceptUpload>;
  /** Longest piece of a line file that is taken at once, bytes. */
  readonly pieceBytes: number;
  readonly everyMs: number;
  readonly log: Logger;
}

const DONE = '.done';
const REFUSED = '.refused';
/** How far the one file that is being taken has come; only for files of several pieces. */
const PROGRESS = '.progress.json';
/** Names that writers use while a file is not finished; files that begin with a dot are left alone too. */
const UNFINISHED = /\.(tmp|part|partial|crdownload|filepart|swp)$/i;
/** Refusals that pass by themselves: the file stays where it is. */
const LATER = ['ingest.busy', 'ingest.storage-full', 'ingest.unavailable', 'ingest.source-disabled'];

const Progress = z.object({ file: z.string(), offset: z.number().int().nonnegative() });

interface Seen {
  readonly size: number;
  readonly changed: number;
}

const encodingOf = (name: string): string => (name.endsWith('.gz') ? 'gzip' : name.endsWith('.zst') ? 'zstd' : '');

/** Moves a file into a folder beside it; an older file of the same name stays. */
const moveAside = async (folder: string, name: string, to: string, seen: Seen): Promise<string> => {
  await mkdir(join(folder, to), { recursive: true });
  const target = join(folder, to, name);
  const taken = await lstat(target).then(
    () => true,
    () => false,
  );
  const free = taken ? `${target}.${Math.round(seen.changed)}-${seen.size}` : target;
  await rename(join(folder, name), free);
  return free;
};

const reasonText = (name: string, error: DomainError): string => {
  const known = Object.entries(ingestErrors).find(([code]) => code === error.code)?.[1];
  const texts = known ? [known.zh, known.doZh, known.en, known.doEn] : [];
  return [name, error.code, ...texts, JSON.stringify(error.detail), ''].join('\n');
};

const progressOf = async (folder: string, key: string): Promise<number> => {
  try {
    const told: unknown = JSON.parse(await readFile(join(folder, PROGRESS), 'utf8'));
    const { file, offset } = Progress.parse(told);
    return file === key ? offset : 0;
  } catch {
    return 0;
  }
};

/** Takes a file piece by piece (a packed one whole), and after a restart from the piece that was not yet on disk. */
const takePieces = async (options: FolderOptions, file: FileHandle, name: string, seen: Seen): Promise<void> => {
  const { path, source, accept, pieceBytes } = options;
  const progress = join(path, PROGRESS);
  const key = `${name} ${seen.size} ${seen.changed}`;
  const encoding = encodingOf(name);
  const most = encoding === '' ? pieceBytes : Number.MAX_SAFE_INTEGER;
  for await (const { body, end } of piecesOf(file, most, await progressOf(path, key))) {
    await accept({ source, encoding, body: Readable.from(body) });
    await writeFile(`${progress}.new`, JSON.stringify({ file: key, offset: end() }));
    await rename(`${progress}.new`, progress);
  }
};

const takeFile = async (options: FolderOptions, name: string, seen: Seen): Promise<void> => {
  // Never through a link: the file that is read has to lie in the folder.
  const file = await open(join(options.path, name), constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await takePieces(options, file, name, seen);
  } finally {
    await file.close();
  }
};

/** Takes one file and moves it when all of it is on disk in the journal. */
const settleFile = async (options: FolderOptions, name: string, seen: Seen): Promise<void> => {
  const { path, source, log } = options;
  try {
    await takeFile(options, name, seen);
    await moveAside(path, name, DONE, seen);
    await rm(join(path, PROGRESS), { force: true });
    log.info('file taken', { source, file: name, bytes: seen.size });
  } catch (error) {
    if (!isDomainError(error) || LATER.includes(error.code)) throw error;
    const moved = await moveAside(path, name, REFUSED, seen);
    await writeFile(`${moved}.reason.txt`, reasonText(name, error));
    log.warn('file refused', { source, file: name, error });
  }
};

const filesOf = async (folder: string): Promise<{ name: string; seen: Seen }[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const named = entries.filter((each) => each.isFile() && !each.name.startsWith('.') && !UNFINISHED.test(each.name));
  const files = [];
  for (const { name } of named) {
    const found = await lstat(join(folder, name)).catch(() => undefined);
    if (found) files.push({ name, seen: { size: found.size, changed: found.mtimeMs } });
  }
  return files.toSorted((a, b) => a.seen.changed - b.seen.changed);
};

/** Takes the files of a folder, oldest first, each as soon as its size and time stood still between two looks. */
export const watchFolder = async (options: FolderOptions): Promise<FolderWatch> => {
  const { path, everyMs, source, log } = options;
  await mkdir(path, { recursive: true });
  let before = new Map<string, Seen>();
  let closed = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const now = new Map<string, Seen>();
    for (const { name, seen } of await filesOf(path)) {
      if (closed) return;
      const last = before.get(name);
      if (last?.size === seen.size && last.changed === seen.changed) await settleFile(options, name, seen);
      else now.set(name, seen);
    }
    before = now;
  };
  const next = (): void => {
    clearTimeout(timer);
    if (closed) return;
    round = look()
      .then(() => {
        failing = false;
      })
      .catch((error: unknown) => {
        if (!failing) log.warn('a watched folder cannot be taken in', { source, folder: path, error });
        failing = true;
      })
      .finally(() => {
        if (!closed) timer = setTimeout(next, everyMs);
      });
  };
  next();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await round;
    },
  };
};
