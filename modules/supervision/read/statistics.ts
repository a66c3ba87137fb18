import type { Json } from '@chedun/kernel';
import type { Statistics } from '../contract.ts';
import { statisticsOf } from '../domain/statistics.ts';
import { countedRows, isOverdue, type ReadNeeds } from './filings.ts';

const levelOf = (data: Readonly<Record<string, Json>>): string => {
  const level = data['level'];
  return typeof level === 'string' ? level.slice(0, 20) : '';
};

/** Counts over all filings. */
export const readStatistics = (needs: ReadNeeds) => async (): Promise<Statistics> => {
  const now = needs.now();
  const rows = await countedRows(needs);
  return statisticsOf(
    rows.map((row) => ({
      kind: row.kind,
      state: row.state,
      province: row.enterprise_province,
      level: levelOf(row.data),
      rounds: row.rounds,
      rules: [...new Set(row.problems.map(({ rule }) => rule))],
      receivedAt: row.received_at,
      decidedAt: row.decided_at,
      overdue: isOverdue(row, now),
    })),
    now,
  );
};
