import type { IngestAsks } from '@chedun/ingest/contract';
import type { Logger } from '@chedun/log';
import type { Place } from '@chedun/v2x-security';
import { outcomeAt, type Outcome } from './domain/batch.ts';
import { meaningOf } from './domain/verdicts.ts';
import { v2xMicros } from './domain/v2x-time.ts';
import { noteOf } from './domain/note.ts';
import { v2xTrustError } from './fault.ts';
import { openPool, type VerifyPool } from './pool.ts';
import type { Tally } from './tally.ts';
import type { Accuser } from './misbehaviour/accuse.ts';
import type { Trust, TrustBook } from './trust-book.ts';

/** A message with who received it, when (milliseconds since 1970) and where. */
export interface Incoming {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly place: Place | undefined;
  readonly receiver: string;
  readonly peer?: { readonly ip: string; readonly port: number };
}

/** Verifies messages of the listener and of routes. */
export interface VerifyService {
  /** Takes a message of a listener; nobody waits for it. */
  readonly take: (message: Incoming) => void;
  /** Judges messages for somebody who waits. Throws `v2x-trust.busy` when they find no room. */
  readonly judge: (messages: readonly Incoming[]) => Promise<readonly Outcome[]>;
  readonly trust: (trust: Trust) => void;
  readonly state: () => { readonly signers: number; readonly lost: number; readonly waiting: number };
  readonly close: () => Promise<void>;
}

interface Needs {
  readonly book: Pick<TrustBook, 'now'>;
  readonly tally: Tally;
  readonly record: IngestAsks['record'];
  readonly accuser: Accuser;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly threads: number;
  readonly leapSeconds: number;
}

const SOURCE = { id: 'v2x-verify', title: 'V2X 消息验签' };
/** Records that wait to be written; beyond it refusals are only counted. */
const MOST_RECORDS = 2000;

/** Writes records of refusals, one piece of writing at a time. */
const recorder = ({ record, log }: Pick<Needs, 'record' | 'log'>) => {
  const waiting: Readonly<Record<string, unknown>>[] = [];
  let running: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (waiting.length > 0) await record(SOURCE, waiting.splice(0));
  };
  return {
    add: (note: Readonly<Record<string, unknown>>): void => {
      if (waiting.length >= MOST_RECORDS) return;
      waiting.push(note);
      running ??= write()
        .catch((error: unknown) => log.warn('refused V2X messages could not be recorded', { error }))
        .finally(() => {
          running = undefined;
        });
    },
    settled: async (): Promise<void> => running,
  };
};

/** Threads that start with the first message, and again after they broke. */
const lazyPool = ({ book, threads, log }: Pick<Needs, 'book' | 'threads' | 'log'>) => {
  let opening: Promise<VerifyPool> | undefined;
  let pool: VerifyPool | undefined;
  const open = async (): Promise<VerifyPool> => {
    const { setup, crls } = await book.now();
    const onBroken = (error: Error): void => {
      log.error('a thread that verifies V2X messages ended', { error });
      pool = undefined;
      opening = undefined;
    };
    pool = openPool({ threads, setup, crls, onBroken });
    return pool;
  };
  return {
    ready: (): Promise<VerifyPool> => {
      opening ??= open();
      opening.catch(() => {
        opening = undefined;
      });
      return opening;
    },
    current: (): VerifyPool | undefined => pool,
  };
};

/** Opens the service; its threads start with the first message. */
export const openVerifyService = (needs: Needs): VerifyService => {
  const { tally, log, leapSeconds, accuser } = needs;
  const threads = lazyPool(needs);
  const records = recorder(needs);
  let lost = 0;

  const told = (message: Incoming, outcome: Outcome): void => {
    tally.refused(message, outcome);
    const repeats = tally.repeats(outcome, message.receiver);
    if (repeats !== undefined) records.add(noteOf(message, outcome, repeats));
  };
  const submit = (pool: VerifyPool, message: Incoming, done?: (outcome: Outcome) => void): boolean => {
    const { bytes, place, at } = message;
    const taken = pool.submit({ bytes, at: v2xMicros(at, leapSeconds), place }, (answers, index) => {
      const outcome = outcomeAt(answers, index);
      tally.count(outcome.verdict);
      tally.heard(message, outcome);
      accuser.heard(message, outcome);
      if (meaningOf(outcome.verdict).step !== undefined) told(message, outcome);
      done?.(outcome);
    });
    if (!taken) lost += 1;
    return taken;
  };

  return {
    take: (message) => {
      const pool = threads.current();
      if (pool !== undefined) return void submit(pool, message);
      threads.ready().then(
        (ready) => submit(ready, message),
        (error: unknown) => log.warn('V2X messages cannot be verified', { error }),
      );
    },
    judge: async (messages) => {
      const pool = await threads.ready();
      return Promise.all(
        messages.map(
          (message) =>
            new Promise<Outcome>((done, failed) => {
              if (!submit(pool, message, done)) failed(v2xTrustError('v2x-trust.busy'));
            }),
        ),
      );
    },
    trust: ({ setup, crls }) => threads.current()?.trust(setup, crls),
    state: () => {
      const pool = threads.current();
      return { signers: pool?.signers() ?? 0, lost, waiting: pool?.waiting() ?? 0 };
    },
    close: async () => {
      const pool = threads.current();
      await pool?.close();
      await records.settled();
    },
  };
};
