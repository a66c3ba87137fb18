import { deadlineError } from './errors.ts';

/** Something the system recorded, with its time (milliseconds since 1970 UTC): an alert, a mail, a button pressed. */
export interface SystemRecord {
  readonly kind: string;
  readonly id: string;
  readonly at: number;
}

/**
 * The record from which a clock runs: the earliest. 发现或获知 is when the enterprise could know, not when somebody pressed
 * a button; of records of one time the first in the list. Throws `deadlines.no-record`.
 */
export const anchorOf = (records: readonly SystemRecord[]): SystemRecord => {
  const [first, ...others] = records;
  if (first === undefined) throw deadlineError('deadlines.no-record');
  return others.reduce((earliest, record) => (record.at < earliest.at ? record : earliest), first);
};

/** Whether another start of a running clock may be taken: only an earlier one, because an earlier record was found. */
export const acceptsStart = (running: number, wanted: number): boolean => wanted <= running;
