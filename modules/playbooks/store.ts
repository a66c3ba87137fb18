import type { RunState, TraceEntry } from '@chedun/cacao';
import { toJsonText, type Records, type Tx } from '@chedun/records';
import type { Selectable } from 'kysely';
import { playbookError } from './errors.ts';
import type { PlaybookTables } from './tables.ts';

export type VersionRow = Selectable<PlaybookTables['playbooks.versions']>;
export type RunRow = Selectable<PlaybookTables['playbooks.runs']>;
export type StepRow = Selectable<PlaybookTables['playbooks.steps']>;
export type EffectRow = Selectable<PlaybookTables['playbooks.effects']>;

/** Tables for reading. */
export const read = (records: Pick<Records, 'read'>) => records.read<PlaybookTables>();

/** The newest version of a playbook, or the one named. Throws `playbooks.unknown`. */
export const versionOf = async (
  records: Pick<Records, 'read'>,
  playbook: string,
  version?: string,
): Promise<VersionRow> => {
  let query = read(records).selectFrom('playbooks.versions').selectAll().where('playbook', '=', playbook);
  if (version !== undefined) query = query.where('version', '=', version);
  const row = await query.orderBy('version', 'desc').limit(1).executeTakeFirst();
  if (row === undefined) throw playbookError('playbooks.unknown', { field: playbook });
  return row;
};

/** Locks a run for the rest of the transaction. Throws `playbooks.no-run`. */
export const lockRun = async (tx: Tx, id: string): Promise<RunRow> => {
  const row = await tx
    .as<PlaybookTables>()
    .selectFrom('playbooks.runs')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw playbookError('playbooks.no-run', { field: id });
  return row;
};

/** A step of a run. Throws `playbooks.no-run`. */
export const stepOfRun = async (tx: Tx, run: string, visit: number): Promise<StepRow> => {
  const row = await tx
    .as<PlaybookTables>()
    .selectFrom('playbooks.steps')
    .selectAll()
    .where('run', '=', run)
    .where('visit', '=', visit)
    .executeTakeFirst();
  if (row === undefined) throw playbookError('playbooks.no-run', { field: `${run}/${visit}` });
  return row;
};

/** Changes a step. */
export const setStep = async (
  tx: Tx,
  run: string,
  visit: number,
  change: Partial<Omit<StepRow, 'params' | 'actor'>> & { readonly actor?: string },
): Promise<void> => {
  await tx
    .as<PlaybookTables>()
    .updateTable('playbooks.steps')
    .set(change)
    .where('run', '=', run)
    .where('visit', '=', visit)
    .execute();
};

/** Keeps the state of a run. */
export const saveState = async (
  tx: Tx,
  id: string,
  state: RunState,
  { dueAt, now }: { readonly dueAt: number | undefined; readonly now: number },
): Promise<void> => {
  await tx
    .as<PlaybookTables>()
    .updateTable('playbooks.runs')
    .set({
      state: toJsonText(state as never),
      status: state.status,
      reason: state.reason?.slice(0, 500) ?? null,
      due_at: dueAt === undefined ? null : new Date(dueAt),
      ended_at: state.status === 'running' ? null : new Date(now),
    })
    .where('id', '=', id)
    .execute();
};

/** Adds what happened to the timeline of a run. */
export const addTrace = async (
  tx: Tx,
  run: string,
  entries: readonly (Omit<TraceEntry, 'kind'> & { readonly kind: string; readonly by?: string })[],
): Promise<void> => {
  if (entries.length === 0) return;
  await tx
    .as<PlaybookTables>()
    .insertInto('playbooks.trace')
    .values(
      entries.map(({ kind, step, visit, at, detail, by }) => ({
        run,
        at: new Date(at),
        kind,
        step,
        visit,
        detail: detail.slice(0, 1000),
        by_name: by ?? null,
      })),
    )
    .execute();
};
