import { findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { gapHours } from '../domain/gaps.ts';
import type { SourceGaps } from '../read-ledger.ts';
import type { RetentionTables } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly gaps: () => Promise<readonly SourceGaps[]>;
  readonly now: () => number;
}

const reportOf = ({ source, gaps }: SourceGaps, hours: number, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  const last = gaps.at(-1);
  return {
    fingerprint: `retention-gap:${source.id}`,
    kind: 'anomaly',
    module: 'retention',
    title: `Logs of ${source.id} have a gap`,
    titleZh: `接入源 ${source.id} 的日志存在缺口`,
    severity: 'medium',
    assets: [{ kind: 'source', id: source.id }],
    obligations: ['1.3-i'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    facts: {
      gapHours: hours,
      newestGapFrom: last === undefined ? '' : new Date(last.from).toISOString(),
      newestGapTo: last === undefined ? '' : new Date(last.to).toISOString(),
    },
  };
};

/** Reports a source whose logs have hours without a record, again when there are more of them. */
export const watchGaps =
  ({ records, gaps, now }: Needs) =>
  async (): Promise<void> => {
    const known = await records.read<RetentionTables>().selectFrom('retention.gap_findings').selectAll().execute();
    const told = new Map(known.map(({ source, hours }) => [source, hours]));
    const findings = (await gaps()).flatMap((each) => {
      const hours = gapHours(each.gaps);
      return hours > (told.get(each.source.id) ?? 0) ? [{ each, hours }] : [];
    });
    for (const { each, hours } of findings) {
      await records.transaction(async (tx) => {
        const row = { hours, reported_at: new Date(now()) };
        await tx
          .as<RetentionTables>()
          .insertInto('retention.gap_findings')
          .values({ source: each.source.id, ...row })
          .onConflict((conflict) => conflict.column('source').doUpdateSet(row))
          .execute();
        const report = reportOf(each, hours, now());
        const event = {
          type: findingsReported,
          aggregate: report.fingerprint,
          payload: { findings: [report] } as never,
        };
        await tx.tell(event, SYSTEM_ACTOR);
      });
    }
  };
