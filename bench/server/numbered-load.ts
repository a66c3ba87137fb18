import { setTimeout as sleep } from 'node:timers/promises';

/** Records that carry a number each, sent until it is stopped; remembers which were acknowledged. */
export interface NumberedLoad {
  /** Numbers of acknowledged records. */
  readonly acked: ReadonlySet<number>;
  /** Numbers of records whose fate is unknown: the connection broke before the answer. They may be there once. */
  readonly unknown: ReadonlySet<number>;
  readonly stop: () => Promise<void>;
}

/** Every record with a number divisible by this is a canary that has to raise exactly one alert. */
export const CANARY_EVERY = 100;
const BATCH = 50;
const PAUSE_MS = 25;
const SENDERS = 2;

/** Host of a canary; one alert per host. */
export const canaryHost = (number: number): string => `crash-canary-${number}`;

const line = (number: number): string => {
  const canary = number % CANARY_EVERY === 0;
  return JSON.stringify({
    product: 'bench',
    n: number,
    canary,
    hostname: canary ? canaryHost(number) : 'bench',
    ts: new Date().toISOString(),
  });
};

const send = async (url: string, token: string, body: string): Promise<'taken' | 'refused' | 'unknown'> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
  try {
    const answer = await fetch(`${url}/api/ingest/bench`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.ok) {
      await answer.arrayBuffer();
      return 'taken';
    }
    return answer.status === 429 || answer.status === 401 || answer.status === 507 ? 'refused' : 'unknown';
  } catch {
    return 'unknown';
  }
};

/** Starts sending; about 2,000 records a second while the server answers. */
export const numberedLoad = (url: string, token: string): NumberedLoad => {
  const acked = new Set<number>();
  const unknown = new Set<number>();
  let next = 1;
  let stopped = false;
  const sender = async (): Promise<void> => {
    while (!stopped) {
      const numbers = Array.from({ length: BATCH }, () => next++);
      const fate = await send(url, token, numbers.map(line).join('\n'));
      for (const number of numbers) {
        if (fate === 'taken') acked.add(number);
        else if (fate === 'unknown') unknown.add(number);
      }
      await sleep(fate === 'taken' ? PAUSE_MS : 100);
    }
  };
  const running = Array.from({ length: SENDERS }, sender);
  return {
    acked,
    unknown,
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
};
