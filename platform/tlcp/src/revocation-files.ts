import { readFile, stat } from 'node:fs/promises';
import type { RevocationBook } from './revocation-book.ts';

/** Files of revocation lists that are read again when they change. */
export interface WatchedLists {
  readonly close: () => void;
}

interface Options {
  readonly files: readonly string[];
  readonly book: Pick<RevocationBook, 'set' | 'state'>;
  readonly everyMs: number;
  readonly now: () => number;
  readonly log: {
    readonly warn: (message: string, detail: Readonly<Record<string, unknown>>) => void;
    readonly error: (message: string, detail: Readonly<Record<string, unknown>>) => void;
  };
}

/** Longest list that is read. */
const MOST_BYTES = 128 * 1024 * 1024;

/** When and how long a file was; changes with every new list. */
const stampOf = async (file: string): Promise<string> => {
  const { mtimeMs, size } = await stat(file);
  if (size > MOST_BYTES) throw new RangeError(`${size} bytes are more than a revocation list may have`);
  return `${mtimeMs} ${size}`;
};

/** Reads the files now and looks at them again and again; what cannot be read is told and leaves the lists before it in force. */
export const watchRevocationFiles = async ({ files, book, everyMs, now, log }: Options): Promise<WatchedLists> => {
  const stamps = new Map<string, string>();
  /** Told once, not at every look. */
  const [overdue, unread] = [new Set<string>(), new Set<string>()];
  const read = async (file: string): Promise<void> => {
    try {
      const stamp = await stampOf(file);
      if (stamps.get(file) === stamp) return;
      const bad = book.set(file, [await readFile(file)]);
      stamps.set(file, stamp);
      if (bad) log.error('a revocation list cannot be used', { file, reason: bad.reason });
      unread.delete(file);
    } catch (error) {
      if (!unread.has(file)) log.error('a revocation list cannot be read', { file, error });
      unread.add(file);
    }
  };
  const tellOverdue = (): void => {
    for (const { from, nextUpdate } of book.state()) {
      if (nextUpdate > now()) overdue.delete(from);
      else if (!overdue.has(from)) {
        overdue.add(from);
        log.warn('the next revocation list has not come; this one does not count any more', { from });
      }
    }
  };
  const look = async (): Promise<void> => {
    await Promise.all(files.map(read));
    tellOverdue();
  };
  await look();
  const timer = setInterval(() => void look(), everyMs);
  return { close: () => clearInterval(timer) };
};
