import type { Records, Tx } from '@chedun/records';
import { toText } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { Expectation, LogLine } from './contract.ts';
import { drillError } from './error.ts';
import type { DrillTables } from './tables.ts';

export type RunRow = Selectable<DrillTables['drills.runs']>;
export type InjectRow = Selectable<DrillTables['drills.injects']>;
export type TargetRow = Selectable<DrillTables['drills.targets']>;

/** The run. Throws `drills.run-unknown`. */
export const readRow = async (records: Pick<Records, 'read'>, id: string): Promise<RunRow> => {
  const row = await records
    .read<DrillTables>()
    .selectFrom('drills.runs')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw drillError('drills.run-unknown', 'id');
  return row;
};

/** The run, locked until the transaction ends. Throws `drills.run-unknown`. */
export const lockRow = async (tx: Tx, id: string): Promise<RunRow> => {
  const query = tx.as<DrillTables>().selectFrom('drills.runs').selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw drillError('drills.run-unknown', 'id');
  return row;
};

export const injectsOf = (tx: Tx, run: string): Promise<InjectRow[]> =>
  tx.as<DrillTables>().selectFrom('drills.injects').selectAll().where('run', '=', run).orderBy('inject').execute();
export const targetsOf = (tx: Tx, run: string): Promise<TargetRow[]> =>
  tx.as<DrillTables>().selectFrom('drills.targets').selectAll().where('run', '=', run).execute();

/** Adds a line to the log of a run; it only grows. */
export const say = async (
  tx: Tx,
  run: string,
  line: {
    readonly kind: LogLine['kind'];
    readonly actor: string;
    readonly at: number;
    readonly zh: string;
    readonly en: string;
  },
): Promise<void> => {
  await tx
    .as<DrillTables>()
    .insertInto('drills.log')
    .values({
      run,
      at: new Date(line.at),
      actor: toText(line.actor),
      kind: line.kind,
      text_zh: toText(line.zh),
      text_en: toText(line.en),
    })
    .execute();
};

/** Keys of the targets of an expectation: `rule:ID`, `correlation:ID` or `role:ROLE`. */
export const targetKeys = (expectation: Expectation): readonly string[] =>
  expectation.kind === 'detect'
    ? expectation.targets.map(({ kind, id }) => `${kind}:${id}`)
    : expectation.roles.map((role) => `role:${role}`);

const MINUTE = 60_000;
/** Until when it has to be met; undefined before its inject was played. */
export const dueOf = (expectation: Expectation, injects: readonly InjectRow[]): number | undefined => {
  const played = injects.find(({ inject }) => inject === expectation.inject)?.played_at;
  return played ? played.getTime() + expectation.withinMinutes * MINUTE : undefined;
};
