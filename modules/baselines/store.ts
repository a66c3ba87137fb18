import type { StatePart } from '@chedun/behaviour';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { KeptVerdict } from './domain/record-of.ts';
import type { BaselineTables } from './tables.ts';

/** Last frame that the written state knows; 0 before the first. */
export const readPosition = async (
  records: Pick<Records, 'read'>,
  stream: string,
): Promise<{ readonly seq: number; readonly savedAt: number }> => {
  const row = await records
    .read<BaselineTables>()
    .selectFrom('baselines.positions')
    .select(['seq', 'saved_at'])
    .where('stream', '=', stream)
    .executeTakeFirst();
  return { seq: row?.seq ?? 0, savedAt: row?.saved_at.getTime() ?? 0 };
};

/** Everything that was learnt from a stream. */
export const readState = async (records: Pick<Records, 'read'>, stream: string): Promise<StatePart[]> => {
  const rows = await records
    .read<BaselineTables>()
    .selectFrom('baselines.state')
    .select(['rule_id', 'digest', 'part', 'text'])
    .where('stream', '=', stream)
    .execute();
  return rows.map(({ rule_id, digest, part, text }) => ({ rule: rule_id, digest, part, text: text.toString('utf8') }));
};

/** Rows of a statement: state is written in pieces of about this size. */
const PARTS_PER_INSERT = 200;

/**
 * Writes the parts that changed and the place in the journal, which belong together. What rules other than `kept` learnt is
 * removed.
 */
export const saveState = async (
  tx: Tx,
  stream: string,
  parts: readonly StatePart[],
  place: { readonly seq: number; readonly savedAt: number; readonly kept: readonly { id: string; digest: string }[] },
): Promise<void> => {
  const tables = tx.as<BaselineTables>();
  const isGone = sql<boolean>`(rule_id, digest) not in (select * from unnest(${place.kept.map(({ id }) => id)}::text[], ${place.kept.map(({ digest }) => digest)}::text[]))`;
  await tables.deleteFrom('baselines.state').where('stream', '=', stream).where(isGone).execute();
  await tables.deleteFrom('baselines.learning').where('stream', '=', stream).where(isGone).execute();
  for (const { rule, part } of parts.filter(({ text }) => text === ''))
    await tables
      .deleteFrom('baselines.state')
      .where('stream', '=', stream)
      .where('rule_id', '=', rule)
      .where('part', '=', part)
      .execute();
  const full = parts.filter(({ text }) => text !== '');
  for (let at = 0; at < full.length; at += PARTS_PER_INSERT)
    await tables
      .insertInto('baselines.state')
      .values(
        full.slice(at, at + PARTS_PER_INSERT).map(({ rule, digest, part, text }) => ({
          stream,
          rule_id: rule,
          digest,
          part,
          text: Buffer.from(text, 'utf8'),
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['stream', 'rule_id', 'part'])
          .doUpdateSet({ digest: sql`excluded.digest`, text: sql`excluded.text` }),
      )
      .execute();
  const values = { seq: place.seq, saved_at: new Date(place.savedAt) };
  await tables
    .insertInto('baselines.positions')
    .values({ stream, ...values })
    .onConflict((conflict) => conflict.column('stream').doUpdateSet(values))
    .execute();
};

const VERDICTS_PER_INSERT = 1_000;

/** Writes verdicts down and returns those that were not there yet: only these are told. */
export const keepVerdicts = async (tx: Tx, verdicts: readonly KeptVerdict[]): Promise<KeptVerdict[]> => {
  const byId = new Map(verdicts.map((each) => [each.id, each]));
  const entries = [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const fresh: KeptVerdict[] = [];
  for (let at = 0; at < entries.length; at += VERDICTS_PER_INSERT) {
    const rows = await tx
      .as<BaselineTables>()
      .insertInto('baselines.verdicts')
      .values(
        entries.slice(at, at + VERDICTS_PER_INSERT).map((each) => ({
          id: each.id,
          rule_id: each.rule,
          kind: each.kind,
          stream: each.stream,
          at: new Date(each.at),
          fields: jsonb(each.fields),
          value: toText(each.value),
          figures: jsonb(each.figures),
          received_at: new Date(each.receivedAt),
          record: jsonb(each.record),
          recorded_at: null,
        })),
      )
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    fresh.push(...rows.flatMap(({ id }) => byId.get(id) ?? []));
  }
  return fresh;
};

/** Notes that records of verdicts were read in the journal. */
export const markRecorded = async (tx: Tx, ids: readonly string[], at: number): Promise<void> => {
  if (ids.length === 0) return;
  await tx
    .as<BaselineTables>()
    .updateTable('baselines.verdicts')
    .set({ recorded_at: new Date(at) })
    .where('recorded_at', 'is', null)
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .execute();
};

/** Adds verdicts to the totals of their rules. */
export const countVerdicts = async (tx: Tx, fresh: readonly KeptVerdict[]): Promise<void> => {
  const byRule = new Map<string, { count: number; last: number }>();
  for (const { rule, at, kind } of fresh) {
    if (kind !== 'deviation') continue;
    const sum = byRule.get(rule) ?? { count: 0, last: 0 };
    byRule.set(rule, { count: sum.count + 1, last: Math.max(sum.last, at) });
  }
  for (const [id, { count, last }] of [...byRule].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    await tx
      .as<BaselineTables>()
      .updateTable('baselines.rules')
      .set({ told_total: sql`told_total + ${count}`, last_told: sql`greatest(last_told, ${new Date(last)})` })
      .where('id', '=', id)
      .execute();
};

/** Verdicts whose record was not read in the journal yet, oldest first. */
export const readWaiting = async (
  records: Pick<Records, 'read'>,
  limit: number,
): Promise<{ id: string; record: Readonly<Record<string, unknown>> }[]> =>
  records
    .read<BaselineTables>()
    .selectFrom('baselines.verdicts')
    .select(['id', 'record'])
    .where('recorded_at', 'is', null)
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit)
    .execute();

/** Removes verdicts that were received before a moment and are in the journal. Returns how many. */
export const forgetVerdicts = async (tx: Tx, before: number): Promise<number> => {
  const gone = await tx
    .as<BaselineTables>()
    .deleteFrom('baselines.verdicts')
    .where('received_at', '<', new Date(before))
    .where('recorded_at', 'is not', null)
    .where(
      'received_at',
      '<',
      sql<Date>`coalesce((select min(saved_at) - interval '1 day' from baselines.positions), 'infinity')`,
    )
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
};
