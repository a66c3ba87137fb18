import { dayOf } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Delivery, DeliveryLine, Feedback, FileLine, Firm, NoticeKind, Penalty } from '../contract.ts';
import { isOverdue } from '../domain/life.ts';
import type { DeliveryRow, OversightTables } from '../tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly now: () => number;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const lineOf = (row: DeliveryRow, kind: NoticeKind, firm: Firm, now: number): DeliveryLine => ({
  id: row.id,
  enterprise: firm,
  state: row.state,
  overdue: isOverdue(row, kind, dayOf(now)),
  fetchedAt: iso(row.fetched_at),
  acknowledgedAt: iso(row.acknowledged_at),
  acknowledgedBy: row.acknowledged_by,
  answeredAt: iso(row.answered_at),
  closedAt: iso(row.closed_at),
  reopened: row.reopened,
  result: row.result,
});

/** What enterprises answered, with the files that they sent, by delivery. */
export const feedbackOf = async (
  { records }: Pick<Needs, 'records'>,
  deliveries: readonly string[],
): Promise<ReadonlyMap<string, Feedback[]>> => {
  if (deliveries.length === 0) return new Map();
  const rows = await records
    .read<OversightTables>()
    .selectFrom('oversight.feedback as given')
    .leftJoin('oversight.files as file', 'file.id', 'given.file')
    .selectAll('given')
    .select(['file.name as file_name', 'file.bytes as file_bytes', 'file.sm3 as file_sm3'])
    .where('given.delivery', 'in', [...deliveries])
    .orderBy('given.at')
    .orderBy('given.id')
    .limit(5_000)
    .execute();
  const fileOf = (row: (typeof rows)[number]): FileLine | null =>
    row.file === null || row.file_name === null
      ? null
      : { id: row.file, name: row.file_name, bytes: row.file_bytes ?? 0, sm3: row.file_sm3 ?? '' };
  const lines = rows.map((row) => ({
    delivery: row.delivery,
    given: {
      id: row.id,
      at: row.at.toISOString(),
      by: row.by_name,
      result: row.result,
      text: row.text,
      file: fileOf(row),
    },
  }));
  return new Map(
    [...Map.groupBy(lines, ({ delivery }) => delivery)].map(([id, all]) => [id, all.map((each) => each.given)]),
  );
};

const penaltiesOf = async ({ records }: Needs, ids: readonly string[]): Promise<ReadonlyMap<string, Penalty[]>> => {
  const rows = await records
    .read<OversightTables>()
    .selectFrom('oversight.penalties')
    .selectAll()
    .where('delivery', 'in', [...ids])
    .orderBy('proposed_at')
    .limit(5_000)
    .execute();
  const lines = rows.map((row) => ({
    delivery: row.delivery,
    penalty: {
      id: row.id,
      kind: row.kind,
      reasons: row.reasons,
      amount: row.amount,
      proposedBy: row.proposed_by_name,
      proposedAt: row.proposed_at.toISOString(),
      decision: row.decision,
      decidedBy: row.decided_by_name,
      decidedAt: iso(row.decided_at),
      note: row.note,
    },
  }));
  return new Map(
    [...Map.groupBy(lines, ({ delivery }) => delivery)].map(([id, all]) => [id, all.map((each) => each.penalty)]),
  );
};

/** Steps of deliveries, oldest first, by delivery. */
export const stepsOf = async ({ records }: Pick<Needs, 'records'>, ids: readonly string[]) => {
  if (ids.length === 0) return new Map<string, never[]>();
  const rows = await records
    .read<OversightTables>()
    .selectFrom('oversight.delivery_steps')
    .selectAll()
    .where('delivery', 'in', [...ids])
    .orderBy('at')
    .orderBy('id')
    .limit(10_000)
    .execute();
  return Map.groupBy(rows, ({ delivery }) => delivery);
};

/** Copies of a notice with answers, penalties and their course. */
export const deliveriesOf = async (
  needs: Needs,
  kind: NoticeKind,
  rows: readonly DeliveryRow[],
  firm: (id: string) => Firm,
): Promise<Delivery[]> => {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [feedback, penalties, steps] = await Promise.all([
    feedbackOf(needs, ids),
    penaltiesOf(needs, ids),
    stepsOf(needs, ids),
  ]);
  return rows.map((row) => ({
    ...lineOf(row, kind, firm(row.enterprise), needs.now()),
    feedback: feedback.get(row.id) ?? [],
    penalties: penalties.get(row.id) ?? [],
    steps: (steps.get(row.id) ?? []).map(({ at, by_name: by, side, action, note }) => ({
      at: at.toISOString(),
      by,
      side,
      action,
      note,
    })),
  }));
};
