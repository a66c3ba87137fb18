import { readPageCursor, writePageCursor } from '@chedun/http';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Call, CallTree, CallTreePage, CallTreeQuery } from './contract.ts';
import { dutyError } from './error.ts';
import type { DutyTables } from './tables.ts';

type Tree = Selectable<DutyTables['duty_roster.call_trees']>;
type Row = Selectable<DutyTables['duty_roster.calls']>;
interface Needs {
  readonly records: Pick<Records, 'read'>;
}

const MINUTE = 60_000;

const callOf = (row: Row): Call => ({
  id: row.id,
  name: row.name,
  role: row.role,
  phone: row.phone,
  step: row.step,
  insteadOf: row.instead_of,
  calledAt: row.called_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  outcome: row.outcome,
  answeredAt: row.answered_at?.toISOString() ?? null,
  recordedBy: row.recorded_by,
});

const treeOf = (tree: Tree, rows: readonly Row[]): CallTree => {
  const answered = rows.filter(({ outcome }) => outcome === 'answered');
  const minutes = answered.map((row) => ((row.answered_at?.getTime() ?? 0) - tree.started_at.getTime()) / MINUTE);
  return {
    id: tree.id,
    kind: tree.kind,
    title: tree.title,
    incident: tree.incident,
    startedAt: tree.started_at.toISOString(),
    startedBy: tree.started_by,
    endedAt: tree.ended_at?.toISOString() ?? null,
    answerMinutes: tree.answer_minutes,
    calls: rows.map(callOf),
    wanted: rows.filter(({ step }) => step === 0).length,
    reached: answered.length,
    escalated: rows.filter(({ step }) => step > 0).length,
    slowestMinutes: minutes.length === 0 ? null : Math.round(Math.max(...minutes) * 10) / 10,
  };
};

const withCalls = async ({ records }: Needs, trees: readonly Tree[]): Promise<CallTree[]> => {
  if (trees.length === 0) return [];
  const rows = await records
    .read<DutyTables>()
    .selectFrom('duty_roster.calls')
    .selectAll()
    .where(
      'tree',
      'in',
      trees.map(({ id }) => id),
    )
    .orderBy('called_at')
    .orderBy('step')
    .orderBy('id')
    .execute();
  return trees.map((tree) =>
    treeOf(
      tree,
      rows.filter((row) => row.tree === tree.id),
    ),
  );
};

/** One call tree. Throws `duty-roster.call-unknown`. */
export const readTree = async (needs: Needs, id: string): Promise<CallTree> => {
  const row = await needs.records
    .read<DutyTables>()
    .selectFrom('duty_roster.call_trees')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  const [tree] = row === undefined ? [] : await withCalls(needs, [row]);
  if (tree === undefined) throw dutyError('duty-roster.call-unknown');
  return tree;
};

/** Call trees, newest first. */
export const readTrees = async (
  needs: Needs,
  { incident, cursor, limit }: z.output<typeof CallTreeQuery>,
): Promise<z.output<typeof CallTreePage>> => {
  const after = readPageCursor(cursor);
  const rows = await needs.records
    .read<DutyTables>()
    .selectFrom('duty_roster.call_trees')
    .selectAll()
    .where((where) =>
      where.and([
        ...(incident === undefined ? [] : [where('incident', '=', incident)]),
        ...(after === undefined
          ? []
          : [where(where.refTuple('started_at', 'id'), '<', where.tuple(after.at, after.id))]),
      ]),
    )
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await withCalls(needs, shown),
    next: rows.length > limit && last !== undefined ? writePageCursor({ at: last.started_at, id: last.id }) : null,
  };
};
