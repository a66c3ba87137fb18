import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseTilePath, TILE_WIDTH } from '@chedun/merkle';
import { errnoOf, journalError } from '../errors.ts';
import { nodeFiles } from '../files.ts';
import { listSegments } from '../segment.ts';
import { readTarHeader, TAR_END, tarEntry } from './tar.ts';

/** What goes into an export: whole segments that hold the frames, and the log beside them. */
export interface ExportTask {
  readonly journalFolder: string;
  readonly logFolder: string;
  readonly stream: string;
  readonly from: number;
  readonly to: number;
  /** Number of the frame that is leaf 0. */
  readonly firstSeq: number;
  /** Public keys, one a line; whoever verifies should have them from elsewhere. */
  readonly keys: readonly string[];
  readonly file: string;
}

const NAME =
  /^(?:journal\/[a-z][a-z0-9-]{0,30}\/\d{20}\.seg|seal\/[a-z][a-z0-9-]{0,30}\/[A-Za-z0-9./-]{1,80}|keys\.txt|export\.json)$/;
const BLOCK = 512;
const CHUNK = 1024 * 1024;

const wantedSegments = async ({ journalFolder, from, to }: ExportTask): Promise<string[]> => {
  const segments = await listSegments(nodeFiles, journalFolder);
  return segments
    .filter(({ firstSeq }, at) => firstSeq <= to && (segments[at + 1]?.firstSeq ?? Infinity) > from)
    .map(({ path }) => path);
};

/** All tiles above the leaves, and those of the leaves that the frames need. */
const isWanted = (path: string, { from, to, firstSeq }: ExportTask, wholeFrom: number): boolean => {
  const tile = parseTilePath(path);
  if (tile === undefined) return !path.startsWith('tile/') && !path.startsWith('sha256/');
  if (tile.level > 0 || tile.width < TILE_WIDTH) return true;
  const first = firstSeq + tile.index * TILE_WIDTH;
  return first + TILE_WIDTH > Math.min(from, wholeFrom) && first <= to + TILE_WIDTH;
};

const readIfThere = (path: string): Promise<Buffer | undefined> =>
  readFile(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });

/** Names of the files of the log. */
const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

/**
 * Files of a log that may be growing: checkpoints first, so that every tile they need is there later; a partial tile may
 * meanwhile have been replaced by a wider one, so they are looked for once more.
 */
async function* logFiles(task: ExportTask, wholeFrom: number): AsyncGenerator<Buffer> {
  const seen = new Set<string>();
  const isText = (name: string): boolean => name.startsWith('checkpoint');
  for (const pass of [
    isText,
    (name: string): boolean => !isText(name),
    (name: string): boolean => name.includes('.p/'),
  ]) {
    for (const name of await namesIn(task.logFolder)) {
      if (seen.has(name) || !pass(name) || !isWanted(name, task, wholeFrom)) continue;
      const content = await readIfThere(join(task.logFolder, name));
      if (content === undefined) continue;
      seen.add(name);
      yield tarEntry({ name: `seal/${task.stream}/${name}`, content });
    }
  }
}

async function* entriesOf(task: ExportTask): AsyncGenerator<Buffer> {
  yield tarEntry({ name: 'keys.txt', content: Buffer.from(`${task.keys.join('\n')}\n`) });
  const { stream, from, to } = task;
  yield tarEntry({ name: 'export.json', content: Buffer.from(`${JSON.stringify({ stream, from, to })}\n`) });
  const segments = await wantedSegments(task);
  // The log first: frames that come meanwhile are then beyond its checkpoint.
  yield* logFiles(task, Number(segments[0]?.slice(-24, -4) ?? task.from));
  for (const path of segments)
    yield tarEntry({ name: relative(join(task.journalFolder, '../..'), path), content: await readFile(path) });
  yield TAR_END;
}

/** Writes an export: a tar file that `verifyLog` takes after {@link unpackExport}. Answers its size in bytes. */
export const exportLog = async (task: ExportTask): Promise<number> => {
  await pipeline(Readable.from(entriesOf(task)), createWriteStream(task.file));
  return (await stat(task.file)).size;
};

/**
 * Unpacks an export into an empty folder. Only names that an export of ours has are taken: nothing can land outside. Rejects
 * with `journal.bad_export`.
 */
export const unpackExport = async (file: string, folder: string): Promise<readonly string[]> => {
  const names: string[] = [];
  const handle = await open(file, 'r');
  try {
    const { size: total } = await handle.stat();
    for (let at = 0; at < total;) {
      const header = Buffer.alloc(BLOCK);
      const { bytesRead } = await handle.read(header, 0, BLOCK, at);
      const entry = readTarHeader(header.subarray(0, bytesRead), at);
      if (entry === undefined) break;
      const { name, size } = entry;
      if (!NAME.test(name) || name.includes('..'))
        throw journalError('journal.bad_export', { offset: at, reason: `a file named ${name}` });
      if (at + BLOCK + size > total)
        throw journalError('journal.bad_export', { offset: at, reason: 'the file is cut off' });
      await copyPart(handle, at + BLOCK, size, join(folder, name));
      names.push(name);
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    }
  } finally {
    await handle.close();
  }
  return names;
};

const copyPart = async (
  from: Awaited<ReturnType<typeof open>>,
  offset: number,
  size: number,
  path: string,
): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const to = await open(path, 'w');
  try {
    for (let done = 0; done < size;) {
      const bytes = Buffer.alloc(Math.min(CHUNK, size - done));
      const { bytesRead } = await from.read(bytes, 0, bytes.length, offset + done);
      if (bytesRead === 0) throw journalError('journal.bad_export', { offset, reason: 'the file is cut off' });
      await to.write(bytes, 0, bytesRead);
      done += bytesRead;
    }
  } finally {
    await to.close();
  }
};
