import { INSPECTION_KINDS, type InspectionKindId } from '@chedun/inspection';
import type { Inspection, InspectionLine } from '../contract.ts';
import { oversightError } from '../errors.ts';
import type { InspectionRow, OversightTables } from '../tables.ts';
import { firmsOf, type ReadNeeds } from './notices.ts';

const MOST = 500;

/** Where an inspection stands at a time. */
const stateOf = (row: InspectionRow, now: number): InspectionLine['state'] => {
  if (row.cancelled_at !== null) return 'cancelled';
  if (row.reported_at !== null) return 'reported';
  if (now < row.from_at.getTime()) return 'ordered';
  return now < row.until_at.getTime() ? 'running' : 'ended';
};

const lineOf = (
  row: InspectionRow,
  results: readonly { readonly result: string }[],
  enterprise: InspectionLine['enterprise'],
  now: number,
): InspectionLine => ({
  id: row.id,
  number: row.number,
  title: row.title,
  enterprise,
  from: row.from_at.toISOString(),
  until: row.until_at.toISOString(),
  announced: row.announced,
  state: stateOf(row, now),
  items: results.length,
  deviations: results.filter(({ result }) => result === 'deviates').length,
});

/** Inspections, newest first, at most 500. */
export const listInspections = (needs: ReadNeeds) => async (): Promise<InspectionLine[]> => {
  const db = needs.records.read<OversightTables>();
  const [rows, firm] = await Promise.all([
    db.selectFrom('oversight.inspections').selectAll().orderBy('created_at', 'desc').limit(MOST).execute(),
    firmsOf(needs),
  ]);
  const ids = rows.map(({ id }) => id);
  const items =
    ids.length === 0
      ? []
      : await db
          .selectFrom('oversight.inspection_items')
          .select(['inspection', 'result'])
          .where('inspection', 'in', ids)
          .execute();
  const byInspection = Map.groupBy(items, ({ inspection }) => inspection);
  return rows.map((row) => lineOf(row, byInspection.get(row.id) ?? [], firm(row.enterprise), needs.now()));
};

/** An inspection. Throws `oversight.unknown`. */
export const readInspection =
  (needs: ReadNeeds) =>
  async (id: string): Promise<Inspection> => {
    const db = needs.records.read<OversightTables>();
    const row = await db.selectFrom('oversight.inspections').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw oversightError('oversight.unknown');
    const [items, firm, basis] = await Promise.all([
      db
        .selectFrom('oversight.inspection_items')
        .selectAll()
        .where('inspection', '=', id)
        .orderBy('position')
        .execute(),
      firmsOf(needs),
      needs.bases.must(row.basis, 'inspection'),
    ]);
    return {
      inspection: lineOf(row, items, firm(row.enterprise), needs.now()),
      basis,
      kinds: row.kinds.filter((kind): kind is InspectionKindId => INSPECTION_KINDS.some((each) => each.id === kind)),
      obligations: row.obligations,
      units: row.units,
      inspectors: row.inspectors,
      items: items.map((each) => ({
        id: each.id,
        item: each.item,
        finding: each.finding,
        result: each.result,
        notice: each.notice,
      })),
      orderSm3: row.order_sm3,
      reportSm3: row.report_sm3,
      reportDocument: row.report_version === null ? null : row.document,
    };
  };
