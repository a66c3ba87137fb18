import type { Records, Tx } from '@chedun/records';
import type { JudgedCorrelation } from './contract.ts';
import type { CorrelationTables } from './tables.ts';

/** A correlation at work: how it reads, and the first frame that it saw without a hole up to now. */
interface AtWork {
  readonly version: string;
  readonly from: number;
}

/** What the windows of a stream have seen: correlations at work, and ranges that ended and are not written down yet. */
export interface Judging {
  readonly atWork: ReadonlyMap<string, AtWork>;
  readonly ended: readonly (AtWork & { readonly ruleId: string; readonly to: number })[];
}

const endedBefore = (ruleId: string, { version, from }: AtWork, to: number): Judging['ended'] =>
  to > from ? [{ ruleId, version, from, to }] : [];

/** From frame `next` on these correlations are at work; the answer is the same object when nothing changes. */
export const turnTo = (judging: Judging, versions: ReadonlyMap<string, string>, next: number): Judging => {
  const gone = [...judging.atWork].filter(([id, { version }]) => versions.get(id) !== version);
  const come = [...versions].filter(([id, version]) => judging.atWork.get(id)?.version !== version);
  if (gone.length === 0 && come.length === 0) return judging;
  const atWork = new Map(judging.atWork);
  for (const [id] of gone) atWork.delete(id);
  for (const [id, version] of come) atWork.set(id, { version, from: next });
  return { atWork, ended: [...judging.ended, ...gone.flatMap(([id, each]) => endedBefore(id, each, next))] };
};

/** Frames `from` to `to` were evaluated without the newest rules of these correlations: their ranges begin behind them. */
export const missed = (judging: Judging, ids: readonly string[], from: number, to: number): Judging => {
  const atWork = new Map(judging.atWork);
  const ended = [...judging.ended];
  for (const id of ids) {
    const each = atWork.get(id);
    if (each === undefined || each.from > to) continue;
    ended.push(...endedBefore(id, each, from));
    atWork.set(id, { ...each, from: to + 1 });
  }
  return { atWork, ended };
};

/** What was written down of a stream. */
export const readJudging = async (records: Pick<Records, 'read'>, stream: string): Promise<Judging> => {
  const rows = await records
    .read<CorrelationTables>()
    .selectFrom('correlation.judged')
    .select(['rule_id', 'version', 'from_seq'])
    .where('stream', '=', stream)
    .where('to_seq', 'is', null)
    .execute();
  return {
    atWork: new Map(rows.map(({ rule_id: id, version, from_seq: from }) => [id, { version, from }])),
    ended: [],
  };
};

/** Writes it down; part of the transaction that writes the windows. */
export const writeJudging = async (tx: Tx, stream: string, { atWork, ended }: Judging): Promise<void> => {
  const db = tx.as<CorrelationTables>();
  await db.deleteFrom('correlation.judged').where('stream', '=', stream).where('to_seq', 'is', null).execute();
  const rows = [
    ...ended.map(({ ruleId, version, from, to }) => ({ rule_id: ruleId, version, from_seq: from, to_seq: to })),
    ...[...atWork].map(([id, { version, from }]) => ({ rule_id: id, version, from_seq: from, to_seq: null })),
  ];
  for (const row of rows)
    await db
      .insertInto('correlation.judged')
      .values({ stream, ...row })
      .onConflict((conflict) =>
        conflict.columns(['rule_id', 'version', 'stream', 'from_seq']).doUpdateSet({ to_seq: row.to_seq }),
      )
      .execute();
};

/** Ranges of a correlation in every version, oldest first. */
export const judgedRanges = async (
  records: Pick<Records, 'read'>,
  ruleId: string,
): Promise<readonly JudgedCorrelation[]> =>
  (
    await records
      .read<CorrelationTables>()
      .selectFrom('correlation.judged')
      .select(['version', 'stream', 'from_seq', 'to_seq'])
      .where('rule_id', '=', ruleId)
      .orderBy('stream')
      .orderBy('from_seq')
      .execute()
  ).map(({ version, stream, from_seq: from, to_seq: to }) => ({ version, stream, from, to }));

/**
 * A correlation at work was evaluated from `from` on up to now: its older ranges of this version that lie behind go into
 * one. Part of the transaction that hands the windows over.
 */
export const joinedFrom = async (
  tx: Tx,
  stream: string,
  judging: Judging,
  { ruleId, version, from }: { readonly ruleId: string; readonly version: string; readonly from: number },
): Promise<Judging> => {
  const db = tx.as<CorrelationTables>();
  const mine = db
    .selectFrom('correlation.judged')
    .select('from_seq')
    .where('rule_id', '=', ruleId)
    .where('version', '=', version)
    .where('stream', '=', stream);
  const before = await mine.where('from_seq', '<', from).where('to_seq', '>=', from).execute();
  const first = Math.min(from, ...before.map((row) => row.from_seq));
  await db
    .deleteFrom('correlation.judged')
    .where('rule_id', '=', ruleId)
    .where('version', '=', version)
    .where('stream', '=', stream)
    .where('from_seq', '>=', first)
    .execute();
  return {
    atWork: new Map(judging.atWork).set(ruleId, { version, from: first }),
    ended: judging.ended.filter((each) => each.ruleId !== ruleId || each.version !== version || each.to < first),
  };
};
