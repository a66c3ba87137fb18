import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import { WarningLevel, WarningScope, WarningStatus } from './contract.ts';
import type { Warning, WarningBoard, WarningFilter, WarningPage, WarningPolicy, WarningSummary } from './contract.ts';
import { rankOf } from './domain/demands.ts';
import { levelOf, type WarningRow } from './store.ts';
import type { WarningTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;
type Filter = z.output<typeof WarningFilter>;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const summaryOf = (row: WarningRow): WarningSummary => ({
  id: row.id,
  number: row.number,
  level: levelOf(row.level),
  pending: row.pending as WarningSummary['pending'],
  status: WarningStatus.parse(row.status),
  scope: WarningScope.parse({ kind: row.scope_kind, id: row.scope_id }),
  title: { zh: row.title_zh, en: row.title_en },
  createdAt: row.created_at.toISOString(),
  issuedAt: iso(row.issued_at),
  issuedBy: row.issued_by,
  liftedAt: iso(row.lifted_at),
  liftedBy: row.lifted_by,
  acknowledgedAt: iso(row.acknowledged_at),
  acknowledgedBy: row.acknowledged_by,
  timeLimit: iso(row.time_limit),
});

/** Words of a comma list that exist; others are ignored, so that a stale link still opens. */
const words = <Word extends string>(list: string | undefined, known: readonly Word[]): Word[] =>
  (list ?? '').split(',').filter((word): word is Word => (known as readonly string[]).includes(word));

const offsetOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new DomainError('warnings.cursor-invalid', { field: 'cursor' });
  return Number(cursor);
};

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const matching = (records: Reader, filter: Filter) => {
  const statuses = words(filter.status, WarningStatus.options);
  const levels = words(filter.level, WarningLevel.options).map(rankOf);
  const pattern = likePattern(filter.search ?? '');
  return records
    .read<WarningTables>()
    .selectFrom('warnings.warnings')
    .$if(statuses.length > 0, (q) => q.where('status', 'in', statuses))
    .$if(levels.length > 0, (q) => q.where('level', 'in', levels))
    .$if(filter.scope !== undefined, (q) =>
      q.where(sql<boolean>`scope_kind || ':' || scope_id = ${filter.scope ?? ''}`),
    )
    .$if(filter.search !== undefined, (q) =>
      q.where(sql<boolean>`concat_ws(' ', number, title_zh, title_en, scope_id) ilike ${pattern}`),
    );
};

/** In force and waiting first, then by level, then the newest. */
const pageOf = async (records: Reader, filter: Filter): Promise<z.input<typeof WarningPage>> => {
  const offset = offsetOf(filter.cursor);
  const [rows, { total }] = await Promise.all([
    matching(records, filter)
      .selectAll()
      .orderBy(sql`status in ('proposed', 'issued')`, 'desc')
      .orderBy('level', 'desc')
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .offset(offset)
      .limit(filter.limit)
      .execute(),
    matching(records, filter)
      .select((is) => is.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  const end = offset + rows.length;
  return { items: rows.map(summaryOf), next: end < Number(total) ? String(end) : null, total: Number(total) };
};

const historyOf = async (records: Reader, id: string): Promise<Warning['history']> => {
  const rows = await records
    .read<WarningTables>()
    .selectFrom('warnings.history')
    .selectAll()
    .where('warning_id', '=', id)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    at: row.at.toISOString(),
    actor: row.actor,
    kind: row.kind as Warning['history'][number]['kind'],
    from: row.from_level as WarningLevel | null,
    to: row.to_level as WarningLevel | null,
    comment: row.comment,
  }));
};

const byId = async (records: Reader, policy: WarningPolicy, id: string): Promise<Warning | undefined> => {
  const row = await records
    .read<WarningTables>()
    .selectFrom('warnings.warnings')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    ...summaryOf(row),
    possibleLevel: policy.levels[levelOf(row.level)].possibleLevel,
    rules: row.rules,
    causes: row.causes,
    impact: { zh: row.impact_zh, en: row.impact_en },
    measures: row.measures,
    issuer: policy.issuer,
    telephone: policy.telephone,
    policyVersion: row.policy_version,
    history: await historyOf(records, id),
  };
};

const boardOf = async (records: Reader): Promise<z.input<typeof WarningBoard>> => {
  const db = records.read<WarningTables>();
  const [rows, evaluation, failed] = await Promise.all([
    db
      .selectFrom('warnings.warnings')
      .select(['level', 'status', 'pending', 'acknowledged_at'])
      .where('status', 'in', ['proposed', 'issued'])
      .execute(),
    db.selectFrom('warnings.evaluations').selectAll().executeTakeFirst(),
    db
      .selectFrom('warnings.deliveries')
      .select((is) => is.fn.countAll<number>().as('dead'))
      .where('status', '=', 'dead')
      .where('notice', '!=', 'test')
      .executeTakeFirstOrThrow(),
  ]);
  return {
    levels: WarningLevel.options.toReversed().map((level) => ({
      level,
      issued: rows.filter((row) => row.status === 'issued' && levelOf(row.level) === level).length,
    })),
    waiting: rows.filter(({ status, pending }) => status === 'proposed' || pending !== null).length,
    unacknowledged: rows.filter(({ acknowledged_at }) => acknowledged_at === null).length,
    failedDeliveries: Number(failed.dead),
    overflow: evaluation?.overflow ?? 0,
    evaluatedAt: iso(evaluation?.at ?? null),
  };
};

const inForce = async (records: Reader) => {
  const rows = await records
    .read<WarningTables>()
    .selectFrom('warnings.warnings')
    .select(['number', 'level'])
    .where('status', '=', 'issued')
    .orderBy('level', 'desc')
    .orderBy('number')
    .limit(500)
    .execute();
  return rows.map(({ number, level }) => ({ number, level: levelOf(level) }));
};

/** Screens of warnings. */
export const warningReadModel = (records: Reader, policy: () => Promise<WarningPolicy>) => ({
  page: (filter: Filter) => pageOf(records, filter),
  board: () => boardOf(records),
  inForce: () => inForce(records),
  byId: async (id: string) => byId(records, await policy(), id),
  must: async (id: string): Promise<Warning> => {
    const found = await byId(records, await policy(), id);
    if (!found) throw new DomainError('warnings.unknown', { field: id });
    return found;
  },
  issued: async (): Promise<number> => (await boardOf(records)).levels.reduce((sum, { issued }) => sum + issued, 0),
});
