import { DomainError } from '@chedun/kernel';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { BlobInfo, Blobs } from './blobs.ts';
import { partsOf } from './names.ts';

/** A blob is two files: the content, and the record that makes it exist. `~` cannot occur in names. */
const DATA = '~data';
const INFO = '~info';
const MAX_RECORD = 4_096;

const infoSchema = z.strictObject({
  bytes: z.int().min(0),
  sha256: z.string().length(64),
  sm3: z.string().length(64),
});

/**
 * Opens a folder as a blob store of one process. `newId` names drafts. Content is written and synced under a draft name,
 * renamed, and only then recorded; drafts of a crash are removed here.
 */
export const openFolderBlobs = async (options: {
  readonly folder: string;
  readonly newId: () => string;
}): Promise<Blobs> => {
  const root = path.resolve(options.folder);
  const drafts = path.join(root, '~drafts');
  await rm(drafts, { recursive: true, force: true });
  await makeFolder(drafts);
  const place: Place = {
    root,
    fileOf: (name, suffix) => path.join(root, ...partsOf(name)) + suffix,
    newDraft: () => path.join(drafts, options.newId()),
  };
  return { ...writing(place), ...reading(place) };
};

/** Where files of the store lie. */
interface Place {
  readonly root: string;
  readonly fileOf: (name: string, suffix: typeof DATA | typeof INFO) => string;
  readonly newDraft: () => string;
}

const writing = (place: Place): Pick<Blobs, 'put' | 'remove'> => {
  const inProgress = new Set<string>();
  return {
    put: async (name, source, { maxBytes }) => {
      partsOf(name);
      if (inProgress.has(name)) throw new DomainError('blobs.exists', { field: name });
      inProgress.add(name);
      try {
        return await putOnce(place, name, source, maxBytes);
      } finally {
        inProgress.delete(name);
      }
    },
    remove: async (name) => {
      for (const suffix of [INFO, DATA] as const) {
        const file = place.fileOf(name, suffix);
        await rm(file, { force: true });
        await syncFolder(path.dirname(file)).catch(absent);
      }
    },
  };
};

const reading = (place: Place): Pick<Blobs, 'get' | 'info' | 'list'> => ({
  info: (name) => readInfo(place, name),
  get: async (name) => {
    const found = await readInfo(place, name);
    if (found === undefined) throw new DomainError('blobs.missing', { field: name });
    return Readable.from(checked(found, place.fileOf(name, DATA)), { objectMode: false });
  },
  list: async ({ folder, after, limit }) => {
    const parts = folder === undefined ? [] : partsOf(folder);
    const prefix = parts.map((part) => `${part}/`).join('');
    const names: string[] = [];
    for await (const name of walk(path.join(place.root, ...parts), prefix, after ?? '')) {
      if (names.length >= limit) break;
      names.push(name);
    }
    return names;
  },
});

const readInfo = async (place: Place, name: string): Promise<BlobInfo | undefined> => {
  const text = await readFile(place.fileOf(name, INFO), 'utf8').catch(absent);
  if (text === undefined) return undefined;
  const parsed = infoSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new DomainError('blobs.damaged', { field: name });
  return { name, ...parsed.data };
};

const putOnce = async (place: Place, name: string, source: Source, maxBytes: number): Promise<BlobInfo> => {
  if ((await readInfo(place, name)) !== undefined) throw new DomainError('blobs.exists', { field: name });
  const content = place.newDraft();
  const record = place.newDraft();
  const folder = path.dirname(place.fileOf(name, DATA));
  try {
    const measured = await writeContent(content, source, maxBytes, name);
    await writeContent(record, [Buffer.from(JSON.stringify(measured))], MAX_RECORD, name);
    await makeFolder(folder);
    await rename(content, place.fileOf(name, DATA));
    await syncFolder(folder);
    await rename(record, place.fileOf(name, INFO));
    await syncFolder(folder);
    return { name, ...measured };
  } finally {
    await rm(content, { force: true });
    await rm(record, { force: true });
  }
};

type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const writeContent = async (
  file: string,
  source: Source,
  maxBytes: number,
  name: string,
): Promise<Omit<BlobInfo, 'name'>> => {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  const handle = await open(file, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new DomainError('blobs.too-large', { field: name, reason: `over ${maxBytes} bytes` });
      sha256.update(chunk);
      sm3.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: sha256.digest('hex'), sm3: sm3.digest('hex') };
};

/** Streams the content and fails at its end when it is not what was stored. */
const checked = async function* (expected: BlobInfo, file: string): AsyncGenerator<Buffer> {
  const sha256 = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    yield chunk;
  }
  if (sha256.digest('hex') !== expected.sha256) throw new DomainError('blobs.damaged', { field: expected.name });
};

/** Names below a folder in byte order: a sub-folder sorts as its name with a slash. */
const walk = async function* (folder: string, prefix: string, after: string): AsyncGenerator<string> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(absent)) ?? [];
  const keys = entries.flatMap((entry) => {
    if (entry.name.endsWith(INFO)) return [entry.name.slice(0, -INFO.length)];
    return entry.isDirectory() && !entry.name.startsWith('~') ? [`${entry.name}/`] : [];
  });
  for (const key of keys.toSorted((a, b) => (a < b ? -1 : 1))) {
    const name = prefix + key;
    if (!key.endsWith('/')) {
      if (name > after) yield name;
    } else if (name > after || after.startsWith(name)) {
      yield* walk(path.join(folder, key), name, after);
    }
  }
};

/** Makes a folder so that its own name is durable too. */
const makeFolder = async (folder: string): Promise<void> => {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = path.dirname(at)) await syncFolder(path.dirname(at));
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const absent = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
};
