import type { CaptureFinding } from '../contract.ts';
import { titleOf } from '../domain/titles.ts';
import type { FlatRecord, Task } from './protocol.ts';
import type { Sink } from './sink.ts';

/** A verdict of a detector about one subject, its repeats counted. Times are seconds as the recording counts them. */
export interface Found {
  readonly signal: string;
  readonly category: 'can' | 'v2x' | 'ecu_sev' | 'flow';
  readonly subject: string;
  readonly expected: string;
  readonly seen: string;
  /** Further fields of the record. */
  readonly fields: FlatRecord;
  readonly firstS: number;
  readonly lastS: number;
  readonly count: number;
}

/** Collects findings of a capture: repeats of the same `key` are counted, not kept. */
export interface Findings {
  readonly add: (
    key: string,
    found: Omit<Found, 'count' | 'lastS'> & { readonly count?: number; readonly lastS?: number },
  ) => void;
  /** Sends rows and records; gives how many there are. */
  readonly end: (sink: Sink) => number;
}

/** Most findings that a capture keeps; repeats of those that are kept are still counted. */
const MOST_FINDINGS = 2000;
/** Numbers above it count seconds since 1970. */
const EPOCH_S = 1e9;

const iso = (seconds: number): string | null =>
  seconds > EPOCH_S && seconds < 8e12 ? new Date(seconds * 1000).toISOString() : null;

/** What findings need of the task. */
type FindingsTask = Pick<Task, 'vin' | 'uploadedAt' | 'capture'>;

const recordOf = (found: Found, task: FindingsTask): FlatRecord => ({
  time: iso(found.lastS) ?? new Date(task.uploadedAt).toISOString(),
  product: 'vehicle',
  category: found.category,
  signal: found.signal,
  expected: found.expected,
  seen: found.seen,
  subject: found.subject,
  count: found.count,
  first: iso(found.firstS) ?? `${found.firstS} s`,
  last: iso(found.lastS) ?? `${found.lastS} s`,
  capture: task.capture,
  ...(task.vin === null ? {} : { vin: task.vin }),
  ...found.fields,
});

const rowOf = (found: Found): Omit<CaptureFinding, 'seq'> => {
  const { title, level } = titleOf(found.signal);
  const { signal, category, subject, expected, seen, count, firstS, lastS } = found;
  return {
    signal,
    category,
    title,
    level,
    subject,
    expected,
    seen,
    count,
    first: iso(firstS),
    last: iso(lastS),
    firstS,
    lastS,
  };
};

/** Starts collecting for a task. */
export const createFindings = (task: FindingsTask): Findings => {
  const all = new Map<string, Found>();
  return {
    add: (key, given) => {
      const found: Found = { count: 1, lastS: given.firstS, ...given };
      const before = all.get(key);
      if (before !== undefined) {
        const firstS = Math.min(before.firstS, found.firstS);
        const lastS = Math.max(before.lastS, found.lastS);
        all.set(key, { ...before, count: before.count + found.count, firstS, lastS });
      } else if (all.size < MOST_FINDINGS) all.set(key, found);
    },
    end: (sink) => {
      for (const found of all.values()) {
        const row = rowOf(found);
        sink.row('findings', `${row.signal} ${row.subject} ${row.title.zh} ${row.title.en} ${row.seen}`, { ...row });
        sink.record(recordOf(found, task));
      }
      return all.size;
    },
  };
};
