/** Says that a person or the end of the server stopped a task. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Tasks that run in this process, by the id of what they work on. */
export interface RunningTasks {
  /** Runs a task; one that is stopped by a person ends quietly, one that the end of the server stops fails and runs again. */
  readonly run: (id: string, task: (signal: AbortSignal) => Promise<void>) => Promise<void>;
  /** Stops the task of this id and waits for its end. */
  readonly stop: (id: string) => Promise<void>;
  /** Stops all, because the server ends. */
  readonly stopAll: () => Promise<void>;
}

interface Entry {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Starts with no tasks. */
export const createRunningTasks = (): RunningTasks => {
  const entries = new Map<string, Entry>();
  let closing = false;
  const halt = async (entry: Entry | undefined): Promise<void> => {
    entry?.abort.abort(new Stopped('stopped'));
    await entry?.ended;
  };
  return {
    run: async (id, task) => {
      const abort = new AbortController();
      const work = task(abort.signal);
      const quiet = work.then(
        () => undefined,
        () => undefined,
      );
      entries.set(id, { abort, ended: quiet });
      try {
        await work;
      } catch (error) {
        if (!(abort.signal.aborted && !closing)) throw error;
      } finally {
        entries.delete(id);
      }
    },
    stop: (id) => halt(entries.get(id)),
    stopAll: async () => {
      closing = true;
      await Promise.all([...entries.values()].map(halt));
    },
  };
};
