import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { Records } from '@chedun/records';
import type { Outcome } from './domain/batch.ts';
import { degreesOf } from './domain/certificate-view.ts';
import type { Refused } from './domain/note.ts';
import { meaningOf } from './domain/verdicts.ts';
import { type FailureRow, type Gathered, writeGathered } from './tally-store.ts';
import { remember, unitWatch } from './unit-watch.ts';

type Verdict = Outcome['verdict'];

/** Counts verdicts, keeps refused messages, and knows the roadside units that were heard. Written every few seconds. */
export interface Tally {
  readonly count: (verdict: Verdict) => void;
  readonly refused: (message: Refused, outcome: Outcome) => void;
  /** How many refusals of this kind and signer there were since the last record; undefined when one came within a second. */
  readonly repeats: (outcome: Outcome, receiver: string) => number | undefined;
  /** Looks at a message for the certificate of a roadside unit. */
  readonly heard: (message: Refused, outcome: Outcome) => void;
  /** Writes what has gathered. */
  readonly flush: () => Promise<void>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly log: Pick<Logger, 'warn'>;
  readonly leapSeconds: number;
}

const FLUSH_MS = 5000;
const MINUTE = 60_000;
const QUIET_MS = 1000;
/** Refused messages that are kept between two writes. */
const MOST_WAITING = 500;
/** Kinds of refusal by signer that are told apart. */
const MOST_KINDS = 4096;

/** One record a second of a kind of refusal, with how many there were. */
const quietly = (clock: Pick<Clock, 'now'>): Tally['repeats'] => {
  const kinds = new Map<string, { readonly at: number; count: number }>();
  return ({ verdict, signer = '' }, receiver) => {
    const key = `${verdict} ${signer} ${receiver}`;
    const now = clock.now();
    const known = kinds.get(key);
    if (known !== undefined && now - known.at < QUIET_MS) {
      known.count += 1;
      return undefined;
    }
    remember(kinds, key, { at: now, count: 0 }, MOST_KINDS);
    return (known?.count ?? 0) + 1;
  };
};

const failureOf = (id: string, { bytes, at, receiver }: Refused, outcome: Outcome): FailureRow => {
  const { verdict, aid = null, signer = null, place } = outcome;
  const { lat, lon } = place === undefined ? { lat: null, lon: null } : degreesOf(place);
  const { security } = meaningOf(verdict);
  return { id, at: new Date(at), verdict, security, aid, signer, receiver, lat, lon, spdu: Buffer.from(bytes) };
};

/** Opens the tally. */
export const openTally = ({ records, clock, newId, log, leapSeconds }: Needs): Tally => {
  const counts = new Map<string, number>();
  const failures: FailureRow[] = [];
  const units = unitWatch(leapSeconds);
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const add = (verdict: string, count: number): void => {
    counts.set(verdict, (counts.get(verdict) ?? 0) + count);
  };
  const take = (): Gathered => {
    const at = new Date(Math.floor(clock.now() / MINUTE) * MINUTE);
    const gathered = { at, counts: new Map(counts), failures: failures.splice(0), units: units.take() };
    counts.clear();
    return gathered;
  };
  const write = async (): Promise<void> => {
    const gathered = take();
    if (gathered.counts.size === 0) return;
    try {
      await writeGathered(records, gathered);
    } catch (error) {
      log.warn('verdicts could not be kept', { error });
      for (const [verdict, count] of gathered.counts) add(verdict, count);
      failures.unshift(...gathered.failures.slice(0, MOST_WAITING - failures.length));
    }
  };
  const flush = (): Promise<void> => {
    writing = writing.then(write);
    return writing;
  };

  return {
    count: (verdict) => add(verdict, 1),
    refused: (message, outcome) => {
      if (failures.length < MOST_WAITING) failures.push(failureOf(newId(), message, outcome));
    },
    repeats: quietly(clock),
    heard: units.hear,
    flush,
    start: () => {
      timer = setInterval(() => void flush(), FLUSH_MS);
      timer.unref();
    },
    stop: async () => {
      clearInterval(timer);
      await flush();
    },
  };
};
