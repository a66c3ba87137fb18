import { DomainError } from '@chedun/kernel';
import type { Readable } from 'node:stream';
import { fromBufferPromise, type ZipFile } from 'yauzl';
import type { RuleFile } from '../domain/read-rules.ts';

const MOST_ARCHIVE = 64 * 1024 * 1024;
const MOST_ENTRIES = 20_000;
const MOST_FILE = 512 * 1024;
const MOST_TOTAL = 256 * 1024 * 1024;

const bad = (reason: string, cause?: unknown): DomainError =>
  new DomainError('detection.archive-invalid', { reason }, cause);

const gather = async (body: Readable): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_ARCHIVE) throw bad(`the archive is larger than ${MOST_ARCHIVE} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const readEntry = async (stream: Readable): Promise<string> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    // The size that an archive claims is not believed.
    if (size > MOST_FILE) throw bad(`a rule file is larger than ${MOST_FILE} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

/** Leading folders that all files share are the name of the checkout, not part of the tree. */
const withoutCommonFolder = (files: readonly RuleFile[]): RuleFile[] => {
  const first = files[0]?.path.split('/')[0] ?? '';
  const shared = first !== '' && files.every((file) => file.path.startsWith(`${first}/`));
  return shared ? files.map((file) => ({ ...file, path: file.path.slice(first.length + 1) })) : [...files];
};

const readZip = async (zip: ZipFile): Promise<RuleFile[]> => {
  const files: RuleFile[] = [];
  let entries = 0;
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    entries += 1;
    if (entries > MOST_ENTRIES) throw bad(`more than ${MOST_ENTRIES} entries`);
    const path = entry.fileName;
    if (path.startsWith('/') || path.split('/').includes('..'))
      throw bad(`the entry ${path.slice(0, 100)} leaves the archive`);
    if (!/\.ya?ml$/.test(path)) continue;
    const text = await readEntry(await zip.openReadStreamPromise(entry));
    total += text.length;
    if (total > MOST_TOTAL) throw bad(`more than ${MOST_TOTAL} bytes after unpacking`);
    files.push({ path, text });
  }
  return withoutCommonFolder(files);
};

/** Rule files of an uploaded zip; throws `detection.archive-invalid` for bombs, broken archives and entries that climb out. */
export const filesOfArchive = async (body: Readable): Promise<RuleFile[]> => {
  const bytes = await gather(body);
  try {
    return await readZip(await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true }));
  } catch (error) {
    throw error instanceof DomainError ? error : bad(error instanceof Error ? error.message : String(error), error);
  }
};
