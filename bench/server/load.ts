/** Load that is offered at a fixed rate, whatever the answers do. */
export interface PacedLoad {
  readonly seconds: number;
  /** Requests per second. */
  readonly perSecond: number;
  /** A request that finds this many under way waits for one of them: the rate falls and the result shows it. */
  readonly mostInFlight: number;
  /** Sends request number `at`; answers how many records were accepted, 0 = refused. */
  readonly send: (at: number) => Promise<number>;
}

/** What came of it. */
export interface LoadResult {
  readonly accepted: number;
  readonly refused: number;
  readonly requests: number;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Offers the load; resolves when the last answer is there. Rejects with the first error of a request. */
export const pacedLoad = async ({ seconds, perSecond, mostInFlight, send }: PacedLoad): Promise<LoadResult> => {
  const began = performance.now();
  const underWay = new Set<Promise<void>>();
  let accepted = 0;
  let refused = 0;
  let requests = 0;
  let failure: unknown;
  while (failure === undefined) {
    const elapsed = (performance.now() - began) / 1000;
    if (elapsed >= seconds) break;
    if (requests >= elapsed * perSecond) {
      await pause(2);
      continue;
    }
    if (underWay.size >= mostInFlight) await Promise.race(underWay);
    const one = send(requests)
      .then((count) => {
        accepted += count;
        if (count === 0) refused += 1;
      })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => underWay.delete(one));
    requests += 1;
    underWay.add(one);
  }
  await Promise.all(underWay);
  if (failure !== undefined) throw failure;
  return { accepted, refused, requests };
};
