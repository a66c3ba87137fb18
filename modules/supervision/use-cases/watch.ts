import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { dayOf, SYSTEM_ACTOR } from '@chedun/kernel';
import { FILINGS, type StoreNeeds } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';

const MOST = 500;

interface Late {
  readonly id: string;
  readonly acceptance: string;
  readonly due_on: string | null;
}

const findingOf = ({ id, acceptance, due_on: due }: Late, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    fingerprint: `supervision:overdue:${id}`,
    kind: 'violation',
    module: 'supervision',
    title: `The review of ${acceptance} is overdue since ${due}`,
    titleZh: `收件 ${acceptance} 逾期未办结：应于 ${due} 前完成审核`,
    severity: 'medium',
    assets: [],
    obligations: ['1.5-d'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
  };
};

/** Reviews of the authority that are overdue are findings, until they are done. */
export const watchReviews =
  ({ records, now: clock }: StoreNeeds) =>
  (): Promise<void> =>
    records.transaction(async (tx) => {
      const tables = tx.as<SupervisionTables>();
      const now = clock();
      const late = await tables
        .selectFrom(FILINGS)
        .select(['id', 'acceptance', 'due_on'])
        .where('state', 'in', ['received', 'checking', 'experts'])
        .where('due_on', '<', dayOf(now))
        .limit(MOST)
        .execute();
      const wanted = new Map(late.map((each) => [`supervision:overdue:${each.id}`, each]));
      const told = await tables.selectFrom('supervision.told').select('fingerprint').forUpdate().execute();
      const known = new Set(told.map(({ fingerprint }) => fingerprint));
      const gone = [...known].filter((each) => !wanted.has(each));
      for (const fingerprint of gone) {
        const payload = { fingerprint, comment: '已办结' };
        await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
      }
      if (gone.length > 0) await tables.deleteFrom('supervision.told').where('fingerprint', 'in', gone).execute();
      const fresh = [...wanted].filter(([fingerprint]) => !known.has(fingerprint));
      if (fresh.length === 0) return;
      const rows = fresh.map(([fingerprint]) => ({ fingerprint }));
      await tables.insertInto('supervision.told').values(rows).execute();
      const payload = { findings: fresh.map(([, each]) => findingOf(each, now)) } as never;
      await tx.tell({ type: findingsReported, aggregate: 'supervision', payload }, SYSTEM_ACTOR);
    });
