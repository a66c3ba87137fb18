import { findingOf, tellFindings, today, type Base } from '../store.ts';
import type { FilingTables } from '../tables.ts';

/** Supplements that are overdue are findings until they are handed in. */
export const watchSupplements = (needs: Base) => async (): Promise<void> => {
  const rows = await needs.records
    .read<FilingTables>()
    .selectFrom('filing.cases')
    .select(['id', 'title', 'supplement_due'])
    .where('supplement_due', '<', today(needs))
    .where('state', 'in', ['supplement', 'approval', 'approved', 'signed', 'draft'])
    .limit(500)
    .execute();
  const reports = rows.map(({ id, title, supplement_due: due }) =>
    findingOf(
      needs.clock.now(),
      `filing:supplement:${id}`,
      { zh: `“${title}”补正逾期：应于 ${due} 前提交`, en: `The supplement of ${title} is overdue since ${due}` },
      { severity: 'high', obligations: ['1.5-b'], facts: { dueOn: due ?? '' } },
    ),
  );
  await needs.records.transaction((tx) => tellFindings(tx, 'supplements', reports, '补正已提交'));
};
