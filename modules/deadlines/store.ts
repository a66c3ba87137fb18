import type { Calendar } from '@chedun/calendar';
import type { ClockCatalogue } from '@chedun/deadlines';
import type { ActorRef } from '@chedun/kernel';
import { jsonb, type Records, type Tx } from '@chedun/records';

import type { ClockDetail } from './contract.ts';
import { ledgerError } from './errors.ts';
import type { ClockRow } from './present.ts';
import type { DeadlineTables } from './tables.ts';

/** The tables of the module. */
export const CLOCKS = 'deadlines.clocks';
export const HISTORY = 'deadlines.history';

/** What changing clocks stands on. */
export interface LedgerNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
  readonly catalogue: () => Promise<ClockCatalogue>;
  readonly calendar: () => Calendar;
}

/** A clock, locked until the transaction ends. Throws `deadlines.unknown`. */
export const lockClock = async (tx: Tx, id: string): Promise<ClockRow> => {
  const query = tx.as<DeadlineTables>().selectFrom(CLOCKS).selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw ledgerError('deadlines.unknown');
  return row;
};

/** Throws `deadlines.ended` for a clock that does not run. */
export const needRunning = ({ state }: ClockRow): void => {
  if (state !== 'running') throw ledgerError('deadlines.ended');
};

/** Adds a line to the history of a clock. */
export const note = async (
  tx: Tx,
  clock: string,
  kind: ClockDetail['history'][number]['kind'],
  actor: ActorRef,
  at: number,
  detail: Readonly<Record<string, string | number | null>> = {},
): Promise<void> => {
  const values = { clock, kind, at: new Date(at), actor: actor.name, detail: jsonb(detail) };
  await tx.as<DeadlineTables>().insertInto(HISTORY).values(values).execute();
};
