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
  const writing = new Set<string>();
  const fileOf = (name: string, suffix: string): string => path.join(root, ...partsOf(name)) + suffix;
  const draft = (): string => path.join(drafts, options.newId());

  const info = async (name: string): Promise<BlobInfo | undefined> => {
    const text = await readFile(fileOf(name, INFO), 'utf8').catch(absent);
    if (text === undefined) return undefined;
    const parsed = infoSchema.safeParse(parseJson(text));
    if (!parsed.success) throw new DomainError('blobs.damaged', { field: name });
    return { name, ...parsed.data };
  };

  const write = async (name: string, source: Source, maxBytes: number): Promise<BlobInfo> => {
    if ((await info(name)) !== undefined) throw new DomainError('blobs.exists', { field: name });
    const content = draft();
    const record = draft();
    try {
      const measured = await writeContent(content, source, maxBytes, name);
      await writeContent(record, [Buffer.from(JSON.stringify(measured))], Number.MAX_SAFE_INTEGER, name);
      await makeFolder(path.dirname(fileOf(name, DATA)));
      for (const [from, suffix] of [
        [content, DATA],
        [record, INFO],
      ] as const) {
        await rename(from, fileOf(name, suffix));
        await syncFolder(path.dirname(fileOf(name, suffix)));
      }
      return { name, ...measured };
    } finally {
      await rm(content, { force: true });
      await rm(record, { force: true });
    }
  };

  return {
    info,
    put: async (name, source, { maxBytes }) => {
      partsOf(name);
      if (writing.has(name)) throw new DomainError('blobs.exists', { field: name });
      writing.add(name);
      try {
        return await write(name, source, maxBytes);
      } finally {
        writing.delete(name);
      }
    },
    get: async (name) => {
      const found = await info(name);
      if (found === undefined) throw new DomainError('blobs.missing', { field: name });
      return Readable.from(checked(found, fileOf(name, DATA)), { objectMode: false });
    },
    remove: async (name) => {
      for (const suffix of [INFO, DATA]) {
        await rm(fileOf(name, suffix), { force: true });
        await syncFolder(path.dirname(fileOf(name, suffix))).catch(absent);
      }
    },
    list: async ({ folder, after, limit }) => {
      const parts = folder === undefined ? [] : partsOf(folder);
      const names: string[] = [];
      for await (const name of walk(path.join(root, ...parts), parts.map((part) => `${part}/`).join(''), after ?? '')) {
        if (names.length >= limit) break;
        names.push(name);
      }
      return names;
    },
  };
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
