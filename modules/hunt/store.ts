import { DomainError } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { HuntKind, HuntState, HuntWay, Wanted } from './contract.ts';
import type { TimeRange } from './domain/query.ts';
import type { HuntTables } from './tables.ts';

/** A rule or correlation of a hunt, as the list of its hits names it. */
export interface NamedRule {
  readonly id: string;
  readonly title: string;
  readonly titleZh: string | null;
  readonly level: string;
  readonly way: HuntWay;
  readonly reason: { readonly zh: string; readonly en: string } | null;
}

/** A hunt as it is asked for. */
export interface HuntOrder {
  readonly id: string;
  readonly kind: HuntKind;
  readonly wanted: Wanted;
  readonly range: TimeRange;
  readonly thorough: boolean;
  readonly rules: readonly NamedRule[];
  readonly askedAt: number;
  readonly askedBy: string;
  readonly barMs: number;
}

/** A hunt that is to run, as it was kept. */
export interface KeptOrder {
  readonly id: string;
  readonly kind: HuntKind;
  readonly wanted: Wanted;
  readonly ruleId: string | null;
  readonly range: TimeRange;
  readonly thorough: boolean;
  readonly barMs: number;
  readonly starts: number;
  readonly done: number;
  readonly pieces: string;
  readonly windows: Uint8Array | undefined;
  readonly kept: number;
}

type Reader = Pick<Records, 'read'>;

const ROWS = 1_000;
const UNIQUE_VIOLATION = '23505';

const text = (value: string): string => toText(value).slice(0, 500);

const insertRules = async (tx: Tx, huntId: string, rules: readonly NamedRule[]): Promise<void> => {
  const rows = rules.map(({ id, title, titleZh, level, way, reason }) => ({
    hunt_id: huntId,
    rule_id: id,
    title: text(title),
    title_zh: titleZh === null ? null : text(titleZh),
    level,
    way,
    reason_zh: reason?.zh ?? null,
    reason_en: reason?.en ?? null,
  }));
  for (let at = 0; at < rows.length; at += ROWS)
    await tx
      .as<HuntTables>()
      .insertInto('hunt.rules')
      .values(rows.slice(at, at + ROWS))
      .onConflict((conflict) => conflict.columns(['hunt_id', 'rule_id']).doNothing())
      .execute();
};

/** Only one backfill of a rule is open at a time. */
const refuseSecond = (error: unknown): never => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === UNIQUE_VIOLATION) throw new DomainError('hunt.backfill-running', {});
  throw error;
};

/** Puts a hunt into the queue. Throws `hunt.backfill-running` for a second backfill of a rule. */
export const addHunt = async (tx: Tx, order: HuntOrder): Promise<void> => {
  const [only] = order.rules;
  const single = order.rules.length === 1 ? only : undefined;
  await tx
    .as<HuntTables>()
    .insertInto('hunt.hunts')
    .values({
      id: order.id,
      kind: order.kind,
      state: 'queued',
      title: text(single?.title ?? ''),
      title_zh: typeof single?.titleZh === 'string' ? text(single.titleZh) : null,
      wanted: jsonb(order.wanted),
      rule_id: single?.id ?? null,
      from_at: new Date(order.range.from),
      to_at: new Date(order.range.to),
      thorough: order.thorough,
      asked_at: new Date(order.askedAt),
      asked_by: text(order.askedBy),
      started_at: null,
      ended_at: null,
      windows: null,
      bar_ms: order.barMs,
      problem: null,
    })
    .execute()
    .catch(refuseSecond);
  await insertRules(tx, order.id, order.rules);
};

/** Hunts that wait or run, oldest first. */
export const openHunts = (records: Reader): Promise<{ id: string; state: HuntState }[]> =>
  records
    .read<HuntTables>()
    .selectFrom('hunt.hunts')
    .select(['id', 'state'])
    .where('state', 'in', ['queued', 'running'])
    .orderBy('asked_at')
    .orderBy('id')
    .execute();

