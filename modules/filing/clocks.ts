import type { ClockLine, DeadlineAsks } from '@chedun/deadline-ledger/contract';
import { unitRow, type Base, type UnitRow } from './store.ts';
import type { FilingTables } from './tables.ts';

/** A clock belongs to one occurrence: a review of a unit, or a change that was seen on a day. */
export const reviewSubject = (unit: string, review: string): string => `${unit}/${review}`;
export const changeSubject = (unit: string, day: string): string => `${unit}/${day}`;

type Needs = Pick<Base, 'records'> & { readonly deadlines: Pick<DeadlineAsks, 'of'> };

/** The newest review of each unit that was passed. */
export const passedReviews = async ({ records }: Pick<Base, 'records'>): Promise<ReadonlyMap<string, string>> => {
  const rows = await records
    .read<FilingTables>()
    .selectFrom('filing.reviews')
    .select(['unit', 'id'])
    .distinctOn('unit')
    .where('conclusion', '=', 'passed')
    .orderBy('unit')
    .orderBy('made_at', 'desc')
    .execute();
  return new Map(rows.map(({ unit, id }) => [unit, id]));
};

const ofUnit = async ({ deadlines }: Needs, row: Pick<UnitRow, 'id' | 'drifted_on'>, review: string | undefined) => {
  const ids = [
    ...(review === undefined ? [] : [reviewSubject(row.id, review)]),
    ...(row.drifted_on === null ? [] : [changeSubject(row.id, row.drifted_on)]),
  ];
  return (await Promise.all(ids.map((id) => deadlines.of({ kind: 'filing-unit', id })))).flat();
};

/** Clocks of the newest review and of the change under way of a unit. */
export const clocksOfUnit = async (needs: Needs, unit: string): Promise<readonly ClockLine[]> => {
  const [row, reviews] = await Promise.all([unitRow(needs.records, unit), passedReviews(needs)]);
  return ofUnit(needs, row, reviews.get(unit));
};

/** Those of all units. */
export const clocksOfUnits = async (needs: Needs): Promise<readonly ClockLine[]> => {
  const [rows, reviews] = await Promise.all([
    needs.records.read<FilingTables>().selectFrom('filing.units').select(['id', 'drifted_on']).execute(),
    passedReviews(needs),
  ]);
  return (await Promise.all(rows.map((row) => ofUnit(needs, row, reviews.get(row.id))))).flat();
};
