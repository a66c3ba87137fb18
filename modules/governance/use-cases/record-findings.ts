import type { Clock } from '@chedun/kernel';
import type { DeliveredEvent, Tx } from '@chedun/records';
import { findingOpened, FindingsReported, isDrill, type FindingReport } from '../contract.ts';
import { joinReports } from '../domain/merge.ts';
import { addHistory, addOccurrences, countOccurrences, insertFinding, lockByFingerprint } from '../store.ts';

interface Dependencies {
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Puts reported findings into the ledger: opens new ones, counts up known ones, reopens resolved ones. */
export const recordFindings =
  ({ clock, newId }: Dependencies) =>
  async (event: DeliveredEvent, tx: Tx): Promise<void> => {
    const reports = joinReports(FindingsReported.parse(event.payload).findings);
    const known = new Map(
      (
        await lockByFingerprint(
          tx,
          reports.map((report) => report.fingerprint),
        )
      ).map((row) => [row.fingerprint, row]),
    );
    const now = clock.now();

    const open = async (report: FindingReport): Promise<boolean> => {
      const id = newId();
      if (!(await insertFinding(tx, id, report, now))) return false;
      await addHistory(tx, [
        {
          findingId: id,
          at: new Date(now),
          actor: report.module,
          kind: 'opened',
          from: null,
          to: isDrill(report.assets[0]) ? 'drill' : 'open',
          comment: null,
        },
      ]);
      if (isDrill(report.assets[0])) return true;
      const payload = { id, fingerprint: report.fingerprint, severity: report.severity, kind: report.kind };
      await tx.tell({ type: findingOpened, aggregate: id, payload }, event.actor);
      return true;
    };

    for (const report of reports) {
      if (!isDrill(report.assets[0])) await countOccurrences(tx, report);
      if (!known.has(report.fingerprint) && (await open(report))) continue;
      const [row] = known.has(report.fingerprint)
        ? [known.get(report.fingerprint)]
        : await lockByFingerprint(tx, [report.fingerprint]);
      if (!row) throw new Error(`finding ${report.fingerprint} is neither new nor known`);
      await addOccurrences(tx, row, report);
      if (row.status === 'resolved') {
        const line = {
          findingId: row.id,
          at: new Date(now),
          actor: report.module,
          kind: 'reopened',
          from: 'resolved',
          to: 'open',
          comment: null,
        } as const;
        await addHistory(tx, [line]);
      }
    }
  };
