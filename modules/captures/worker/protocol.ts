import type { IdsModel } from '@chedun/can';
import type { Json } from '@chedun/kernel';
import type { CaptureFault, CaptureKind, CaptureSummary } from '../contract.ts';

/** What a worker thread is to do with one recording. */
export interface Task {
  readonly job: 'analyse' | 'train';
  /** Id of the capture. */
  readonly capture: string;
  readonly kind: CaptureKind;
  readonly format: string;
  /** Bytes of the recording. */
  readonly size: number;
  readonly uploadedAt: number;
  readonly vin: string | null;
  /** Whether records of a network capture are to be sent as events. */
  readonly toEvents: boolean;
  readonly dbc: string | undefined;
  readonly model: { readonly id: string; readonly title: string; readonly content: IdsModel } | undefined;
}

/** Kinds of result rows. */
export type Section =
  | 'flows'
  | 'hosts'
  | 'names'
  | 'mqtt'
  | 'can-ids'
  | 'can-rate'
  | 'dialogues'
  | 'senders'
  | 'verdicts'
  | 'ids-events'
  | 'findings';

/** A row of a result and the words by which it is found. */
export interface ResultRow {
  readonly words: string;
  readonly body: { readonly [field: string]: Json };
}

/** Series that are kept in blobs in the order of the recording. */
export type Series = 'frames' | 'points';

/** A piece of a series, packed; see `series.ts`. */
export interface Chunk {
  readonly series: Series;
  readonly firstNumber: number;
  readonly count: number;
  readonly fromTime: number;
  readonly toTime: number;
  readonly keys: readonly string[];
  readonly marked: number;
  readonly bytes: Uint8Array;
}

/** A flat record for the journal. */
export type FlatRecord = Readonly<Record<string, Json>>;

/** End of an analysis. */
export interface Outcome {
  readonly summary: CaptureSummary;
  readonly findings: number;
  readonly faults: readonly CaptureFault[];
  readonly unreadable: number;
}

/** What the main thread says. */
export type ToWorker = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'end' };

/** What the worker says. It says `more` when it has used up what it was given. */
export type FromWorker =
  | { readonly kind: 'more' }
  | { readonly kind: 'rows'; readonly section: Section; readonly rows: readonly ResultRow[] }
  | { readonly kind: 'chunk'; readonly chunk: Chunk }
  | { readonly kind: 'records'; readonly records: readonly FlatRecord[] }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'trained'; readonly model: IdsModel }
  | { readonly kind: 'failed'; readonly code: string; readonly fault: CaptureFault };
