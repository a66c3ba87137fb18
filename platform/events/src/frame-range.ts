/** Frames of one journal, both ends included. */
export interface FrameRange {
  readonly journal: string;
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** Tables whose rows carry the frame they came from. */
export type FrameTable = 'events' | 'telemetry';

/** What was removed of one table. */
export interface RemovedRows {
  readonly table: FrameTable;
  readonly rows: number;
  /** Days of which nothing remained, so that the whole partition went. */
  readonly wholeDays: readonly string[];
}
