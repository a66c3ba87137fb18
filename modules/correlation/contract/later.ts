import type { Tx } from '@chedun/records';
import type { Firing } from '@chedun/sigma';

/** Frames of a stream on which a correlation was evaluated in one version: `from` to before `to`; null while at work. */
export interface JudgedCorrelation {
  readonly version: string;
  readonly stream: string;
  readonly from: number;
  readonly to: number | null;
}

/** What came of older frames since it was last written down. */
export interface FiredAfterwards {
  /** Firings that were not known before; their alerts are told. References are `sequence/index/time`. */
  readonly fired: readonly { readonly firing: Firing; readonly stream: string; readonly fingerprint: string }[];
  /** Firings of windows that had begun in the middle and that did not come out again. */
  readonly superseded: number;
}

/** Called inside the transaction that writes the windows and the alerts. */
export type Afterwards = (tx: Tx, fired: FiredAfterwards) => Promise<void>;

/** The windows of a run over older frames of one stream. */
export interface LaterWindows {
  /** Worker module of a stage of the pipeline, and what it is opened with. */
  readonly worker: URL;
  readonly init: unknown;
  /** Last frame that they know. */
  readonly through: () => number;
  /** Looks at the results of such a worker, in order, and writes down what there is now and then. */
  readonly take: (
    batch: {
      readonly stream: string;
      readonly fromSeq: number;
      readonly toSeq: number;
      readonly events: number;
      readonly rejects: number;
      readonly newestReceivedAt: number;
      readonly result: unknown;
    },
    also: Afterwards,
  ) => Promise<void>;
  /** Everything up to this frame was shown. */
  readonly reached: (seq: number) => void;
  /**
   * Holds the live windows of the stream still, lets `catchUp` show the frames up to the one where they stand, and gives
   * them these windows: from then on the correlation is as if it had always run. All of it becomes durable at once. Throws
   * `correlation.changed-meanwhile` when the correlation reads differently now.
   */
  readonly handOver: (catchUp: (through: number) => Promise<void>, also: Afterwards) => Promise<void>;
}

/** A correlation at work, ready to run over older frames. */
export interface LaterCorrelation {
  readonly title: string;
  readonly titleZh: string | null;
  readonly level: string;
  readonly type: string;
  /** Time of receipt, ms, for which windows have to run before what they say is complete. */
  readonly warmUpMs: number;
  /** Last frame of a stream that the live windows know; undefined when they do not read it. */
  readonly through: (stream: string) => number | undefined;
  /**
   * Goes on with a run, or begins it. `begin`: first frame that is shown; `from`: first frame whose firings count, received at
   * `fromReceivedAt`. Undefined when all frames from `from` on are evaluated already.
   */
  readonly open: (run: {
    readonly id: string;
    readonly stream: string;
    readonly begin: number;
    readonly from: number;
    readonly fromReceivedAt: number;
  }) => Promise<LaterWindows | undefined>;
}
