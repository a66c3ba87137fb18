/** Connections that ended while frames of theirs still wait for a verdict. */
export interface LeavingConnections {
  /** `done` is called when nothing of the connection waits any more. */
  readonly add: (settled: Promise<void>, done: () => void) => void;
  readonly settled: () => Promise<void>;
}

/** Opens an empty set. */
export const leavingConnections = (): LeavingConnections => {
  const leaving = new Set<Promise<void>>();
  return {
    add: (settled, done) => {
      const leave = async (): Promise<void> => {
        await settled.catch(() => undefined);
        done();
        leaving.delete(left);
      };
      const left = leave();
      leaving.add(left);
    },
    settled: async () => {
      await Promise.all(leaving);
    },
  };
};
