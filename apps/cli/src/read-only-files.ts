import { nodeFiles, type JournalFile, type JournalFiles } from '@chedun/journal';

const refused = (what: string): Promise<never> => Promise.reject(new Error(`reading only: ${what}`));

/** A file that is not changed; cutting it only changes how long it looks. */
const reading = (file: JournalFile, cuts: Map<string, number>, path: string): JournalFile => ({
  ...file,
  size: async () => Math.min(await file.size(), cuts.get(path) ?? Number.POSITIVE_INFINITY),
  write: () => refused('write'),
  truncate: async (size) => void cuts.set(path, size),
  datasync: () => Promise.resolve(),
});

/**
 * The file system as a journal sees it that is only looked at: no lock is taken, nothing is written, and a torn tail
 * stays on disk. A writer may go on beside it; what it appends later is not seen.
 */
export const readOnlyFiles = (): JournalFiles => {
  const cuts = new Map<string, number>();
  return {
    list: nodeFiles.list,
    open: async (path, mode) =>
      mode === 'create' ? refused(`create ${path}`) : reading(await nodeFiles.open(path, 'read'), cuts, path),
    makeFolder: () => Promise.resolve(),
    rename: (from) => refused(`rename ${from}`),
    remove: () => Promise.resolve(),
    syncFolder: () => Promise.resolve(),
    lock: () => Promise.resolve(() => Promise.resolve()),
  };
};
