import { readPageCursor, writePageCursor } from '@chedun/http';
import { dayOf } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { SupervisionAsks } from '@chedun/supervision/contract';
import { sql, type SqlBool } from 'kysely';
import type { Bases } from '../bases.ts';
import type { FileLine, Firm, Notice, NoticeLine, NoticePage, NoticeQuery } from '../contract.ts';
import { isOverdue } from '../domain/life.ts';
import { oversightError } from '../errors.ts';
import type { DeliveryRow, NoticeRow, OversightTables } from '../tables.ts';
import { deliveriesOf } from './deliveries.ts';

/** What reading stands on. */
export interface ReadNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly now: () => number;
  readonly bases: Bases;
  readonly supervision: Pick<SupervisionAsks, 'enterprises'>;
}

const UNKNOWN: Omit<Firm, 'id'> = { name: '（已删除的企业）', province: '' };

/** Enterprises by id. */
export const firmsOf = async ({ supervision }: Pick<ReadNeeds, 'supervision'>): Promise<(id: string) => Firm> => {
  const all = new Map((await supervision.enterprises()).map(({ id, name, province }) => [id, { id, name, province }]));
  return (id) => all.get(id) ?? { id, ...UNKNOWN };
};

/** Lines of files by id. */
export const filesOf = async ({ records }: Pick<ReadNeeds, 'records'>, ids: readonly string[]): Promise<FileLine[]> => {
  if (ids.length === 0) return [];
  const rows = await records
    .read<OversightTables>()
    .selectFrom('oversight.files')
    .select(['id', 'name', 'bytes', 'sm3'])
    .where('id', 'in', [...ids])
    .execute();
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
};

const lineOf = (
  row: NoticeRow,
  copies: readonly Pick<DeliveryRow, 'state' | 'due_on' | 'acknowledged_at'>[],
  now: number,
): NoticeLine => ({
  id: row.id,
  number: row.number,
  kind: row.kind,
  title: row.title,
  colour: row.warning?.colour ?? null,
  dueOn: row.due_on,
  state: row.state,
  version: row.version,
  issuedAt: row.issued_at.toISOString(),
  issuedBy: row.issued_by_name,
  firms: copies.length,
  acknowledged: copies.filter(({ acknowledged_at: at }) => at !== null).length,
  answered: copies.filter(({ state }) => state === 'answered').length,
  closed: copies.filter(({ state }) => state === 'closed').length,
  overdue: copies.filter((copy) => isOverdue(copy, row.kind, dayOf(now))).length,
});

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const openCopies = sql<SqlBool>`exists (select 1 from oversight.deliveries d where d.notice = notices.id and d.state <> 'closed')`;
const lateCopies = (
  today: string,
) => sql<SqlBool>`exists (select 1 from oversight.deliveries d where d.notice = notices.id
  and d.due_on < ${today}::date and (d.state = 'sent' or (d.state = 'acknowledged' and notices.kind <> 'warning')))`;

const matching = ({ records, now }: ReadNeeds, { state, kind, enterprise, search }: NoticeQuery) =>
  records
    .read<OversightTables>()
    .selectFrom('oversight.notices as notices')
    .$if(state === 'open', (q) => q.where('notices.state', '=', 'open').where(openCopies))
    .$if(state === 'overdue', (q) => q.where('notices.state', '=', 'open').where(lateCopies(dayOf(now()))))
    .$if(state === 'done', (q) => q.where((is) => is.or([is('notices.state', '=', 'lifted'), is.not(openCopies)])))
    .$if(kind !== undefined, (q) => q.where('notices.kind', '=', kind ?? 'task'))
    .$if(enterprise !== undefined, (q) =>
      q.where(
        sql<SqlBool>`exists (select 1 from oversight.deliveries d where d.notice = notices.id and d.enterprise = ${enterprise}::uuid)`,
      ),
    )
    .$if(search !== undefined, (q) => {
      const pattern = likePattern(search ?? '');
      return q.where((is) => is.or([is('notices.title', 'ilike', pattern), is('notices.number', 'ilike', pattern)]));
    });

/** Notices, newest first. Throws `http.cursor-invalid`. */
export const listNotices =
  (needs: ReadNeeds) =>
  async (query: NoticeQuery): Promise<NoticePage> => {
    const from = readPageCursor(query.cursor);
    const found = matching(needs, query);
    const [rows, counted] = await Promise.all([
      found
        .selectAll('notices')
        .$if(from !== undefined, (q) =>
          q.where(sql<SqlBool>`(notices.issued_at, notices.id) < (${from?.at}::timestamptz, ${from?.id}::uuid)`),
        )
        .orderBy('notices.issued_at', 'desc')
        .orderBy('notices.id', 'desc')
        .limit(query.limit + 1)
        .execute(),
      found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirst(),
    ]);
    const shown = rows.slice(0, query.limit);
    const ids = shown.map(({ id }) => id);
    const copies =
      ids.length === 0
        ? []
        : await needs.records
            .read<OversightTables>()
            .selectFrom('oversight.deliveries')
            .select(['notice', 'state', 'due_on', 'acknowledged_at'])
            .where('notice', 'in', ids)
            .execute();
    const byNotice = Map.groupBy(copies, ({ notice }) => notice);
    const last = shown.at(-1);
    return {
      items: shown.map((row) => lineOf(row, byNotice.get(row.id) ?? [], needs.now())),
      next:
        rows.length > query.limit && last !== undefined ? writePageCursor({ at: last.issued_at, id: last.id }) : null,
      total: counted?.total ?? 0,
    };
  };

/** A notice with every copy. Throws `oversight.unknown`. */
export const readNotice =
  (needs: ReadNeeds) =>
  async (id: string): Promise<Notice> => {
    const db = needs.records.read<OversightTables>();
    const row = await db.selectFrom('oversight.notices').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw oversightError('oversight.unknown');
    const [copies, files, firm, basis] = await Promise.all([
      db.selectFrom('oversight.deliveries').selectAll().where('notice', '=', id).orderBy('id').limit(500).execute(),
      filesOf(needs, row.files),
      firmsOf(needs),
      needs.bases.find(row.basis),
    ]);
    return {
      notice: lineOf(row, copies, needs.now()),
      text: row.text,
      basis,
      indicators: row.indicators,
      warning: row.warning,
      source: { kind: row.source_kind, id: row.source_id },
      files,
      deliveries: await deliveriesOf(needs, row.kind, copies, firm),
    };
  };
