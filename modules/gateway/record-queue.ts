import type { IngestAsks } from '@chedun/ingest/contract';
import type { Logger } from '@chedun/log';

/** Records of verdicts, told together and not twice within ten minutes. */
export interface RecordQueue {
  /** `key` names what is told once. */
  readonly tell: (key: string, record: Readonly<Record<string, unknown>>) => void;
  readonly close: () => Promise<void>;
}

const SOURCE = { id: 'gateway', title: '接入网关' };
const WAIT_MS = 200;
const MUTED_MS = 600_000;
/** Keys that are remembered; the oldest goes first. */
const MOST_KEYS = 50_000;
/** Verdicts of one wait; more are left out with a warning, their frames are kept. */
const MOST_RECORDS = 2000;

/** Opens the queue. */
export const recordQueue = (
  record: IngestAsks['record'],
  now: () => number,
  log: Pick<Logger, 'warn'>,
): RecordQueue => {
  const toldAt = new Map<string, number>();
  let waiting: Readonly<Record<string, unknown>>[] = [];
  let sending: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const send = (): Promise<void> => {
    timer = undefined;
    const records = waiting;
    waiting = [];
    if (records.length === 0) return sending;
    sending = record(SOURCE, records).catch((error: unknown) =>
      log.warn('verdicts of the gateway were not recorded', { verdicts: records.length, error }),
    );
    return sending;
  };
  return {
    tell: (key, verdict) => {
      const before = toldAt.get(key);
      if (before !== undefined && now() - before < MUTED_MS) return;
      toldAt.delete(key);
      toldAt.set(key, now());
      const [oldest] = toldAt.keys();
      if (toldAt.size > MOST_KEYS && oldest !== undefined) toldAt.delete(oldest);
      if (waiting.length >= MOST_RECORDS) return log.warn('too many verdicts of the gateway at once', { key });
      waiting.push(verdict);
      timer ??= setTimeout(() => void send(), WAIT_MS);
    },
    close: async () => {
      clearTimeout(timer);
      await send();
    },
  };
};
