import { findingsReported } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { clockFinding } from '../domain/finding.ts';
import { nextLook, timingOf, warnedAt } from '../domain/timing.ts';
import { lineOf, type ClockRow } from '../present.ts';
import { CLOCKS, note, type LedgerNeeds } from '../store.ts';
import type { DeadlineTables } from '../tables.ts';

/** Clocks that one run takes at most; the next run takes the rest. */
const MOST = 500;

const tell = async (needs: LedgerNeeds, tx: Tx, row: ClockRow, percent: number, now: number): Promise<void> => {
  const report = clockFinding(lineOf(row, await needs.catalogue(), now), percent, now);
  const event = { type: findingsReported, aggregate: report.fingerprint, payload: { findings: [report] } as never };
  await tx.tell(event, SYSTEM_ACTOR);
  await note(tx, row.id, 'warned', SYSTEM_ACTOR, now, { percent });
};

/** Dates anew (a calendar may have been loaded), warnings that are due, and when to look again. */
const look = async (needs: LedgerNeeds, tx: Tx, before: ClockRow, now: number): Promise<void> => {
  const start = before.started_at.getTime();
  const timing =
    before.missing_year === null
      ? { dueAt: before.due_at.getTime(), lateFrom: before.late_from.getTime(), missingYear: null }
      : timingOf(before.term, start, needs.calendar());
  const percent = Math.max(before.warned, warnedAt(start, timing.lateFrom, now));
  const next = nextLook(start, timing, now);
  const query = tx
    .as<DeadlineTables>()
    .updateTable(CLOCKS)
    .set({
      due_at: new Date(timing.dueAt),
      late_from: new Date(timing.lateFrom),
      missing_year: timing.missingYear,
      warned: percent,
      next_look: next === undefined ? null : new Date(next),
    })
    .where('id', '=', before.id);
  const row = await query.returningAll().executeTakeFirstOrThrow();
  if (before.missing_year !== null && timing.missingYear === null)
    await note(tx, row.id, 'date-known', SYSTEM_ACTOR, now, { due: row.due_at.toISOString() });
  if (percent > before.warned) await tell(needs, tx, row, percent, now);
};

/** Warns of every clock that reached 50, 80 or 100 %: each step once, a missed one is made good by the next run. */
export const warnOfClocks = (needs: LedgerNeeds) => async (): Promise<void> => {
  const now = needs.now();
  await needs.records.transaction(async (tx) => {
    const rows = await tx
      .as<DeadlineTables>()
      .selectFrom(CLOCKS)
      .selectAll()
      .where('state', '=', 'running')
      .where('next_look', '<=', new Date(now))
      .orderBy('next_look')
      .limit(MOST)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of rows) await look(needs, tx, row, now);
  });
};
