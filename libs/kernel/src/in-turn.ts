/**
 * The same work, but never twice at once: a call begins when those before it have ended, whether they went well or not. So
 * what is read last is kept last, and a call that comes after a change sees it.
 */
export const inTurn = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let before: Promise<unknown> = Promise.resolve();
  return () => {
    const turn = before.then(work);
    before = turn.catch(() => undefined);
    return turn;
  };
};
