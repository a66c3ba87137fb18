import type { Clock } from '@chedun/kernel';
import type { DeliveredEvent, Tx } from '@chedun/records';
import { findingOpened, FindingsReported, isDrill, type FindingReport } from '../contract.ts';
import { joinReports } from '../domain/merge.ts';
import {
  addHistory,
  addOccurrences,
  countOccurrences,
  insertFindings,
  lockByFingerprint,
  type FindingRow,
  type NewHistory,
} from '../store.ts';

interface Dependencies {
  readonly clock: Clock;
  readonly newId: () => string;
}

interface Opened {
  readonly id: string;
  readonly report: FindingReport;
}

interface Known {
  readonly row: FindingRow;
  readonly report: FindingReport;
}

const isDrilled = ({ assets }: FindingReport): boolean => isDrill(assets[0]);

const line = ({ module }: FindingReport, findingId: string, at: Date) => ({
  findingId,
  at,
  actor: module,
  comment: null,
});

const openedLine = ({ id, report }: Opened, at: Date): NewHistory => ({
  ...line(report, id, at),
  kind: 'opened',
  from: null,
  to: isDrilled(report) ? 'drill' : 'open',
});

const reopenedLine = ({ row, report }: Known, at: Date): NewHistory => ({
  ...line(report, row.id, at),
  kind: 'reopened',
  from: 'resolved',
  to: 'open',
});

const lockReports = async (tx: Tx, reports: readonly FindingReport[]): Promise<Known[]> => {
  if (reports.length === 0) return [];
  const rows = await lockByFingerprint(
    tx,
    reports.map(({ fingerprint }) => fingerprint),
  );
  const byFingerprint = new Map(rows.map((row) => [row.fingerprint, row]));
  return reports.flatMap((report) => {
    const row = byFingerprint.get(report.fingerprint);
    return row ? [{ row, report }] : [];
  });
};

/** Puts reported findings into the ledger: opens new ones, counts up known ones, reopens resolved ones. */
export const recordFindings =
  ({ clock, newId }: Dependencies) =>
  async (event: DeliveredEvent, tx: Tx): Promise<void> => {
    // Always in the same order, so that two transactions with the same findings never wait for one another.
    const reports = joinReports(FindingsReported.parse(event.payload).findings).toSorted((a, b) =>
      a.fingerprint < b.fingerprint ? -1 : 1,
    );
    const now = clock.now();
    const at = new Date(now);
    await countOccurrences(
      tx,
      reports.filter((report) => !isDrilled(report)),
    );

    const known = await lockReports(tx, reports);
    const isKnown = new Set(known.map(({ report }) => report));
    const fresh = reports.filter((report) => !isKnown.has(report)).map((report) => ({ id: newId(), report }));
    const taken = await insertFindings(tx, fresh, now);
    const opened = fresh.filter(({ id }) => taken.has(id));
    const missed = fresh.filter(({ id }) => !taken.has(id)).map(({ report }) => report);
    known.push(...(await lockReports(tx, missed)));
    if (opened.length + known.length !== reports.length) throw new Error('a reported finding is neither new nor known');

    await addOccurrences(tx, known);
    const reopened = known.filter(({ row }) => row.status === 'resolved');
    await addHistory(tx, [
      ...opened.map((each) => openedLine(each, at)),
      ...reopened.map((each) => reopenedLine(each, at)),
    ]);
    const told = opened
      .filter(({ report }) => !isDrilled(report))
      .map(({ id, report: { fingerprint, severity, kind } }) => ({
        type: findingOpened,
        aggregate: id,
        payload: { id, fingerprint, severity, kind },
      }));
    await tx.tell(told, event.actor);
  };
