import type { HitPack } from '@chedun/sigma';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { Logger } from '@chedun/log';
import type { CorrelationBook } from './correlation-book.ts';

/** Takes changes of correlations, filters and rules into what runs, one after the other. */
export interface Reloader {
  /** Resolves when what stands in the store now is what runs. */
  readonly now: () => Promise<void>;
  /** A little later, because a transaction is under way or more changes follow. */
  readonly soon: () => void;
  /** Told of the version of the pack that results were made with: a worker that missed a change gets it again. */
  readonly seen: (version: number) => void;
  readonly close: () => void;
}

const SOON_MS = 500;
/** Time in which every worker has what it was told. */
const PATIENCE_MS = 10_000;
/** A pack is sent again after these pauses until a result was made with it: workers that are starting do not hear. */
const AGAIN_MS = [2_000, 5_000, 10_000, 20_000, 40_000];

interface Needs {
  readonly book: CorrelationBook;
  readonly detection: Pick<DetectionAsks, 'filter' | 'silence'>;
  readonly broadcast: (pack: HitPack) => void;
  readonly replace: () => Promise<void>;
  readonly now: () => number;
  readonly log: Logger;
}

/** Creates the reloader; nothing runs before the first `now`. */
export const reloader = ({ book, detection, broadcast, replace, now, log }: Needs): Reloader => {
  let last: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;
  let seenVersion = 0;
  let sentAt = 0;
  let told = { filters: '[]', silenced: '[]' };
  const tellDetection = async (): Promise<void> => {
    const next = { filters: JSON.stringify(book.filters()), silenced: JSON.stringify(book.silenced()) };
    if (next.filters !== told.filters) await detection.filter(book.filters());
    if (next.silenced !== told.silenced) await detection.silence(book.silenced());
    told = next;
  };
  const send = (attempt: number): void => {
    const pack = book.pack();
    sentAt = now();
    broadcast(pack);
    clearTimeout(again);
    const pause = AGAIN_MS[attempt];
    if (pause === undefined) return;
    again = setTimeout(() => {
      if (seenVersion < pack.version) send(attempt + 1);
    }, pause);
    again.unref();
  };
  const load = async (): Promise<void> => {
    await book.load();
    await tellDetection();
    send(0);
    await replace();
  };
  const inTurn = (): Promise<void> => {
    const turn = last.then(load);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    now: inTurn,
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        inTurn().catch((error: unknown) => {
          log.warn('correlations could not be read, trying again', { error });
          timer = setTimeout(() => void inTurn().catch(() => undefined), PATIENCE_MS);
        });
      }, SOON_MS);
      timer.unref();
    },
    seen: (version) => {
      seenVersion = Math.max(seenVersion, version);
      if (version >= book.pack().version || now() - sentAt < PATIENCE_MS) return;
      sentAt = now();
      broadcast(book.pack());
    },
    close: () => {
      clearTimeout(timer);
      clearTimeout(again);
    },
  };
};
