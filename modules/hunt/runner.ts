import { DomainError } from '@chedun/kernel';
import type { Logger, Metrics } from '@chedun/log';
import type { Records } from '@chedun/records';
import { beginHunt, endHunt, openHunts, type KeptOrder } from './store.ts';

/** Runs the hunts of the queue, two at a time; what is under way is told by the records alone. */
export interface Runner {
  /** Looks for hunts that wait; called after one was put into the queue. */
  readonly wake: () => void;
  /** Ends a hunt that runs. */
  readonly cancel: (id: string) => void;
  /** Throws `hunt.busy` when too many wait. */
  readonly room: () => Promise<void>;
  /** Goes on with what an earlier process left. */
  readonly start: () => Promise<void>;
  /** Stops all of them; they go on at the next start. */
  readonly close: () => Promise<void>;
}

interface Options {
  readonly records: Records;
  readonly now: () => number;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly run: (order: KeptOrder, signal: AbortSignal) => Promise<void>;
}

const MOST_RUNNING = 2;
const MOST_OPEN = 50;
/** A hunt that takes the server down again and again is given up. */
const MOST_STARTS = 20;

class Cancelled extends Error {}
class Closing extends Error {}

const meters = (metrics: Metrics) => ({
  runs: metrics.counter({
    name: 'chedun_hunt_runs_total',
    help: 'Ended hunts over stored events',
    labels: ['kind', 'outcome'],
  }),
  seconds: metrics.histogram({
    name: 'chedun_hunt_run_seconds',
    help: 'Time that hunts took',
    labels: ['kind'],
    buckets: [0.3, 1, 3, 10, 30, 120, 600, 3600],
  }),
});

const outcomeOf = (error: unknown): 'cancelled' | 'failed' | 'interrupted' =>
  error instanceof Closing ? 'interrupted' : error instanceof Cancelled ? 'cancelled' : 'failed';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Runs one hunt and writes down how it ended; an interrupted one stays as it is. */
const attempts = ({ records, now, log, metrics, run }: Options) => {
  const meter = meters(metrics);
  const end = (id: string, state: 'done' | 'cancelled' | 'failed', problem: string | null): Promise<void> =>
    records.transaction((tx) => endHunt(tx, id, { state, now: now(), problem, of: ['running'] }));
  return async (order: KeptOrder, abort: AbortController): Promise<void> => {
    const { id, kind } = order;
    const began = now();
    const told = (outcome: string): void => {
      meter.runs.add(1, { kind, outcome });
      meter.seconds.observe((now() - began) / 1000, { kind });
    };
    try {
      if (order.starts > MOST_STARTS) throw new Error('the server ended each time that this hunt ran');
      await run(order, abort.signal);
      await end(id, 'done', null);
      told('done');
    } catch (thrown) {
      const error: unknown = abort.signal.aborted ? abort.signal.reason : thrown;
      const outcome = outcomeOf(error);
      told(outcome);
      if (outcome === 'interrupted') return;
      if (outcome === 'failed') log.warn('a hunt failed', { hunt: id, error });
      await end(id, outcome, outcome === 'failed' ? messageOf(error) : null);
    }
  };
};

/** Opens the runner; `start` begins. */
export const openRunner = (options: Options): Runner => {
  const { records, now, log } = options;
  const running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  const attempt = attempts(options);
  let closed = false;
  let turn: Promise<void> = Promise.resolve();

  const launch = (id: string): void => {
    const abort = new AbortController();
    const ended = (async () => {
      const order = await records.transaction((tx) => beginHunt(tx, id, now()));
      if (order !== undefined) await attempt(order, abort);
    })()
      .catch((error: unknown) => log.error('the state of a hunt could not be written down', { hunt: id, error }))
      .finally(() => {
        running.delete(id);
        wake();
      });
    running.set(id, { abort, ended });
  };

  const fill = async (): Promise<void> => {
    if (closed) return;
    for (const { id } of await openHunts(records)) {
      if (running.size >= MOST_RUNNING || closed) return;
      if (!running.has(id)) launch(id);
    }
  };
  const wake = (): void => {
    turn = turn.then(fill).catch((error: unknown) => log.warn('hunts could not be looked for', { error }));
  };
  return {
    wake,
    cancel: (id) => running.get(id)?.abort.abort(new Cancelled('cancelled')),
    room: async () => {
      if ((await openHunts(records)).length >= MOST_OPEN) throw new DomainError('hunt.busy', {});
    },
    start: async () => wake(),
    close: async () => {
      closed = true;
      await turn;
      for (const { abort } of running.values()) abort.abort(new Closing('the server stops'));
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
};
