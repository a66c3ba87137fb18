import { toJsonText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { JudgedRange } from './contract.ts';
import type { LiveRule } from './rule-book.ts';
import type { DetectionTables } from './tables.ts';
import type { PackedRule } from './worker/rule-pack.ts';

/** Consecutive frames that workers evaluated with one set of rules. */
export interface JudgedRun {
  readonly fromSeq: number;
  /** Rules that were at work; undefined when nobody knows any more. */
  readonly rules: readonly LiveRule[] | undefined;
}

const tablesOf = (tx: Pick<Tx, 'as'>) => tx.as<DetectionTables>();
type Db = ReturnType<typeof tablesOf>;

const keepVersions = async (db: Db, rules: readonly LiveRule[]): Promise<void> => {
  const packed = rules.map((rule) => toJsonText(rule.packed as never));
  await sql`insert into detection.versions (rule_id, version, packed)
    select id, version, packed::jsonb from unnest(${rules.map(({ id }) => id)}::text[],
      ${rules.map(({ version }) => version)}::text[], ${packed}::text[]) as live (id, version, packed)
    on conflict do nothing`.execute(db);
};

/** What was written down before there were versions belongs to the version with which a rule is seen first. */
const giveVersions = async (db: Db, rules: readonly LiveRule[]): Promise<void> => {
  const rows = await db.selectFrom('detection.judged').select('rule_id').distinct().where('version', '=', '').execute();
  if (rows.length === 0) return;
  const without = new Set(rows.map((row) => row.rule_id));
  await keepVersions(
    db,
    rules.filter(({ id }) => without.has(id)),
  );
  await sql`update detection.judged set version = live.version
    from unnest(${rules.map(({ id }) => id)}::text[], ${rules.map(({ version }) => version)}::text[]) as live (id, version)
    where detection.judged.rule_id = live.id and detection.judged.version = ''`.execute(db);
};

/** Ends the ranges of rules that were not at work on these frames, and begins those of rules that came. */
const turnTo = async (tx: Tx, stream: string, fromSeq: number, rules: readonly LiveRule[]): Promise<void> => {
  const db = tx.as<DetectionTables>();
  await giveVersions(db, rules);
  const open = await db
    .selectFrom('detection.judged')
    .select(['rule_id', 'version'])
    .where('stream', '=', stream)
    .where('to_seq', 'is', null)
    .execute();
  const there = new Map(open.map((row) => [row.rule_id, row.version]));
  const live = new Map(rules.map(({ id, version }) => [id, version]));
  const gone = [...there].filter(([id, version]) => live.get(id) !== version).map(([id]) => id);
  const come = rules.filter(({ id, version }) => there.get(id) !== version);
  if (gone.length > 0) {
    // A range that would hold nothing is taken away.
    await sql`delete from detection.judged where stream = ${stream} and to_seq is null and from_seq >= ${fromSeq}
      and rule_id = any(${gone}::text[])`.execute(db);
    await sql`update detection.judged set to_seq = ${fromSeq} where stream = ${stream} and to_seq is null
      and rule_id = any(${gone}::text[])`.execute(db);
  }
  if (come.length === 0) return;
  await keepVersions(db, come);
  await sql`insert into detection.judged (rule_id, version, stream, from_seq)
    select id, version, ${stream}, ${fromSeq}::bigint
    from unnest(${come.map(({ id }) => id)}::text[], ${come.map(({ version }) => version)}::text[]) as live (id, version)`.execute(
    db,
  );
};

/** Notes with which rules runs of frames were evaluated, in their order; part of the transaction that moves the position. */
export const keepJudged = async (tx: Tx, stream: string, runs: readonly JudgedRun[]): Promise<void> => {
  for (const { fromSeq, rules } of runs) if (rules !== undefined) await turnTo(tx, stream, fromSeq, rules);
};

/** Ranges of a rule in all its versions, oldest first; those of a version that touch one another are one. */
export const judgedRanges = async (
  records: Pick<Records, 'read'> | Pick<Tx, 'as'>,
  ruleId: string,
): Promise<readonly JudgedRange[]> => {
  const db = 'read' in records ? records.read<DetectionTables>() : records.as<DetectionTables>();
  const rows = await db
    .selectFrom('detection.judged')
    .select(['stream', 'version', 'from_seq', 'to_seq'])
    .where('rule_id', '=', ruleId)
    .orderBy('version')
    .orderBy('stream')
    .orderBy('from_seq')
    .execute();
  const ranges: JudgedRange[] = [];
  for (const { stream, version, from_seq: from, to_seq: to } of rows) {
    const before = ranges.at(-1);
    if (before?.stream === stream && before.version === version && before.to === from)
      ranges[ranges.length - 1] = { ...before, to };
    else ranges.push({ stream, version, from, to });
  }
  return ranges.toSorted((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.from - b.from));
};

/** The version that a rule had last: the one whose newest range begins last. Undefined without ranges. */
export const lastVersion = (ranges: readonly JudgedRange[]): string | undefined =>
  ranges.toSorted((a, b) => (b.to ?? Infinity) - (a.to ?? Infinity) || b.from - a.from)[0]?.version;

/** How a rule read in these versions. */
export const packedVersions = (
  records: Pick<Records, 'read'>,
  ruleId: string,
  versions: readonly string[],
): Promise<readonly { readonly version: string; readonly packed: PackedRule }[]> =>
  versions.length === 0
    ? Promise.resolve([])
    : records
        .read<DetectionTables>()
        .selectFrom('detection.versions')
        .select(['version', 'packed'])
        .where('rule_id', '=', ruleId)
        .where('version', 'in', [...versions])
        .execute();

/**
 * Notes that frames from `from` to `to` were evaluated afterwards. False, and nothing is noted, when a part of them was
 * evaluated before: whoever asks has to look again what is left.
 */
export const judgeAfterwards = async (
  tx: Tx,
  { id, version }: Pick<LiveRule, 'id' | 'version'>,
  { stream, from, to }: { readonly stream: string; readonly from: number; readonly to: number },
): Promise<boolean> => {
  const db = tx.as<DetectionTables>();
  await sql`select pg_advisory_xact_lock(hashtext('detection.judged'), hashtext(${`${stream} ${id}`}))`.execute(db);
  const before = await db
    .selectFrom('detection.judged')
    .select('from_seq')
    .where('rule_id', '=', id)
    .where('version', '=', version)
    .where('stream', '=', stream)
    .where('from_seq', '<=', to)
    .where((is) => is.or([is('to_seq', 'is', null), is('to_seq', '>', from)]))
    .limit(1)
    .executeTakeFirst();
  if (before !== undefined) return false;
  const grown = await db
    .updateTable('detection.judged')
    .set({ to_seq: to + 1 })
    .where('rule_id', '=', id)
    .where('version', '=', version)
    .where('stream', '=', stream)
    .where('to_seq', '=', from)
    .executeTakeFirst();
  if (grown.numUpdatedRows === 0n)
    await db
      .insertInto('detection.judged')
      .values({ rule_id: id, version, stream, from_seq: from, to_seq: to + 1 })
      .execute();
  return true;
};
