import type { Records } from '@chedun/records';
import type { Bound } from './domain/judge.ts';
import type { GatewayTables } from './tables.ts';

/** Confirmed bindings by subject, as many in memory as the newest logins need. */
export interface BindingBook {
  /** Bindings of a subject; asked of the database in batches. Rejects when it does not answer. */
  readonly of: (subject: string) => Promise<readonly Bound[]>;
  /** Bindings of a subject that are in memory and fresh. */
  readonly at: (subject: string) => readonly Bound[] | undefined;
  /** Whether anything is bound at all. */
  readonly any: () => boolean;
  /** Grows with every change, so that long connections are judged again. */
  readonly generation: () => number;
  /** Forgets these subjects (all of them when none are named) and counts anew. */
  readonly changed: (subjects?: readonly string[]) => Promise<void>;
}

/** Subjects in memory; about 300 bytes each. */
const MOST_SUBJECTS = 100_000;
const BATCH = 1000;
/** Another process of the same database may have changed the bindings. */
const FRESH_MS = 300_000;

interface Known {
  readonly at: number;
  readonly bounds: Promise<readonly Bound[]>;
  loaded: readonly Bound[] | undefined;
}

interface Waiting {
  readonly subject: string;
  readonly settle: PromiseWithResolvers<readonly Bound[]>;
}

type Reader = Pick<Records, 'read'>;

const readBatch = async (records: Reader, waiting: readonly Waiting[]): Promise<void> => {
  try {
    const rows = await records
      .read<GatewayTables>()
      .selectFrom('gateway.bindings')
      .select(['subject', 'kind', 'value'])
      .where(
        'subject',
        'in',
        waiting.map(({ subject }) => subject),
      )
      .where('status', '=', 'confirmed')
      .execute();
    const bySubject = Map.groupBy(rows, ({ subject }) => subject);
    for (const { subject, settle } of waiting)
      settle.resolve((bySubject.get(subject) ?? []).map(({ kind, value }) => ({ kind, value })));
  } catch (error) {
    for (const { settle } of waiting) settle.reject(error);
  }
};

const isAnyBound = async (records: Reader): Promise<boolean> =>
  (await records
    .read<GatewayTables>()
    .selectFrom('gateway.bindings')
    .select('subject')
    .where('status', '=', 'confirmed')
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Opens an empty book over the table of bindings; call `changed` before its first use. */
export const bindingBook = (records: Reader, now: () => number): BindingBook => {
  const known = new Map<string, Known>();
  let waiting: Waiting[] = [];
  let anything = false;
  let generation = 0;
  const ask = (subject: string): Promise<readonly Bound[]> => {
    const settle = Promise.withResolvers<readonly Bound[]>();
    waiting.push({ subject, settle });
    if (waiting.length === 1)
      setImmediate(() => {
        const all = waiting;
        waiting = [];
        for (let at = 0; at < all.length; at += BATCH) void readBatch(records, all.slice(at, at + BATCH));
      });
    return settle.promise;
  };
  const keepLoaded = async (subject: string, entry: Known): Promise<void> => {
    try {
      entry.loaded = await entry.bounds;
    } catch {
      known.delete(subject);
    }
  };
  return {
    any: () => anything,
    at: (subject) => {
      const entry = known.get(subject);
      return entry !== undefined && now() - entry.at < FRESH_MS ? entry.loaded : undefined;
    },
    generation: () => generation,
    of: (subject) => {
      const before = known.get(subject);
      known.delete(subject);
      const isFresh = before !== undefined && now() - before.at < FRESH_MS;
      const entry: Known = isFresh ? before : { at: now(), bounds: ask(subject), loaded: undefined };
      // The newest stand at the end.
      known.set(subject, entry);
      if (!isFresh) void keepLoaded(subject, entry);
      const [oldest] = known.keys();
      if (known.size > MOST_SUBJECTS && oldest !== undefined) known.delete(oldest);
      return entry.bounds;
    },
    changed: async (subjects) => {
      if (subjects === undefined) known.clear();
      else for (const subject of subjects) known.delete(subject);
      anything = await isAnyBound(records);
      generation += 1;
    },
  };
};
