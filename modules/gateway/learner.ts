import type { Logger } from '@chedun/log';
import type { Bound } from './domain/judge.ts';
import type { NewBinding } from './domain/read-table.ts';

/** Collects what was seen for the first time and keeps it in batches. */
export interface Learner {
  readonly propose: (subject: string, bounds: readonly Bound[]) => void;
  readonly close: () => Promise<void>;
}

const WAIT_MS = 1000;
/** Proposals of one second; more are seen again at the next connection. */
const MOST_WAITING = 10_000;

/** Opens a learner that hands what it learned to `keep`. */
export const learner = (
  keep: (bindings: readonly NewBinding[]) => Promise<void>,
  log: Pick<Logger, 'warn'>,
): Learner => {
  let waiting = new Map<string, NewBinding>();
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    timer = undefined;
    const bindings = [...waiting.values()];
    waiting = new Map();
    if (bindings.length === 0) return;
    await keep(bindings).catch((error: unknown) => log.warn('learned bindings were not kept', { error }));
  };
  return {
    propose: (subject, bounds) => {
      for (const { kind, value } of bounds) {
        if (waiting.size >= MOST_WAITING) return;
        waiting.set(`${subject} ${kind} ${value}`, { subject, kind, value });
      }
      timer ??= setTimeout(() => void flush(), WAIT_MS);
    },
    close: async () => {
      clearTimeout(timer);
      await flush();
    },
  };
};
