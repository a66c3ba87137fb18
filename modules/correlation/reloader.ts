import type { HitPack } from '@chedun/sigma';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { Logger } from '@chedun/log';
import type { CorrelationBook } from './correlation-book.ts';

/** Takes changes of correlations, filters and rules into what runs, one after the other. */
export interface Reloader {
  /** Resolves when what stands in the store now is what runs. */
  readonly now: () => Promise<void>;
  /** At once, and again a little later, because a transaction may be under way or more changes follow. */
  readonly soon: () => void;
  /** Told of the version of the pack that results were made with: a worker that missed a change gets it again. */
  readonly seen: (version: number) => void;
  readonly close: () => void;
}

const SOON_MS = 500;
/** Pause before a reading that failed is tried again. */
const PATIENCE_MS = 10_000;
/** A result of an older pack after this time comes of a worker that did not hear. */
const STALE_MS = 1_000;
/** A pack is sent again after these pauses until a result was made with it: workers that are starting do not hear. */
const AGAIN_MS = [250, 750, 2_000, 5_000, 10_000, 20_000, 40_000];

interface Needs {
  readonly book: CorrelationBook;
  readonly detection: Pick<DetectionAsks, 'filter' | 'silence'>;
  readonly broadcast: (pack: HitPack) => void;
  readonly replace: () => Promise<void>;
  readonly now: () => number;
  readonly log: Logger;
}

/** Tells detection filters and silenced rules when they are others than before. */
const detectionTeller = ({ book, detection }: Pick<Needs, 'book' | 'detection'>): (() => Promise<void>) => {
  let told = { filters: '[]', silenced: '[]' };
  return async () => {
    const next = { filters: JSON.stringify(book.filters()), silenced: JSON.stringify(book.silenced()) };
    if (next.filters !== told.filters) await detection.filter(book.filters());
    if (next.silenced !== told.silenced) await detection.silence(book.silenced());
    told = next;
  };
};

/** Creates the reloader; nothing runs before the first `now`. */
export const reloader = ({ book, detection, broadcast, replace, now, log }: Needs): Reloader => {
  let last: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;
  let seenVersion = 0;
  let sentAt = 0;
  const tellDetection = detectionTeller({ book, detection });
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
    // The windows first: a hit of a new rule that came while the old windows were at work would be lost.
    await replace();
    send(0);
  };
  const inTurn = (): Promise<void> => {
    const turn = last.then(load);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    now: inTurn,
    soon: () => {
      // What is committed is taken at once; the second time is for what was under way or follows.
      if (timer === undefined) inTurn().catch(() => undefined);
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        inTurn().catch((error: unknown) => {
          log.warn('correlations could not be read, trying again', { error });
          timer = setTimeout(() => void inTurn().catch(() => undefined), PATIENCE_MS);
        });
      }, SOON_MS);
      timer.unref();
    },
    seen: (version) => {
      seenVersion = Math.max(seenVersion, version);
      if (version >= book.pack().version || now() - sentAt < STALE_MS) return;
      sentAt = now();
      broadcast(book.pack());
    },
    close: () => {
      clearTimeout(timer);
      clearTimeout(again);
    },
  };
};
