import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { JudgedRange } from './contract.ts';
import type { DetectionTables } from './tables.ts';

/** Consecutive frames that workers evaluated with one set of rules. */
export interface JudgedRun {
  readonly fromSeq: number;
  /** Rules that were at work; undefined when nobody knows any more. */
  readonly rules: readonly string[] | undefined;
}

/** Ends the ranges of rules that were not at work on these frames, and begins those of rules that came. */
const turnTo = async (tx: Tx, stream: string, fromSeq: number, rules: readonly string[]): Promise<void> => {
  const db = tx.as<DetectionTables>();
  const open = await db
    .selectFrom('detection.judged')
    .select('rule_id')
    .where('stream', '=', stream)
    .where('to_seq', 'is', null)
    .execute();
  const there = new Set(open.map((row) => row.rule_id));
  const live = new Set(rules);
  const gone = [...there].filter((id) => !live.has(id));
  const come = rules.filter((id) => !there.has(id));
  if (gone.length > 0) {
    // A range that would hold nothing is taken away.
    await sql`delete from detection.judged where stream = ${stream} and to_seq is null and from_seq >= ${fromSeq}
      and rule_id = any(${gone}::text[])`.execute(db);
    await sql`update detection.judged set to_seq = ${fromSeq} where stream = ${stream} and to_seq is null
      and rule_id = any(${gone}::text[])`.execute(db);
  }
  if (come.length > 0)
    await sql`insert into detection.judged (rule_id, stream, from_seq)
      select unnest(${come}::text[]), ${stream}, ${fromSeq}::bigint`.execute(db);
};

/** Notes with which rules runs of frames were evaluated, in their order; part of the transaction that moves the position. */
export const keepJudged = async (tx: Tx, stream: string, runs: readonly JudgedRun[]): Promise<void> => {
  for (const { fromSeq, rules } of runs) if (rules !== undefined) await turnTo(tx, stream, fromSeq, rules);
};

/** Ranges of a rule, oldest first; those that touch one another are one. */
export const judgedRanges = async (
  records: Pick<Records, 'read'> | Pick<Tx, 'as'>,
  ruleId: string,
): Promise<readonly JudgedRange[]> => {
  const db = 'read' in records ? records.read<DetectionTables>() : records.as<DetectionTables>();
  const rows = await db
    .selectFrom('detection.judged')
    .select(['stream', 'from_seq', 'to_seq'])
    .where('rule_id', '=', ruleId)
    .orderBy('stream')
    .orderBy('from_seq')
    .execute();
  const ranges: JudgedRange[] = [];
  for (const { stream, from_seq: from, to_seq: to } of rows) {
    const before = ranges.at(-1);
    if (before?.stream === stream && before.to === from) ranges[ranges.length - 1] = { ...before, to };
    else ranges.push({ stream, from, to });
  }
  return ranges;
};

/**
 * Notes that frames from `from` to `to` were evaluated afterwards. False, and nothing is noted, when a part of them was
 * evaluated before: whoever asks has to look again what is left.
 */
export const judgeAfterwards = async (
  tx: Tx,
  ruleId: string,
  { stream, from, to }: { readonly stream: string; readonly from: number; readonly to: number },
): Promise<boolean> => {
  const db = tx.as<DetectionTables>();
  await sql`select pg_advisory_xact_lock(hashtext('detection.judged'), hashtext(${`${stream} ${ruleId}`}))`.execute(db);
  const before = await db
    .selectFrom('detection.judged')
    .select('from_seq')
    .where('rule_id', '=', ruleId)
    .where('stream', '=', stream)
    .where('from_seq', '<=', to)
    .where((is) => is.or([is('to_seq', 'is', null), is('to_seq', '>', from)]))
    .limit(1)
    .executeTakeFirst();
  if (before !== undefined) return false;
  const grown = await db
    .updateTable('detection.judged')
    .set({ to_seq: to + 1 })
    .where('rule_id', '=', ruleId)
    .where('stream', '=', stream)
    .where('to_seq', '=', from)
    .executeTakeFirst();
  if (grown.numUpdatedRows === 0n)
    await db
      .insertInto('detection.judged')
      .values({ rule_id: ruleId, stream, from_seq: from, to_seq: to + 1 })
      .execute();
  return true;
};
