import { readPageCursor, writePageCursor } from '@chedun/http';
import { dayOf } from '@chedun/kernel';
import { actionsIn, filingKind, type FilingKindId, type State } from '@chedun/review';
import { sql } from 'kysely';
import type { z } from 'zod';
import { caseNow, type CaseNeeds } from './case-data.ts';
import type { CaseDetail, CaseLine, CasePage, CaseQuery, Exchange, ReceiptLine } from './contract.ts';
import { formOf } from './domain/form.ts';
import { caseRow, type Base, type CaseRow } from './store.ts';
import type { FilingTables } from './tables.ts';

const DONE: readonly State[] = ['numbered', 'rejected', 'withdrawn', 'superseded', 'cancelled'];

/** A case as lists show it. */
export const caseLine = (row: CaseRow, now: number): CaseLine => {
  const kind = filingKind(row.kind as FilingKindId);
  const due = row.state === 'supplement' ? row.supplement_due : null;
  return {
    id: row.id,
    kind: kind.id,
    kindTitle: kind.title,
    template: row.template,
    title: row.title,
    unit: row.unit,
    state: row.state as State,
    version: row.versions.at(-1)?.version ?? 0,
    received: row.received,
    number: row.number,
    supplementDue: due,
    supplementOverdue: due !== null && due < dayOf(now),
    openedBy: row.opened_by,
    openedAt: row.opened_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
  };
};

/** GET /filing/cases: newest first. */
export const listCases =
  ({ records, clock }: Pick<Base, 'records' | 'clock'>) =>
  async ({ state, unit, cursor, limit }: z.output<typeof CaseQuery>): Promise<CasePage> => {
    const db = records.read<FilingTables>();
    let query = db.selectFrom('filing.cases');
    if (state !== 'all') query = query.where('state', state === 'done' ? 'in' : 'not in', DONE);
    if (unit !== undefined) query = query.where('unit', '=', unit);
    const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    let page = query.selectAll();
    const after = readPageCursor(cursor);
    if (after !== undefined)
      page = page.where(sql<boolean>`(opened_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
    const rows = await page
      .orderBy('opened_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const next =
      rows.length > limit && last !== undefined ? writePageCursor({ at: last.opened_at, id: last.id }) : null;
    return { items: items.map((row) => caseLine(row, clock.now())), next, total };
  };

const receiptsOf = async ({ records }: Pick<Base, 'records'>, id: string): Promise<ReceiptLine[]> => {
  const rows = await records
    .read<FilingTables>()
    .selectFrom('filing.receipts')
    .select(['id', 'kind', 'number', 'receiver', 'received_at', 'note', 'sm3', 'version'])
    .where('case_id', '=', id)
    .orderBy('received_at')
    .orderBy('taken_at')
    .limit(500)
    .execute();
  return rows.map(({ received_at, ...row }) => ({ ...row, receivedAt: received_at.toISOString() }));
};

/** GET /filing/cases/:id */
export const readCase =
  (needs: CaseNeeds) =>
  async (id: string): Promise<CaseDetail> => {
    const row = await caseRow(needs.records, id);
    const [{ template, base, problems, items }, receipts] = await Promise.all([
      caseNow(needs, row),
      receiptsOf(needs, id),
    ]);
    const last = row.versions.at(-1);
    return {
      case: caseLine(row, needs.clock.now()),
      sections: formOf(template, base, row.changed),
      problems,
      items,
      actions: [...actionsIn(row.state as State, 'enterprise')],
      document: row.document === null || last === undefined ? null : { id: row.document, ...last },
      channel: row.channel,
      receipts,
      history: [...row.history],
      rejection: row.rejection,
    };
  };

/** GET /filing/exchange */
export const readExchange =
  ({ records }: Pick<Base, 'records'>) =>
  async (): Promise<Exchange> => {
    const row = await records.read<FilingTables>().selectFrom('filing.exchange').selectAll().executeTakeFirst();
    return {
      url: row?.url ?? '',
      hasToken: row !== undefined && row.token !== null,
      signer: row?.signer ?? '',
      lastAt: row?.last_at?.toISOString() ?? null,
      lastProblem: row?.last_problem ?? '',
    };
  };
