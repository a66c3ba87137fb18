import { extensionOf, parseCheckpoint, parseNote, sameBytes, type Checkpoint, type VerifierKey } from '@chedun/merkle';
import { journalError } from '../errors.ts';
import { checkpointDays, checkpointsOf, newestCheckpoint } from './checkpoint-book.ts';
import { isSignedByLog, openCheckpoint, type OpenedCheckpoint } from './note-keys.ts';
import type { Problem } from './problems.ts';

/** The checkpoints of a log as far as they can be believed. */
export interface Book {
  readonly newest: OpenedCheckpoint;
  /** Number of the frame that is leaf 0. */
  readonly firstSeq: number;
  /** When the newest checkpoint was signed. */
  readonly sealedAt: string;
  /**
   * Checkpoints that end within leaves `from` to before `to`, and the first one behind them; ascending, each size once. Their
   * signatures are verified here; wrong ones are told as problems and left out.
   */
  readonly within: (from: number, to: number) => readonly Checkpoint[];
  /** Checkpoints that were kept elsewhere, when this log signed them. */
  readonly openKnown: (notes: readonly string[]) => readonly Checkpoint[];
}

/** An entry whose text was read and whose signatures were not looked at yet. */
interface Entry {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly day: string;
}

const readEntry = (note: string, day: string): Entry | undefined => {
  try {
    return { note, day, checkpoint: parseCheckpoint(parseNote(note).text) };
  } catch {
    return undefined;
  }
};

const opened = (note: string | undefined, keys: readonly VerifierKey[]): OpenedCheckpoint | undefined => {
  if (note === undefined) return undefined;
  try {
    const found = openCheckpoint(note, keys);
    return isSignedByLog(found) ? found : undefined;
  } catch {
    return undefined;
  }
};

const readEntries = async (folder: string, onProblem: (problem: Problem) => void): Promise<Entry[]> => {
  const entries: Entry[] = [];
  for (const day of await checkpointDays(folder)) {
    for (const [at, note] of (await checkpointsOf(folder, day)).entries()) {
      const entry = readEntry(note, day);
      const shrinks = entry !== undefined && entry.checkpoint.size < (entries.at(-1)?.checkpoint.size ?? 0);
      if (entry === undefined || shrinks) onProblem({ kind: 'checkpoint-altered', place: `${day} #${at + 1}` });
      else entries.push(entry);
    }
  }
  return entries;
};

const firstSeqOf = (checkpoint: Checkpoint): number => Number(extensionOf(checkpoint, 'first-seq') ?? 1);

const newestOf = (
  file: OpenedCheckpoint | undefined,
  entries: readonly Entry[],
  keys: readonly VerifierKey[],
  onProblem: (problem: Problem) => void,
): OpenedCheckpoint => {
  if (file === undefined) onProblem({ kind: 'checkpoint-altered', place: 'checkpoint' });
  const better = entries.findLast(({ note }) => opened(note, keys) !== undefined);
  const size = file?.checkpoint.size ?? -1;
  if (better !== undefined && better.checkpoint.size > size && file !== undefined)
    onProblem({ kind: 'rolled-back', seq: firstSeqOf(file.checkpoint) + size, place: String(better.checkpoint.size) });
  const newest = better !== undefined && better.checkpoint.size > size ? opened(better.note, keys) : file;
  if (newest === undefined)
    throw journalError('journal.not_sealed', { reason: 'no checkpoint is signed by these keys' });
  return newest;
};

/** Reads the checkpoints of a log. Throws `journal.not_sealed` when none of them is signed by one of the keys. */
export const readBook = async (
  folder: string,
  keys: readonly VerifierKey[],
  onProblem: (problem: Problem) => void,
): Promise<Book> => {
  const entries = await readEntries(folder, onProblem);
  const newest = newestOf(opened(await newestCheckpoint(folder), keys), entries, keys, onProblem);
  const select = (from: number, to: number): Entry[] => {
    const behind = entries.findIndex(({ checkpoint }) => checkpoint.size >= to);
    const end = behind < 0 ? entries.length : behind + 1;
    return entries.slice(0, end).filter(({ checkpoint }) => checkpoint.size > from);
  };
  const within: Book['within'] = (from, to) => {
    const found: Checkpoint[] = [];
    for (const { note, checkpoint, day } of select(from, to)) {
      const before = found.at(-1);
      if (opened(note, keys) === undefined)
        onProblem({ kind: 'checkpoint-altered', place: `${day} ${checkpoint.size}` });
      else if (before?.size !== checkpoint.size) found.push(checkpoint);
      else if (!sameBytes(before.root, checkpoint.root)) onProblem({ kind: 'forked', place: String(checkpoint.size) });
    }
    const { checkpoint } = newest;
    return (found.at(-1)?.size ?? 0) >= to || found.at(-1)?.size === checkpoint.size ? found : [...found, checkpoint];
  };
  return {
    newest,
    firstSeq: firstSeqOf(newest.checkpoint),
    sealedAt: extensionOf(newest.checkpoint, 'time') ?? '',
    within,
    openKnown: (notes) =>
      notes.flatMap((note) => {
        const found = opened(note, keys);
        return found?.checkpoint.origin === newest.checkpoint.origin ? [found.checkpoint] : [];
      }),
  };
};
