import type { RuleBook } from './rule-book.ts';
import type { RuleMessage } from './worker/rule-pack.ts';

/** Time in which every worker has what it was told. */
const PATIENCE_MS = 10_000;

/**
 * Notices a worker that evaluates with older rules than it was told, for instance because a change came while it started,
 * and sends the whole pack. Workers that are up to date ignore a pack that they have.
 */
export const workerRepair = (needs: {
  readonly book: Pick<RuleBook, 'pack' | 'version' | 'loadedAt'>;
  readonly now: () => number;
  readonly broadcast: (message: RuleMessage) => void;
}): ((seenVersion: number) => void) => {
  const { book, now, broadcast } = needs;
  let sentAt = 0;
  return (seenVersion) => {
    if (seenVersion >= book.version()) return;
    const quietSince = Math.max(book.loadedAt() ?? 0, sentAt);
    if (now() - quietSince < PATIENCE_MS) return;
    sentAt = now();
    broadcast({ kind: 'pack', pack: book.pack() });
  };
};