/** Marks a waiting hunt, or one that was interrupted, as running. Undefined when it is neither. */
export const beginHunt = async (tx: Tx, id: string, now: number): Promise<KeptOrder | undefined> => {
  const row = await tx
    .as<HuntTables>()
    .updateTable('hunt.hunts')
    .set({
      state: 'running',
      started_at: sql`coalesce(started_at, ${new Date(now)})`,
      starts: sql`starts + 1`,
      ended_at: null,
      problem: null,
    })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    kind: row.kind,
    wanted: row.wanted,
    ruleId: row.rule_id,
    range: { from: row.from_at.getTime(), to: row.to_at.getTime() },
    thorough: row.thorough,
    barMs: row.bar_ms,
    starts: row.starts,
    done: row.done,
    pieces: row.pieces,
    windows: row.windows === null ? undefined : new Uint8Array(row.windows),
    kept: row.kept,
  };
};

/** Notes how far a hunt has come; `done` is where it goes on after an interruption. */
export const advanceHunt = async (
  tx: Tx,
  id: string,
  to: { readonly progress: number; readonly done: number; readonly pieces: string; readonly windows?: Uint8Array },
): Promise<void> => {
  await tx
    .as<HuntTables>()
    .updateTable('hunt.hunts')
    .set({
      progress: to.progress,
      done: to.done,
      pieces: to.pieces,
      windows: to.windows === undefined ? null : Buffer.from(to.windows),
    })
    .where('id', '=', id)
    .execute();
};

/** Adds rows of the cold tier that were read. */
export const addColdRows = async (tx: Tx, id: string, rows: number): Promise<void> => {
  if (rows === 0) return;
  await tx
    .as<HuntTables>()
    .updateTable('hunt.hunts')
    .set({ cold_rows: sql`cold_rows + ${rows}` })
    .where('id', '=', id)
    .execute();
};

/** Counts firings that a backfill of a correlation did not have. */
export const addSuperseded = async (tx: Tx, id: string, firings: number): Promise<void> => {
  await tx
    .as<HuntTables>()
    .updateTable('hunt.hunts')
    .set({ superseded: sql`superseded + ${firings}` })
    .where('id', '=', id)
    .execute();
};

/** Forgets what a hunt found, so that it begins anew. */
export const restartHunt = async (tx: Tx, id: string): Promise<void> => {
  const db = tx.as<HuntTables>();
  await db.deleteFrom('hunt.hits').where('hunt_id', '=', id).where('promoted_at', 'is', null).execute();
  await db.deleteFrom('hunt.bars').where('hunt_id', '=', id).execute();
  await db.updateTable('hunt.rules').set({ hits: 0 }).where('hunt_id', '=', id).execute();
  await db
    .updateTable('hunt.hunts')
    .set({ done: 0, pieces: '', windows: null, hits: 0, kept: 0, progress: 0, cold_rows: 0 })
    .where('id', '=', id)
    .execute();
};

/** Ends a hunt that is in one of these states; one that was put back into the queue meanwhile is left alone. */
export const endHunt = async (
  tx: Tx,
  id: string,
  end: {
    readonly state: 'done' | 'cancelled' | 'failed';
    readonly now: number;
    readonly problem: string | null;
    readonly of: readonly HuntState[];
  },
): Promise<void> => {
  await tx
    .as<HuntTables>()
    .updateTable('hunt.hunts')
    .set({
      state: end.state,
      ended_at: new Date(end.now),
      problem: end.problem === null ? null : text(end.problem),
      ...(end.state === 'done' ? { progress: 1, windows: null } : {}),
    })
    .where('id', '=', id)
    .where('state', 'in', [...end.of])
    .execute();
};

/** Puts a failed or cancelled hunt back into the queue. Throws `hunt.not-ended` and `hunt.backfill-running`. */
export const requeueHunt = async (tx: Tx, id: string): Promise<void> => {
  const row = await tx
    .as<HuntTables>()
    .updateTable('hunt.hunts')
    .set({ state: 'queued', ended_at: null, problem: null, starts: 0 })
    .where('id', '=', id)
    .where('state', 'in', ['failed', 'cancelled'])
    .returning('id')
    .executeTakeFirst()
    .catch(refuseSecond);
  if (row === undefined) throw new DomainError('hunt.not-ended', { field: id });
};

/** Removes hunts that ended before a moment. */
export const forgetHunts = async (tx: Tx, before: number): Promise<void> => {
  await tx.as<HuntTables>().deleteFrom('hunt.hunts').where('ended_at', '<', new Date(before)).execute();
};
