import type { Connection } from './tcp.ts';

/** What the gate says about a piece: it goes on or not, or a verdict that is still being looked up. */
export type Verdict = boolean | Promise<boolean>;

/** Pieces of one connection in their order; those without a verdict wait, and so does what comes behind them. */
export interface VerdictQueue<T> {
  /** Handles the piece now, or when its verdict and those before it are there. */
  readonly add: (piece: T, verdict: Verdict) => void;
  readonly waiting: () => number;
  /** Resolves when nothing waits. */
  readonly settled: () => Promise<void>;
}

/** What a queue stands on. */
export interface VerdictQueueOptions<T> {
  /** Nothing more is read while pieces wait, so that no more than one stretch of bytes ever does. */
  readonly connection: Pick<Connection, 'waitFor'>;
  readonly handle: (piece: T, may: boolean) => void;
  /** Called when pieces that waited were handled. */
  readonly drained: () => void;
}

/**
 * Opens an empty queue. Nothing is handled before its verdict: a frame of somebody who is refused never passes as a
 * report because the register was slow. Verdicts must not reject.
 */
export const verdictQueue = <T>({ connection, handle, drained }: VerdictQueueOptions<T>): VerdictQueue<T> => {
  const waiting: { readonly piece: T; readonly verdict: Verdict }[] = [];
  let draining: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    try {
      // What comes meanwhile joins the end.
      for (const { piece, verdict } of waiting) handle(piece, typeof verdict === 'boolean' ? verdict : await verdict);
    } finally {
      waiting.length = 0;
      draining = undefined;
      drained();
    }
  };
  return {
    add: (piece, verdict) => {
      if (draining === undefined && typeof verdict === 'boolean') return handle(piece, verdict);
      waiting.push({ piece, verdict });
      if (draining !== undefined) return;
      draining = drain();
      connection.waitFor(draining);
    },
    waiting: () => waiting.length,
    settled: async () => draining,
  };
};
