import type { DecodedEvent } from '@chedun/logs';

/** A frame of the journal as it is handed to a worker thread. */
export interface PipelineFrame {
  readonly stream: string;
  readonly seq: number;
  /** Milliseconds since 1970 UTC at which the frame was accepted. */
  readonly receivedAt: number;
  readonly source: string;
  readonly format: string;
  /** Number of records in the payload. */
  readonly count: number;
  readonly flags: number;
  readonly payload: Uint8Array;
}

/** A record that was decoded. `index` is its place inside the frame. */
export interface IndexedEvent {
  readonly index: number;
  readonly event: DecodedEvent;
  /** The original bytes where they differ from `event.bodyJson`. */
  readonly raw: Uint8Array | undefined;
}

/** A record that could not be decoded; its bytes stay in the journal. */
export interface Reject {
  readonly index: number;
  /** Code of the error catalogue of the reader. */
  readonly code: string;
  readonly reason: string;
  readonly place: string | undefined;
  readonly size: number;
  /** First bytes, for the screen. */
  readonly preview: Uint8Array;
}

/** What a decoder makes of a frame. */
export interface DecodedFrame {
  readonly frame: PipelineFrame;
  readonly events: readonly IndexedEvent[];
  readonly rejects: readonly Reject[];
}

/** Turns frames into records; lives in a worker thread. Never throws: what it cannot read becomes a reject. */
export interface FrameDecoder {
  readonly decode: (frame: PipelineFrame) => DecodedFrame;
}

/** The part of a stage that runs in a worker thread, synchronously, frame by frame. */
export interface StageWorker {
  readonly onFrame: (decoded: DecodedFrame) => void;
  /** Called at the end of each chunk: the result so far, a structured-clonable value. */
  readonly flush: () => { readonly result: unknown; readonly transfer?: readonly ArrayBuffer[] };
  /** A message that the main thread broadcast, for example changed rules. */
  readonly onMessage?: (message: unknown) => void;
}

/** A worker module of a stage exports `openStage` of this type. */
export type OpenStage = (init: unknown) => StageWorker;
/** The worker module of the decoder exports `openDecoder` of this type. */
export type OpenDecoder = (init: unknown) => FrameDecoder;

/** The result of one chunk of consecutive frames of one stream. */
export interface StageBatch<Result> {
  readonly stream: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly events: number;
  readonly rejects: number;
  /** Acceptance time of the newest frame in the chunk. */
  readonly newestReceivedAt: number;
  readonly result: Result;
}

/**
 * One consumer of the journal: a worker part that computes and a main part that makes the result durable.
 * Batches of a stream arrive in order, without gaps, starting after `position(stream)`; after a crash they arrive again
 * from there, so the result and the position have to become durable together.
 */
export interface Stage<Result = unknown> {
  readonly name: string;
  /** Module with `openStage`. */
  readonly worker: URL;
  /** Value handed to `openStage` in every worker. */
  readonly init: () => Promise<unknown>;
  /** Last sequence number of the stream that is durably done; 0 before the first. */
  readonly position: (stream: string) => Promise<number>;
  /**
   * Last frame of a commit that was under way when the process ended and has to be repeated exactly: no batch crosses it.
   * Absent or undefined when there is none.
   */
  readonly fence?: (stream: string) => number | undefined;
  readonly take: (batch: StageBatch<Result>) => void;
  /** Bytes or items waiting in front of the stage compared with what it is ready to hold: 1 = full. */
  readonly pressure: () => number;
  /** Resolves when everything taken so far is durable. */
  readonly settle: () => Promise<void>;
}
